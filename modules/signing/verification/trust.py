"""Whom a signature comes from, when it was made, and whether we trust its issuer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp

from modules.signing.verification.revocation import revoked_on
from modules.signing.verification.trust_store import Anchors
from modules.signing.verification.verdict import Trust

# What is wrong with a stranger's file is for the verdict to say, not for our log.
for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).setLevel(logging.CRITICAL)


@dataclass
class Signed:
    """What pyHanko says of one signature."""

    intact: bool = False
    permitted: bool | None = None  # by pyHanko's own comparison; None when it could not be made
    trust: Trust = Trust.UNKNOWN
    signer: dict[str, Any] = field(default_factory=dict)
    issuer: dict[str, Any] = field(default_factory=dict)
    serial: str = ""
    at: datetime | None = None
    at_is_trusted: bool = False


def ask(signature: Any, anchors: Anchors, witnessed: datetime | None = None, *, timestamp: bool) -> Signed:
    """Validate one signature or document timestamp; raises anything at all on hostile ones.

    `witnessed`: when a later timestamp that we trust found it in the file.
    """
    asked: dict[str, Any] = {"timestamp": timestamp, "witnessed": witnessed}
    first = witnessed if timestamp else None
    try:
        status = _validate(signature, anchors, first, skip_diff=False, **asked)
        permitted = _permitted(status)
    except (KeyError, AssertionError):  # its comparison trips over odd files; ours still looks
        status = _validate(signature, anchors, first, skip_diff=True, **asked)
        permitted = None
    found = Signed(intact=bool(status.intact and status.valid), permitted=permitted)
    certificate = status.signing_cert
    found.signer, found.issuer = dict(certificate.subject.native), dict(certificate.issuer.native)
    found.serial = f"{certificate.serial_number:x}"
    stamp = getattr(status, "timestamp_validity", None)
    if timestamp:
        found.at, found.at_is_trusted = status.timestamp, bool(status.trusted)
    elif stamp is not None and stamp.intact and stamp.valid and stamp.trusted:
        found.at, found.at_is_trusted = stamp.timestamp, True
    elif witnessed is not None:
        found.at, found.at_is_trusted = witnessed, True
    else:
        found.at = getattr(status, "signer_reported_dt", None)
    if not status.trusted and found.at_is_trusted and not timestamp:
        # Today it has expired, perhaps; what counts is the day it was used, if somebody we trust bears witness to it.
        status = _validate(signature, anchors, found.at, skip_diff=True, **asked)
    found.trust = _trust(status, anchors)
    revoked = revoked_on(certificate.dump(), (*anchors.roots, *anchors.tests), anchors.revoked)
    # What was signed before, with a time that somebody we trust bears witness to, stays good.
    if revoked is not None and not (found.at_is_trusted and found.at is not None and found.at < revoked):
        found.trust = Trust.REVOKED
    return found


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
