"""The answer about a file: integrity apart from trust, one sentence first, the reasons below."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.toolkit import Choice, _, format_moment
from modules.signing.verification.shown import Shown


class Integrity(Choice):
    """Whether what was signed is what lies here."""

    INTACT = "intact", _("The content is exactly what was signed."), "green"
    ALLOWED = (
        "intact_with_allowed_changes",
        _("The content is what was signed; only signatures or validation data were added since."),
        "green",
    )
    UNVERIFIABLE = "unverifiable", _("The file cannot be checked."), "grey"
    UNSIGNED = "unsigned", _("The file carries no digital signature."), "grey"
    MODIFIED = "modified", _("The file was changed after it was signed."), "rose"
    BROKEN = "broken", _("The content does not match the signature."), "rose"


class Trust(Choice):
    """Whether we know and trust who issued the signer's certificate."""

    TRUSTED = "trusted", _("The signer's certificate comes from an issuer on our list."), "green"
    TEST = "test_root", _("A test certificate: it has no legal value."), "amber"
    UNKNOWN = "unknown", _("The state of the signer's certificate could not be found out."), "amber"
    UNTRUSTED = "untrusted_issuer", _("The issuer of the signer's certificate is not on our list."), "amber"
    EXPIRED = (
        "expired",
        _("The certificate had ended or not begun, and no trusted time shows that it was good when it signed."),
        "rose",
    )
    REVOKED = "revoked", _("The certificate was revoked."), "rose"


INTACT_BUT: dict[Trust, Any] = {
    Trust.TRUSTED: _("The file is intact and all signatures are valid."),
    Trust.TEST: _("The file is intact, but signed with a test certificate, which has no legal value."),
    Trust.UNKNOWN: _("The file is intact, but whether the signer's certificate holds good could not be found out."),
    Trust.UNTRUSTED: _("The file is intact, but the issuer of the signer's certificate is not on our list."),
    Trust.EXPIRED: _("The file is intact, but the signer's certificate was not in its time."),
    Trust.REVOKED: _("The file is intact, but the signer's certificate was revoked."),
}
BEST_FIRST = list(Integrity)
KINDEST_FIRST = list(Trust)
REASONS: dict[str, Any] = {
    "not_pdf": _("It is not a PDF file."),
    "too_large": _("It is too large."),
    "encrypted": _("It is encrypted or protected by a password."),
    "damaged": _("It is damaged: the parts of the file do not fit together."),
    "busy": _("Too many files are being checked just now. Try again in a minute."),
    "weak": _("The signature was made in a way that can be forged today."),
    "purpose": _("The certificate was issued for another purpose than signing documents."),
    "too_slow": _("Checking took too long and was stopped."),
    "range": _("The signature does not cover the file as it must: bytes are left out."),
    "digest": _("The bytes that were signed are not the bytes in the file."),
    "signature": _("The signature itself is not right, or cannot be read."),
    "hidden": _("A signature in the file was taken out of sight."),
    "uncovered": _("Bytes were added behind a signature in a place that no table of the file names."),
    "pages": _("Pages were added or taken away."),
    "page": _("Page %(page)s shows something else than when it was signed."),
    "annotation": _("Something was put on page %(page)s, or taken from it."),
    "appearance": _("The picture of a signature on page %(page)s was exchanged."),
    "cover": _("A new signature field covers what stands on page %(page)s."),
    "form": _("The value of a form field was changed."),
    "document": _("Properties of the document were changed."),
    "not_permitted": _("The signer did not permit the changes made afterwards."),
    "allowed": _("Only further signatures or validation data followed, which is permitted."),
}


@dataclass(frozen=True)
class Finding:
    """One reason: its code, and the page it is on, counted from 1 (0: the whole file)."""

    code: str
    page: int = 0

    def __str__(self) -> str:
        return str(REASONS[self.code]) % {"page": self.page}


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
        return format_moment(self.at)


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
        return str(INTACT_BUT[self.trust])

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
