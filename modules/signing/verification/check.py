"""Examining a signed PDF: never raises, whatever the bytes are."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pikepdf
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader

from modules.signing.verification import appended, pixels, ranges, reading, shown, structure
from modules.signing.verification.trust import Signed, ask
from modules.signing.verification.trust_store import Anchors
from modules.signing.verification.verdict import BEST_FIRST, Finding, Integrity, SignatureVerdict, Trust, Verdict

LARGEST = 64 * 2**20  # bytes
HEADED = 1024  # bytes within which readers look for the header
reading.install()


def examine(pdf: bytes, anchors: Anchors, *, look: bool = True) -> Verdict:
    """Check all signatures of a file, offline. `look`: also draw pages that changed, which costs most of the time."""
    verdict = judged(pdf, anchors, look=look)
    return with_pictures(pdf, verdict) if look else verdict


def judged(pdf: bytes, anchors: Anchors, *, look: bool = True) -> Verdict:
    """The same without the pictures of what was changed. `look`: compare pages as the eye sees them, too."""
    if b"%PDF-" not in pdf[:HEADED] or len(pdf) > LARGEST:
        return _unreadable("not_pdf" if len(pdf) <= LARGEST else "too_large")
    try:
        reader = _opened(pdf)
        if reader.encrypted and not _unlocked(reader):
            return _unreadable("encrypted")
    except Exception:  # noqa: BLE001 - hostile files make the parser raise anything at all
        return Verdict(Integrity.UNSIGNED) if _opens_unsigned(pdf) else _unreadable("damaged")
    try:
        signatures = list(reader.embedded_signatures)
    except Exception:  # noqa: BLE001 - one bad signature hides all others
        signatures = None
    if not signatures:
        return _without_signatures(pdf, readable=signatures is not None)
    try:
        now = structure.anatomy(pdf)
    except Exception:  # noqa: BLE001 - as above
        now = None
    return _whole(pdf, _each(pdf, signatures, anchors, now, look=look))


def _without_signatures(pdf: bytes, *, readable: bool) -> Verdict:
    """No field leads to a signature, or the fields cannot be read: what lies in the bytes decides."""
    if ranges.signatures_in(pdf):
        return Verdict(Integrity.BROKEN, findings=(Finding("hidden" if readable else "signature"),))
    return Verdict(Integrity.UNSIGNED) if readable else _unreadable("damaged")


def _opened(pdf: bytes) -> PdfFileReader:
    """Word processors write tables for two kinds of readers (hybrid); a strict reader refuses their signatures."""
    reader = PdfFileReader(io.BytesIO(pdf))
    return PdfFileReader(io.BytesIO(pdf), strict=False) if reader.xrefs.hybrid_xrefs_present else reader


def _unlocked(reader: PdfFileReader) -> bool:
    """Whether everybody may read it: many programs lock what may be done with a file, and set no word for reading."""
    try:
        return reader.decrypt(b"").status is not AuthStatus.FAILED
    except Exception:  # noqa: BLE001 - locked for certain people, or in a way that nobody knows
        return False


def _each(
    pdf: bytes, signatures: list[Any], anchors: Anchors, now: structure.Anatomy | None, *, look: bool
) -> list[SignatureVerdict]:
    """Judge the last signature first: a timestamp bears witness to whatever stood before it in the file."""
    found: list[SignatureVerdict] = []
    for signature in reversed(signatures):
        end = ranges.end_of(signature)
        stamps = [one.at for one in found if one.is_timestamp and one.end > end and one.at_is_trusted and one.at]
        witnessed = min(stamps, default=None)
        found.insert(0, _one(pdf, signature, anchors, now, witnessed, look=look))
    return found


def _one(
    pdf: bytes,
    signature: Any,
    anchors: Anchors,
    now: structure.Anatomy | None,
    witnessed: datetime | None,
    *,
    look: bool,
) -> SignatureVerdict:
    name, end = str(getattr(signature, "field_name", "")), ranges.end_of(signature)
    words: dict[str, Any] = {"field": name, "end": end, "covers_all": end == len(pdf)}
    if not ranges.covers_itself(pdf, signature):
        return SignatureVerdict(
            integrity=Integrity.MODIFIED, trust=Trust.UNKNOWN, findings=(Finding("range"),), **words
        )
    try:
        timestamp = str(signature.sig_object.get("/Type", "")) == "/DocTimeStamp"
        words["is_timestamp"] = timestamp
        said = ask(signature, anchors, witnessed, timestamp=timestamp)
    except Exception:  # noqa: BLE001 - hostile signatures make the validator raise anything at all
        fits = ranges.digest_fits(pdf, signature)
        if fits:
            integrity, code = Integrity.UNVERIFIABLE, "signature"
        else:
            integrity, code = Integrity.BROKEN, "signature" if fits is None else "digest"
        return SignatureVerdict(integrity=integrity, trust=Trust.UNKNOWN, findings=(Finding(code),), **words)
    words |= {
        "trust": said.trust,
        "signer": said.signer.get("common_name", ""),
        "organisation": _text(said.signer.get("organization_name", "")),
        "serial": said.serial,
        "issuer": said.issuer.get("common_name", ""),
        "at": said.at,
        "at_is_trusted": said.at_is_trusted,
    }
    if not said.intact:
        return SignatureVerdict(integrity=Integrity.BROKEN, findings=(Finding("digest"),), **words)
    if said.forgeable:  # two contents with one digest can be made: that the bytes fit proves nothing
        return SignatureVerdict(integrity=Integrity.UNVERIFIABLE, findings=said.findings, **words)
    integrity, findings = _later(pdf, end, said, now, look=look)
    if integrity is Integrity.ALLOWED and appended.is_astray(pdf, end, signature.reader):
        integrity, findings = Integrity.MODIFIED, (Finding("uncovered"),)
    return SignatureVerdict(integrity=integrity, findings=(*findings, *said.findings), **words)


def _later(
    pdf: bytes, end: int, said: Signed, now: structure.Anatomy | None, *, look: bool
) -> tuple[Integrity, tuple[Finding, ...]]:
    """Judge what was written behind a signature's own revision."""
    if not pdf[end:].strip(b"\r\n \0"):
        return Integrity.INTACT, ()
    try:
        signed = structure.anatomy(pdf[:end])
        if now is None:
            raise ValueError
        findings, known, new = structure.differences(signed, now)
        if look and not findings:
            pages = [number for number, ones in enumerate(now.annotations, 1) if ones]
            findings = pixels.seen_differences(pdf[:end], pdf, known, new, pages)
    except Exception:  # noqa: BLE001 - what cannot be compared is not proven unchanged
        return Integrity.UNVERIFIABLE, (Finding("damaged"),)
    if said.permitted is False and not findings:
        findings = [Finding("not_permitted")]
    if findings:
        return Integrity.MODIFIED, tuple(findings)
    return Integrity.ALLOWED, (Finding("allowed"),)


def _whole(pdf: bytes, found: list[SignatureVerdict]) -> Verdict:
    findings = [finding for one in found for finding in one.findings if finding.code != "allowed"]
    worst = max((one.integrity for one in found), key=BEST_FIRST.index)
    last = max(one.end for one in found)
    if ranges.signatures_in(pdf) > len(found):
        findings.append(Finding("hidden"))
        worst = max(worst, Integrity.MODIFIED, key=BEST_FIRST.index)
    if worst is Integrity.ALLOWED and not pdf[last:].strip(b"\r\n \0"):
        worst = Integrity.INTACT  # what followed the first signatures, the last one covers
    return Verdict(worst, found, tuple(_each_once(findings)))


def with_pictures(pdf: bytes, verdict: Verdict) -> Verdict:
    """Add the last revision whose signature is right, beside what a changed file shows now."""
    ends = [one.end for one in verdict.signatures if one.integrity is Integrity.MODIFIED and 0 < one.end < len(pdf)]
    if not ends:
        return verdict
    named = [finding.page for finding in verdict.findings if finding.page]
    try:
        return replace(verdict, shown=shown.changes_shown(pdf[: max(ends)], pdf, named))
    except Exception:  # noqa: BLE001 - the verdict stands without its pictures
        return verdict


def _opens_unsigned(pdf: bytes) -> bool:
    """Whether a more patient reader opens it, and nothing in it looks like a signature."""
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
            return not ranges.signatures_in(pdf) and bool(len(document.pages))
    except Exception:  # noqa: BLE001 - as above
        return False


def _each_once(findings: Iterable[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))


def _unreadable(code: str) -> Verdict:
    return Verdict(Integrity.UNVERIFIABLE, findings=(Finding(code),))


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
