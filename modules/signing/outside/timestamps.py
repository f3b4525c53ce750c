"""Trusted time: a timestamp over a digest, from the first service that gives one (RFC 3161)."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from app.toolkit import _
from modules.signing.cms import Timestamper
from modules.signing.outside.addresses import Matter, Place, places
from modules.signing.outside.call import NoAnswer, call

QUIET = 60  # seconds for which a service that was silent is not asked again: no queue waits for it twice
_silent: dict[str, float] = {}


def timestamper() -> Timestamper | None:
    """Return what stamps digests now; None when no service is in force, or all were silent a moment ago."""
    asked = [place for place in places(Matter.TIME) if _silent.get(place.url, 0) < time.monotonic()]
    return (lambda digest: _first(asked, digest)) if asked else None


def if_possible() -> Timestamper | None:
    """The same for a signature at the desk, which silence must not hold up: it gets its time with the next version."""
    asked = timestamper()
    return None if asked is None else lambda digest: _or_nothing(asked, digest)


def stamp(place: Place, digest: bytes) -> bytes:
    """Return the DER token of a service for a SHA-256 digest; NoAnswer when it gives none that fits."""
    from asn1crypto import tsp  # large, and a server at rest does not need it

    imprint = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest})
    nonce = secrets.randbits(63)
    question = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    answer = call(place, Matter.TIME, question.dump())
    try:
        found = tsp.TimeStampResp.load(answer)
        token = found["time_stamp_token"]
        der: bytes = token.dump()  # as it came; once its parts have been read, it would be written anew, slowly
        told = token["content"]["encap_content_info"]["content"].parsed
        fits = told["message_imprint"]["hashed_message"].native == digest and told["nonce"].native == nonce
        granted = found["status"]["status"].native in {"granted", "granted_with_mods"}
        fits = fits and _is_signed(token["content"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoAnswer(str(_("The timestamp service did not give a timestamp."))) from error
    if not (fits and granted):
        raise NoAnswer(str(_("The timestamp service did not give a timestamp.")))
    return der


def _is_signed(content: Any) -> bool:
    """Whether the clock's certificate within the token has signed it; whether it is to be trusted, our check asks."""
    signer, told = content["signer_infos"][0], content["encap_content_info"]["content"]
    signed = (
        b"\x31" + signer["signed_attrs"].dump()[1:]
    )  # as a SET OF, so it was signed (RFC 5652, 5.4); before it is read
    attributes = {one["type"].native: one["values"][0].native for one in signer["signed_attrs"]}
    hashed = signer["digest_algorithm"]["algorithm"].native
    if attributes["message_digest"] != hashlib.new(hashed, told.contents).digest():
        return False
    number = signer["sid"].chosen["serial_number"].native
    held = [x509.load_der_x509_certificate(one.chosen.dump()) for one in content["certificates"]]
    public: Any = next((one for one in held if one.serial_number == number), held[0]).public_key()
    method: Any = getattr(hashes, hashed.upper())()
    how = (ec.ECDSA(method),) if isinstance(public, ec.EllipticCurvePublicKey) else (padding.PKCS1v15(), method)
    try:
        public.verify(signer["signature"].native, signed, *how)
    except InvalidSignature:
        return False
    return True


def _first(asked: list[Place], digest: bytes) -> bytes:
    problem = NoAnswer(str(_("No timestamp service is entered.")))
    for place in asked:
        try:
            return stamp(place, digest)
        except NoAnswer as error:
            _silent[place.url], problem = time.monotonic() + QUIET, error
    raise problem


def _or_nothing(asked: Timestamper, digest: bytes) -> bytes:
    try:
        return asked(digest)
    except NoAnswer:
        return b""
