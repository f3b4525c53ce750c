"""Is a certificate good today? Asked before every signature: who is not known to be good may not sign.

NĐ 23/2025/NĐ-CP art. 15: before signing, the signer's certificate and its issuer's are checked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from app.toolkit import _, clock, format_day
from modules.signing.outside.call import NoAnswer
from modules.signing.outside.ocsp import State, state_of
from modules.signing.verification import Anchors
from modules.signing.verification.revocation import lists_of, read, signed_by

Ask = Callable[[x509.Certificate, x509.Certificate], State | None]
DEEPEST = 5  # certificates between a signer and a root


def require_good(certificate: bytes, chain: list[bytes], anchors: Anchors, ask: Ask = state_of) -> None:
    """ValueError with a sentence unless a DER certificate is in its time, of an issuer we trust, and known not revoked.

    `ask`: what tells the state of a certificate, given its issuer's; beside it the lists at hand are heeded.
    """
    signer, others = read(certificate), [read(one) for one in chain]
    now = clock.now().astimezone(UTC)
    if now > signer.not_valid_after_utc:
        last = format_day(signer.not_valid_after_utc.astimezone(clock.ZONE).date())
        raise ValueError(str(_("The signer's certificate is valid until %(day)s only.", day=last)))
    if now < signer.not_valid_before_utc:
        first = format_day(signer.not_valid_before_utc.astimezone(clock.ZONE).date())
        raise ValueError(str(_("The signer's certificate is valid only from %(day)s on.", day=first)))
    _require_for_papers(signer)
    roots = [read(one) for one in (*anchors.roots, *anchors.tests)]
    step, path = signer, []
    for _n in range(DEEPEST):
        root = next((one for one in roots if is_issued(step, one)), None)
        issuer = root or next((one for one in others if one != step and may_issue(one) and is_issued(step, one)), None)
        if issuer is None:
            break
        if not issuer.not_valid_before_utc <= now <= issuer.not_valid_after_utc:
            raise ValueError(str(_("The certificate of the signer's issuer is not valid today.")))
        path.append((step, issuer))
        if root is not None:
            for one, its_issuer in path:
                _require_not_revoked(one, its_issuer, anchors, now, ask)
            return
        step = issuer
    raise ValueError(str(_("The issuer of the signer's certificate is not on the list of trusted issuers.")))


def _require_not_revoked(
    certificate: x509.Certificate, issuer: x509.Certificate, anchors: Anchors, now: datetime, ask: Ask
) -> None:
    """A list that names it is believed whatever its age; that it is good needs a list of today, or the responder."""
    problem = NoAnswer(str(_("Nobody tells whether the signer's certificate is still good; it may not sign.")))
    known = False
    for listed in lists_of(certificate, anchors.revoked):
        if not signed_by(listed, [issuer]):
            raise ValueError(str(_("The list of revoked certificates is not signed by its issuer.")))
        if listed.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
            raise ValueError(str(_("The signer's certificate was revoked; it may not sign any more.")))
        if listed.next_update_utc and listed.next_update_utc < now:
            problem = NoAnswer(str(_("The list of revoked certificates is out of date; fetch the new one.")))
        else:
            known = True
    try:
        state = ask(certificate, issuer)
    except NoAnswer as error:
        state, problem = None, error
    if state is not None and state.revoked is not None:
        raise ValueError(str(_("The signer's certificate was revoked; it may not sign any more.")))
    if state is None and not known:
        raise problem


def _require_for_papers(signer: x509.Certificate) -> None:
    """A token holds certificates for other things, too: for encryption, for signing in."""
    try:
        usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise ValueError(str(_("This certificate was issued for something else than signatures.")))


def may_issue(certificate: x509.Certificate) -> bool:
    """Whether a certificate was made for issuing others; a person's own is not."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def is_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether an issuer signed a certificate."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
