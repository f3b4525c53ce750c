"""Whom a signature comes from, when it was made, and whether we trust its issuer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp

from modules.signing.verification.revocation import revoked_on
from modules.signing.verification.trust_store import Anchors
from modules.signing.verification.verdict import Finding, Trust

# What is wrong with a stranger's file is for the verdict to say, not for our log.
for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).setLevel(logging.CRITICAL)

WEAK = {"md2", "md4", "md5", "sha1"}
AHEAD = timedelta(minutes=10)  # that the clock of a timestamp may be fast
SHORTEST_RSA = 2048  # bits, QCVN and ETSI TS 119 312 alike
OTHER_PURPOSES = {"server_auth", "code_signing", "time_stamping", "ocsp_signing", "ipsec_end_system", "ipsec_tunnel"}


@dataclass
class Signed:
    """What pyHanko says of one signature."""

    intact: bool = False
    is_timestamp: bool = False
    permitted: bool | None = None  # by pyHanko's own comparison; None when it could not be made
    trust: Trust = Trust.UNKNOWN
    signer: dict[str, Any] = field(default_factory=dict)
    issuer: dict[str, Any] = field(default_factory=dict)
    serial: str = ""
    at: datetime | None = None
    at_is_trusted: bool = False
    forgeable: bool = False  # by its digest
    findings: tuple[Finding, ...] = ()


def ask(signature: Any, anchors: Anchors, witnessed: datetime | None = None, *, timestamp: bool) -> Signed:
    """Validate one signature or document timestamp; raises anything at all on hostile ones.

    `witnessed`: when a later timestamp that we trust found it in the file.
    """
    asked: dict[str, Any] = {"timestamp": timestamp, "witnessed": witnessed}
    first = witnessed if timestamp else None
    try:
        status = _validate(signature, anchors, first, skip_diff=False, **asked)
        permitted = _permitted(status)
    except Exception:  # noqa: BLE001 - its comparison trips over odd and hostile files; ours still looks
        status = _validate(signature, anchors, first, skip_diff=True, **asked)
        permitted = None
    found = Signed(intact=bool(status.intact and status.valid), is_timestamp=timestamp, permitted=permitted)
    certificate = status.signing_cert
    found.signer, found.issuer = dict(certificate.subject.native), dict(certificate.issuer.native)
    found.serial = f"{certificate.serial_number:x}"
    teller: Any = status if timestamp else getattr(status, "timestamp_validity", None)
    told = teller is not None and bool(teller.intact and teller.valid and teller.trusted)
    in_time = told and _in_time(teller)
    if timestamp or in_time:
        found.at, found.at_is_trusted = teller.timestamp, in_time
    elif witnessed is not None:
        found.at, found.at_is_trusted = witnessed, True
    else:
        found.at = getattr(status, "signer_reported_dt", None)
    if not status.trusted and found.at_is_trusted and not timestamp:
        # Today it has expired, perhaps; what counts is the day it was used, if somebody we trust bears witness to it.
        status = _validate(signature, anchors, found.at, skip_diff=True, **asked)
    found.trust = _trust(status, anchors)
    _heed_time(found, signature, anchors, **asked)
    _heed_lists(found, status, anchors)
    _heed_strength(found, signature, certificate)
    if told and not in_time:
        found.findings += (Finding("clock"),)
    return found


def _in_time(stamp: Any) -> bool:
    """Whether a timestamp lies in the time of the certificate that made it, and not ahead of us."""
    certificate = stamp.signing_cert
    latest = min(certificate.not_valid_after, datetime.now(UTC) + AHEAD)
    return bool(certificate.not_valid_before <= stamp.timestamp <= latest)


def _heed_time(found: Signed, signature: Any, anchors: Anchors, **asked: Any) -> None:
    """An issuer that we trust, and only the day is wrong: pyHanko tells that of certificates that have ended alone."""
    begins, ends = signature.signer_cert.not_valid_before, signature.signer_cert.not_valid_after
    moment = found.at if found.at_is_trusted and found.at else datetime.now(UTC)
    if found.trust not in (Trust.UNTRUSTED, Trust.UNKNOWN) or begins <= moment <= ends:
        return
    if _validate(signature, anchors, begins + (ends - begins) / 2, skip_diff=True, **asked).trusted:
        found.trust = Trust.EXPIRED


def _heed_lists(found: Signed, status: Any, anchors: Anchors) -> None:
    """Ask the lists at hand of the signer and of each issuer on the way to the root."""
    path = getattr(status, "validation_path", None)
    others = [one.dump() for one in path.iter_certs(include_root=False)] if path is not None else []
    issuers = (*anchors.roots, *anchors.tests, *others)
    for der in dict.fromkeys([status.signing_cert.dump(), *others]):
        revoked = revoked_on(der, issuers, anchors.revoked)
        # What was signed before, with a time that somebody we trust bears witness to, stays good.
        if revoked is not None and not (found.at_is_trusted and found.at is not None and found.at < revoked):
            found.trust = Trust.REVOKED


def _heed_strength(found: Signed, signature: Any, certificate: Any) -> None:
    """What anybody could forge, or what was issued for something else, is nobody's signature."""
    key = certificate.public_key
    found.forgeable = bool({signature.md_algorithm, signature.external_md_algorithm} & WEAK)
    weak = found.forgeable or (key.algorithm == "rsa" and key.bit_size < SHORTEST_RSA)
    purposes = set(certificate.extended_key_usage_value.native) if certificate.extended_key_usage_value else set()
    found.findings = (Finding("weak"),) if weak else ()
    if purposes and purposes <= (OTHER_PURPOSES - {"time_stamping"} if found.is_timestamp else OTHER_PURPOSES):
        found.findings += (Finding("purpose"),)
    if found.findings and found.trust in (Trust.TRUSTED, Trust.TEST):
        found.trust = Trust.UNKNOWN


def _validate(
    signature: Any,
    anchors: Anchors,
    moment: datetime | None,
    *,
    skip_diff: bool,
    timestamp: bool,
    witnessed: datetime | None,
) -> Any:
    context = anchors.context(moment)
    if timestamp:
        return asyncio.run(async_validate_pdf_timestamp(signature, context, skip_diff=skip_diff))
    clock = anchors.context(witnessed)
    return asyncio.run(
        async_validate_pdf_signature(signature, context, ts_validation_context=clock, skip_diff=skip_diff)
    )


def _permitted(status: Any) -> bool:
    """Whether pyHanko and the signer's own permissions (DocMDP, FieldMDP) allow what followed."""
    level = status.modification_level
    if level is None or level > ModificationLevel.FORM_FILLING:
        return False
    return status.docmdp_ok is not False


def _trust(status: Any, anchors: Anchors) -> Trust:
    if status.revoked:
        return Trust.REVOKED
    if status.trusted:
        return Trust.TEST if anchors.is_test(status) else Trust.TRUSTED
    problem = getattr(status.trust_problem_indic, "name", "")
    if "REVOKED" in problem:
        return Trust.REVOKED
    if "OUT_OF_BOUNDS" in problem or "EXPIRED" in problem:
        return Trust.EXPIRED
    return Trust.UNTRUSTED if "CHAIN" in problem else Trust.UNKNOWN
