"""The signature itself: a CMS SignedData with the attributes of PAdES, and nothing else (ETSI EN 319 122, 319 142).

Written out as DER by hand: building it from a library's objects takes longer than signing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from modules.signing.signer import Signer

SEQUENCE, SET, OCTETS = 0x30, 0x31, 0x04
Timestamper = Callable[[bytes], bytes]  # a SHA-256 digest to the DER token of RFC 3161, or b"": none


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return one DER value."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def oid(dotted: str) -> bytes:
    """Return an object identifier in DER."""
    first, second, *rest = (int(number) for number in dotted.split("."))
    content = bytearray((first * 40 + second,))
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return tlv(0x06, bytes(content))


def whole(number: int) -> bytes:
    """Return an integer in DER."""
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, signed=True))


NULL = b"\x05\x00"
DATA, SIGNED = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.2")
SHA256 = tlv(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"))
RSA_SHA256 = tlv(SEQUENCE, oid("1.2.840.113549.1.1.11"), NULL)
ECDSA_SHA256 = tlv(SEQUENCE, oid("1.2.840.10045.4.3.2"))
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE = oid("1.2.840.113549.1.9.16.2.47")
TIMESTAMP = oid("1.2.840.113549.1.9.16.2.14")


def attributes(digest: bytes, signer: Signer, kind: bytes = DATA) -> bytes:
    """Return the signed attributes for a content's SHA-256 digest, as the SET that is signed."""
    certificate = tlv(OCTETS, hashlib.sha256(signer.certificate).digest())
    return _set_of(
        (
            _attribute(CONTENT_TYPE, kind),
            _attribute(MESSAGE_DIGEST, tlv(OCTETS, digest)),
            _attribute(SIGNING_CERTIFICATE, tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, certificate)))),
        )
    )


def signed(digest: bytes, signer: Signer, timestamper: Timestamper | None = None) -> bytes:
    """Sign a document's SHA-256 digest. ValueError: the holder of the key, or the timestamp service, refuses."""
    attrs = attributes(digest, signer)
    return assembled(attrs, signer, signer.sign(hashlib.sha256(attrs).digest()), timestamper)


def enclosed(kind: bytes, content: bytes, signer: Signer) -> bytes:
    """Sign a content of a kind (a DER object identifier) and put it within: a timestamp token is such a thing."""
    attrs = attributes(hashlib.sha256(content).digest(), signer, kind)
    signature = signer.sign(hashlib.sha256(attrs).digest())
    return _message(attrs, signer, signature, tlv(SEQUENCE, kind, tlv(0xA0, tlv(OCTETS, content))), version=3)


def assembled(attrs: bytes, signer: Signer, signature: bytes, timestamper: Timestamper | None = None) -> bytes:
    """Put the attributes, what was signed over them, and a timestamp over that, together."""
    token = timestamper(hashlib.sha256(signature).digest()) if timestamper is not None else b""
    unsigned = tlv(0xA1, _attribute(TIMESTAMP, token)) if token else b""
    return _message(attrs, signer, signature, tlv(SEQUENCE, DATA), unsigned)


def _message(
    attrs: bytes, signer: Signer, signature: bytes, content: bytes, unsigned: bytes = b"", version: int = 1
) -> bytes:
    parsed = signer.parsed
    name = tlv(SEQUENCE, parsed.issuer.public_bytes(), whole(parsed.serial_number))
    method = ECDSA_SHA256 if signer.elliptic else RSA_SHA256
    info = (whole(1), name, SHA256, b"\xa0" + attrs[1:], method, tlv(OCTETS, signature), unsigned)
    held = tlv(0xA0, signer.certificate, *signer.chain)
    everything = tlv(SEQUENCE, whole(version), tlv(SET, SHA256), content, held, tlv(SET, tlv(SEQUENCE, *info)))
    return tlv(SEQUENCE, SIGNED, tlv(0xA0, everything))


def _attribute(kind: bytes, value: bytes) -> bytes:
    return tlv(SEQUENCE, kind, tlv(SET, value))


def _set_of(values: Iterable[bytes]) -> bytes:
    return tlv(SET, *sorted(values))
