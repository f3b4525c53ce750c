"""The state of a certificate from its issuer's responder (OCSP, RFC 6960); an answer is kept as long as it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from app.toolkit import _, clock
from modules.signing.outside.addresses import Matter, Place, places
from modules.signing.outside.call import NoAnswer, call

SLACK = timedelta(minutes=5)  # between clocks
MOST = 1000  # answers that a process remembers


@dataclass(frozen=True)
class State:
    """What a responder said: until when it may be relied on, when the certificate was revoked, and its DER answer."""

    until: datetime
    revoked: datetime | None
    der: bytes


_known: dict[tuple[bytes, int], State] = {}


def state_of(certificate: x509.Certificate, issuer: x509.Certificate) -> State | None:
    """Return the state; None when no responder is known for the issuer. NoAnswer: those there are do not tell it."""
    key, now = (issuer.fingerprint(hashes.SHA256()), certificate.serial_number), clock.now().astimezone(UTC)
    kept = _known.get(key)
    if kept is not None and kept.until > now:
        return kept
    asked = list(_responders(certificate, issuer))
    if not asked:
        return None
    problem = NoAnswer()
    for place in asked:
        try:
            state = _ask(place, certificate, issuer, now)
        except NoAnswer as error:
            problem = error
            continue
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = state
        return state
    raise problem


def _responders(certificate: x509.Certificate, issuer: x509.Certificate) -> Iterable[Place]:
    """The rows of an administrator first, then what the certificate itself names."""
    named = issuer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    rows = places(Matter.STATUS, str(named[0].value) if named else "")
    yield from rows
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return
    for one in access:
        if one.access_method == AuthorityInformationAccessOID.OCSP and str(one.access_location.value).startswith(
            "http"
        ):
            yield Place(str(one.access_location.value))


def _ask(place: Place, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> State:
    # SHA-1 names the issuer here, it secures nothing; many responders understand no other (RFC 5019).
    question = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1()).build()  # noqa: S303
    der = call(place, Matter.STATUS, question.public_bytes(Encoding.DER))
    try:
        answer = ocsp.load_der_ocsp_response(der)
        known = answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL and _is_signed(answer, issuer)
        known = known and answer.serial_number == certificate.serial_number
        known = known and answer.issuer_key_hash == question.issuer_key_hash
        known = known and answer.certificate_status is not ocsp.OCSPCertStatus.UNKNOWN
        until = (answer.next_update_utc or now + SLACK) if known else now
        fresh = known and answer.this_update_utc <= now + SLACK and until > now
        revoked = answer.revocation_time_utc if known else None
    except (ValueError, InvalidSignature) as error:
        raise NoAnswer(str(_("The issuer's service does not know the state of the certificate."))) from error
    if not fresh:
        raise NoAnswer(str(_("The issuer's service does not know the state of the certificate.")))
    return State(until, revoked, der)


def _is_signed(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Whether the issuer, or a responder that it has appointed for this, has signed; InvalidSignature when nobody did."""
    signer = issuer
    for der in answer.certificates:
        if der != issuer and _is_appointed(der, issuer):
            signer = der
    public, digest = signer.public_key(), answer.signature_hash_algorithm
    if isinstance(public, rsa.RSAPublicKey) and digest is not None:
        public.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), digest)
    elif isinstance(public, ec.EllipticCurvePublicKey) and digest is not None:
        public.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(digest))
    else:
        return False
    return True


def _is_appointed(responder: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        responder.verify_directly_issued_by(issuer)
        purposes = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in purposes
