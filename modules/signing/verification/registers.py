"""What the registers of other modules know of a file. They say it here, so that the page and the shell answer alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modules.signing.verification.verdict import Verdict

Tell = Callable[[str, Verdict], dict[str, Any]]  # the file's SHA-256 and its verdict, to words that join the answer
KNOWN: list[Tell] = []


def tells(tell: Tell) -> Tell:
    """Have a register asked about every file that is checked in the shell."""
    KNOWN.append(tell)
    return tell


def answer(sha256: str, verdict: Verdict) -> dict[str, Any]:
    """Return the whole answer about a file as plain values."""
    words = verdict.to_json() | {"sha256": sha256}
    for tell in KNOWN:
        words |= tell(sha256, verdict)
    return words
