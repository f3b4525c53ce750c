"""What we say of a file: what our registers know of its hash, and what its signatures say."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from app.toolkit import _, as_system
from modules.certified_copies.after.lookup import Found, in_fours, released
from modules.certified_copies.after.register import told_of
from modules.certified_copies.models import Copy
from modules.signing.anchors import anchors
from modules.signing.longterm.preservation import original_of
from modules.signing.verification import Integrity, Verdict
from modules.signing.verification.registers import tells
from modules.signing.verification.sandbox import EXAMINER


@dataclass(frozen=True)
class FileAnswer:
    """One file: its hash, our record of it, a sentence of another register, and the verdict where it was examined."""

    sha256: str
    found: Found | None = None
    sentence: str = ""
    verdict: Verdict | None = None

    @property
    def known(self) -> bool:
        """Whether one of our registers holds exactly this file."""
        return self.found is not None or bool(self.sentence)

    @property
    def good(self) -> bool:
        """Whether it is a copy of ours that still has its value."""
        return self.found is not None and not self.found.annulled

    @property
    def tone(self) -> str:
        """How the answer looks: good, bad, or "" when it is neither."""
        if self.found is not None:
            return "bad" if self.found.annulled else "good"
        if self.sentence:
            return "good"
        return "bad" if self.verdict and self.verdict.integrity in (Integrity.MODIFIED, Integrity.BROKEN) else ""

    @property
    def fingerprint(self) -> str:
        """The hash in groups of four, for people who compare it."""
        return in_fours(self.sha256)

    @property
    def heading(self) -> str:
        """The answer in one sentence."""
        if self.found is not None:
            lost = bool(self.found.annulled)
            return str(_("This copy has lost its value") if lost else _("The certified copy is valid"))
        if self.sentence:
            return self.sentence
        if self.verdict is None:
            return str(_("Our registers do not hold this file."))
        if self.verdict.valid:
            return str(_("The signatures are valid, but we did not issue this file as a certified copy."))
        return self.verdict.sentence

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values, sentences in the language of the context."""
        record = asdict(self.found) | {"certified_on": self.found.certified_on.isoformat()} if self.found else None
        checked = self.verdict.to_json() if self.verdict else {}
        return checked | {"sha256": self.sha256, "sentence": self.heading, "record": record}


def answer_about(content: bytes) -> FileAnswer:
    """Examine a file, whatever its bytes are, and look it up."""
    verdict = EXAMINER.examine(content, anchors(), patient=False)
    known = answer_by_hash(hashlib.sha256(content).hexdigest())
    return FileAnswer(known.sha256, known.found, known.sentence, verdict)


@tells
def in_the_shell(sha256: str, verdict: Verdict) -> dict[str, Any]:
    """What the page would say."""
    known = answer_by_hash(sha256)
    return FileAnswer(sha256, known.found, known.sentence, verdict).to_json()


def answer_by_hash(sha256: str) -> FileAnswer:
    """Look a file up by its SHA-256 in hexadecimal digits, without having it."""
    with as_system() as session:
        first = original_of(session, sha256) or sha256
        row = session.execute(released().where(Copy.sha256 == first)).one_or_none()
        return FileAnswer(sha256, Found.of("", *row) if row else None, "" if row else told_of(session, first))
