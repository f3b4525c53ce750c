"""Checking a signed PDF: what is signed, by whom, whether it changed, whom we trust. Never raises on hostile files."""

from __future__ import annotations

import asyncio
import io
from dataclasses import asdict, dataclass, field
from typing import Any

from asn1crypto import core
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.toolkit import Choice, _, format_moment
from modules.signing.authority import is_test

LARGEST = 64 * 2**20


class Outcome(Choice):
    """The one-word verdict over a file."""

    VALID = "valid", _("The file is intact and all signatures are valid."), "green"
    UNTRUSTED = "untrusted", _("The file is intact, but a signer is not in our list of trusted issuers."), "amber"
    CHANGED = "changed", _("The file was changed after it was signed."), "rose"
    UNSIGNED = "unsigned", _("The file carries no digital signature."), "grey"
    UNREADABLE = "unreadable", _("The file cannot be checked: it is damaged, protected or no PDF."), "grey"


@dataclass(frozen=True)
class Signed:
    """What one signature says."""

    field: str
    signer: str
    organisation: str
    serial: str
    issuer: str
    at: str
    intact: bool
    trusted: bool
    changed_later: bool
    covers_all: bool
    test: bool


@dataclass(frozen=True)
class Verdict:
    """The answer for one file: outcome, one sentence, one entry per signature."""

    outcome: Outcome
    signatures: list[Signed] = field(default_factory=list)
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values."""
        return {
            "outcome": self.outcome.value,
            "sentence": str(self.outcome),
            "reason": self.reason,
            "signatures": [asdict(one) for one in self.signatures],
        }


def verify(pdf: bytes, roots: list[Any]) -> Verdict:  # noqa: PLR0911 - one verdict per line, the worst first
    """Check all signatures of a file against `roots` (asn1crypto certificates), offline."""
    if not pdf.startswith(b"%PDF-") or len(pdf) > LARGEST:
        return Verdict(Outcome.UNREADABLE)
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            return Verdict(Outcome.UNREADABLE)
        embedded = list(reader.embedded_signatures)
    except Exception as error:  # noqa: BLE001 - hostile files make the parser raise anything at all
        return Verdict(Outcome.UNREADABLE, reason=type(error).__name__)
    if not embedded:
        return Verdict(Outcome.UNSIGNED)
    if not all(_clean_hole(pdf, signature) for signature in embedded):
        return Verdict(Outcome.CHANGED)
    found = [_one(signature, roots) for signature in embedded]
    signatures = [one for one in found if one is not None]
    if len(signatures) < len(found) or any(not one.intact or one.changed_later for one in signatures):
        return Verdict(Outcome.CHANGED, signatures)
    # Bytes behind the last signature that no signature covers are a change, whatever they contain.
    if not signatures[-1].covers_all:
        return Verdict(Outcome.CHANGED, signatures)
    trusted = all(one.trusted for one in signatures)
    return Verdict(Outcome.VALID if trusted else Outcome.UNTRUSTED, signatures)


def _one(signature: Any, roots: list[Any]) -> Signed | None:
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    try:
        status = asyncio.run(async_validate_pdf_signature(signature, context))
        subject, issuer = status.signing_cert.subject.native, status.signing_cert.issuer.native
        level = status.modification_level
        changed = level is None or level > ModificationLevel.FORM_FILLING or _other_fields(status)
        return Signed(
            field=signature.field_name,
            signer=subject.get("common_name", ""),
            organisation=subject.get("organization_name", ""),
            serial=f"{status.signing_cert.serial_number:x}",
            issuer=issuer.get("common_name", ""),
            at=format_moment(status.signer_reported_dt),
            intact=status.intact and status.valid,
            trusted=status.trusted,
            changed_later=changed,
            covers_all=status.coverage.name == "ENTIRE_FILE",
            test=is_test(issuer.get("common_name", "")),
        )
    except Exception:  # noqa: BLE001 - a hostile signature makes the validator raise anything at all
        return None


def _other_fields(status: Any) -> bool:
    """Whether anything but signature fields was filled after signing: pyHanko alone is too kind here."""
    result = status.diff_result
    if result is None or not hasattr(result, "changed_form_fields"):
        return False
    return any(not name.startswith("ChuKy") for name in result.changed_form_fields)


def _clean_hole(pdf: bytes, signature: Any) -> bool:
    """Whether the gap that a signature leaves for itself holds that signature, zeros, and nothing else."""
    try:
        start, length, after, _rest = (int(number) for number in signature.byte_range)
        content = bytes(signature.sig_object["/Contents"])
        used = len(core.Any.load(content).dump())
        hole = pdf[start + length : after]
        return (
            hole.lower() == b"<" + content.hex().encode() + b">"
            and not any(content[used:])
            and (hole in (hole.lower(), hole.upper()))
        )
    except Exception:  # noqa: BLE001 - so does a hostile container
        return False
