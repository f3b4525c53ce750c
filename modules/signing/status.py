"""Is a certificate good today? Asked before every signature: who is not known to be good may not sign.

NĐ 23/2025/NĐ-CP art. 15: before signing, the signer's certificate and its issuer's are checked.
"""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from app.toolkit import _, clock
from modules.signing.verification.revocation import lists_of, read, signed_by
from modules.signing.verification.trust import Anchors

DEEPEST = 5  # certificates between a signer and a root


def require_good(certificate: bytes, chain: list[bytes], anchors: Anchors) -> None:
    """ValueError with a sentence unless a DER certificate is in its time, known to us by its issuers, and not revoked."""
    signer, others = read(certificate), [read(one) for one in chain]
    now = clock.now().astimezone(UTC)
    if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
        last = signer.not_valid_after_utc.astimezone(clock.ZONE)
        raise ValueError(str(_("The signer's certificate is valid until %(day)s only.", day=f"{last:%d/%m/%Y}")))
    roots = [read(one) for one in (*anchors.roots, *anchors.tests)]
    step = signer
    for _n in range(DEEPEST):
        _require_not_revoked(step, [*roots, *others], anchors, now)
        if any(_issued(step, root) for root in roots):
            return
        issuer = next((one for one in others if one != step and _issued(step, one)), None)
        if issuer is None:
            break
        step = issuer
    raise ValueError(str(_("The issuer of the signer's certificate is not on the list of trusted issuers.")))


def _require_not_revoked(
    certificate: x509.Certificate, issuers: list[x509.Certificate], anchors: Anchors, now: datetime
) -> None:
    for listed in lists_of(certificate, anchors.revoked):
        if not signed_by(listed, issuers):
            raise ValueError(str(_("The list of revoked certificates is not signed by its issuer.")))
        if listed.next_update_utc and listed.next_update_utc < now:
            raise ValueError(str(_("The list of revoked certificates is out of date; fetch the new one.")))
        if listed.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
            raise ValueError(str(_("The signer's certificate was revoked; it may not sign any more.")))


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
