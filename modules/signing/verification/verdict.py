"""The answer about a file: integrity apart from trust, one sentence first, the reasons below.

Facts alone: the process that examines files has no use for sentences (`wording`), which bring the house with them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from modules.signing.verification.shown import Shown


class Integrity(Enum):
    """Whether what was signed is what lies here, best first."""

    INTACT = "intact"
    ALLOWED = "intact_with_allowed_changes"
    UNVERIFIABLE = "unverifiable"
    UNSIGNED = "unsigned"
    MODIFIED = "modified"
    BROKEN = "broken"

    def __str__(self) -> str:
        return str(wording().INTEGRITY[self])


class Trust(Enum):
    """Whether we know and trust who issued the signer's certificate, kindest first."""

    TRUSTED = "trusted"
    TEST = "test_root"
    UNKNOWN = "unknown"
    UNTRUSTED = "untrusted_issuer"
    EXPIRED = "expired"
    REVOKED = "revoked"

    def __str__(self) -> str:
        return str(wording().TRUST[self])


BEST_FIRST = list(Integrity)
KINDEST_FIRST = list(Trust)


@dataclass(frozen=True)
class Finding:
    """One reason: its code, and the page it is on, counted from 1 (0: the whole file)."""

    code: str
    page: int = 0

    def __str__(self) -> str:
        return str(wording().REASONS[self.code]) % {"page": self.page}


@dataclass(frozen=True)
class SignatureVerdict:
    """What one signature says. `at` is the trusted time when `at_is_trusted`, else what the signer claims."""

    field: str
    integrity: Integrity
    trust: Trust
    signer: str = ""
    organisation: str = ""
    serial: str = ""
    issuer: str = ""
    at: datetime | None = None
    at_is_trusted: bool = False
    is_timestamp: bool = False  # of the whole file: it bears witness to a time, and to nobody's will
    covers_all: bool = False
    end: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def when(self) -> str:
        """The time of signing as a sentence says it."""
        if self.at is None:
            return ""
        return wording().format_moment(self.at)


@dataclass(frozen=True)
class Verdict:
    """The answer for one file."""

    integrity: Integrity
    signatures: list[SignatureVerdict] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    shown: tuple[Shown, ...] = ()

    @property
    def trust(self) -> Trust | None:
        """The least trust of all signers; None without a signature."""
        return max((one.trust for one in self._signed()), key=KINDEST_FIRST.index, default=None)

    @property
    def intact(self) -> bool:
        """Whether what was signed is there, whoever signed it."""
        return self.integrity in (Integrity.INTACT, Integrity.ALLOWED)

    @property
    def valid(self) -> bool:
        """Whether it is intact and every signer is one we know, be it of a test."""
        return self.intact and self.trust in (Trust.TRUSTED, Trust.TEST)

    @property
    def timed(self) -> bool:
        """Whether somebody we trust bears witness to the time of every signature."""
        return bool(self.signatures) and all(one.at_is_trusted for one in self._signed())

    @property
    def unreadable(self) -> bool:
        """Whether there was nothing to check."""
        return self.integrity is Integrity.UNVERIFIABLE and not self.signatures

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        if not self.intact or self.trust is None:
            return str(self.integrity)
        return str(wording().INTACT_BUT[self.trust])

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values, sentences in the language of the context."""
        return {
            "integrity": self.integrity.value,
            "trust": self.trust.value if self.trust else None,
            "sentence": self.sentence,
            "reasons": [str(one) for one in self.findings],
            "changed": [{"page": one.page, "regions_mm": one.regions} for one in self.shown],
            "signatures": [
                asdict(one)
                | {
                    "integrity": one.integrity.value,
                    "trust": one.trust.value,
                    "when": one.when,
                    "sentence": f"{one.integrity} {one.trust}",
                    "at": one.at.isoformat() if one.at else None,
                    "findings": [{"code": f.code, "page": f.page, "sentence": str(f)} for f in one.findings],
                }
                for one in self.signatures
            ],
        }

    def _signed(self) -> list[SignatureVerdict]:
        """The signatures of people and agencies; of a file that has none, its timestamps."""
        return [one for one in self.signatures if not one.is_timestamp] or self.signatures


def wording() -> Any:
    """The sentences, loaded where somebody reads them."""
    from modules.signing.verification import wording as words

    return words
