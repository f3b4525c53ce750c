"""The site's own ECDSA keys (P-256): one signs seals on paper, one the public log. Public halves as a JWK set.

Each private key is an encrypted file of its own under DATA_DIR/keys/site; a new one is made beside the old, whose
public half stays for what it has signed. Signatures and key sets are those of RFC 7515, 7517 and 7638.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.toolkit import clock
from modules.signing.key_files import key_folder, passphrase, write

ES256, SIZE = ec.ECDSA(hashes.SHA256()), 32
KID = 8  # hexadecimal digits of the thumbprint that name a key: four bytes on paper
KeySet = dict[str, Any]


class Use(Enum):
    """What a key signs."""

    SEAL = "seal"
    LOG = "log"


def key_set() -> KeySet:
    """Return the public keys, newest first; each use has its key from the first call on."""
    found = _read()
    for use in Use:
        if not any(key["for"] == use.value for key in found["keys"]):
            found = make(use)
    return found


def make(use: Use) -> KeySet:
    """Make a new key for a use and put it before the others; what the old one signed stays good."""
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {"crv": "P-256", "kty": "EC", "x": _b64(_bytes(numbers.x)), "y": _b64(_bytes(numbers.y))}
    kid = hashlib.sha256(json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode()).hexdigest()[:KID]
    locked = serialization.BestAvailableEncryption(passphrase())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    write(_folder() / f"{use.value}-{kid}.pem", pem)
    words = {"kid": kid, "alg": "ES256", "use": "sig", "for": use.value, "from": clock.today().isoformat()}
    before = _read()["keys"]
    for one in before:
        if one["for"] == use.value:
            one.setdefault("to", clock.today().isoformat())
    found = {"keys": [jwk | words, *before]}
    write(_folder() / "public.json", json.dumps(found, indent=1).encode())
    return found


def newest(use: Use) -> str:
    """The id of the key that signs now: eight hexadecimal digits."""
    kid: str = next(key["kid"] for key in key_set()["keys"] if key["for"] == use.value)
    return kid


def sign(use: Use, kid: str, content: bytes) -> bytes:
    """Sign with a key of a use; returns the 64 bytes r and s."""
    r, s = decode_dss_signature(_private(_folder() / f"{use.value}-{kid}.pem", passphrase()).sign(content, ES256))
    return _bytes(r) + _bytes(s)


def is_signed(keys: KeySet, use: Use, kid: str, content: bytes, signature: bytes) -> bool:
    """Whether a key of the set, made for this use, has signed; needs neither a database nor a private key."""
    for key in keys.get("keys", ()):
        if (key.get("kid"), key.get("for")) == (kid, use.value) and len(signature) == 2 * SIZE:
            r, s = (int.from_bytes(part) for part in (signature[:SIZE], signature[SIZE:]))
            try:
                _public(key["x"], key["y"]).verify(encode_dss_signature(r, s), content, ES256)
            except InvalidSignature:
                return False
            return True
    return False


def jws(use: Use, payload: dict[str, Any]) -> str:
    """Return a payload as a signed compact JWS (ES256)."""
    kid = newest(use)
    head = _b64(json.dumps({"alg": "ES256", "kid": kid}, separators=(",", ":")).encode())
    body = _b64(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())
    return f"{head}.{body}.{_b64(sign(use, kid, f'{head}.{body}'.encode()))}"


def opened(keys: KeySet, use: Use, text: str) -> dict[str, Any]:
    """Return the payload of a signed JWS; ValueError when it is none, or nobody in the key set has signed it."""
    head, body, signature = text.strip().split(".")
    kid = json.loads(_unb64(head)).get("kid", "")
    if not is_signed(keys, use, kid, f"{head}.{body}".encode(), _unb64(signature)):
        raise ValueError(kid)
    payload: dict[str, Any] = json.loads(_unb64(body))
    return payload


def ended(keys: KeySet, kid: str) -> date:
    """The last day on which a key signed; the end of days for one in use."""
    day = next((key.get("to") for key in keys.get("keys", ()) if key.get("kid") == kid), None)
    return date.fromisoformat(day) if day else date.max


def _folder() -> Path:
    return key_folder() / "site"


def _read() -> KeySet:
    path = _folder() / "public.json"
    found: KeySet = json.loads(path.read_bytes()) if path.exists() else {"keys": []}
    return found


@lru_cache(maxsize=16)
def _private(path: Path, secret: bytes) -> Any:
    return serialization.load_pem_private_key(path.read_bytes(), secret)


@lru_cache(maxsize=64)
def _public(x: str, y: str) -> Any:
    across, up = (int.from_bytes(_unb64(part)) for part in (x, y))
    return ec.EllipticCurvePublicNumbers(across, up, ec.SECP256R1()).public_key()


def _bytes(number: int) -> bytes:
    return number.to_bytes(SIZE)


def _b64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
