"""Keys in PKCS#12 files, held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from app.toolkit import _, clock, format_day
from modules.signing.key_files import opened, write
from modules.signing.signer import SHA256, Signer

OURS = {"root.p12", "tsa.p12"}  # of the test authority


class HeldKey(Signer):
    """A private key held in memory."""

    def __init__(self, key: Any, certificate: bytes, chain: Sequence[bytes] = ()) -> None:
        super().__init__(certificate, chain)
        self.key = key

    def answer(self, digest: bytes) -> bytes:
        signature: bytes = (
            self.key.sign(digest, ec.ECDSA(SHA256))
            if self.elliptic
            else self.key.sign(digest, padding.PKCS1v15(), SHA256)
        )
        return signature


def load(path: Path, passphrase: bytes) -> HeldKey:
    """Open a PKCS#12 file, the one that lies there now; ValueError when the file or the passphrase is wrong."""
    try:
        return _held(path.read_bytes(), passphrase)
    except (OSError, ValueError) as error:
        raise ValueError(str(_("The signing key %(name)s cannot be opened.", name=path.name))) from error


@lru_cache(maxsize=64)
def _held(content: bytes, passphrase: bytes) -> HeldKey:
    bundle = opened(content, passphrase)
    if bundle.key is None or bundle.cert is None:
        raise ValueError("no key, or no certificate")
    chain = [extra.certificate.public_bytes(Encoding.DER) for extra in bundle.additional_certs]
    return HeldKey(bundle.key, bundle.cert.certificate.public_bytes(Encoding.DER), chain)


def adopt(name: str, content: bytes, secret: bytes, folder: Path, passphrase: bytes) -> HeldKey:
    """Keep somebody's PKCS#12 file in `folder` under the site's own passphrase.

    ValueError with what is wrong: its secret, what it holds, its time, or its name, which is another's already.
    """
    target = folder / Path(name).name
    if target.exists() or target.name in OURS:
        raise ValueError(str(_("The keys folder holds a file %(name)s already; rename yours.", name=target.name)))
    try:
        bundle = opened(content, secret)
    except ValueError as error:
        told = str(_("The file %(name)s cannot be opened: a wrong password, or no PKCS#12 file.", name=target.name))
        raise ValueError(told) from error
    if bundle.key is None or bundle.cert is None:
        raise ValueError(str(_("The file %(name)s holds no private key with its certificate.", name=target.name)))
    held = _held(content, secret)
    try:
        _curve = held.elliptic
    except ValueError as error:
        raise ValueError(str(_("Papers are signed with RSA keys or keys on a curve (ECDSA) only."))) from error
    if held.parsed.not_valid_after_utc < clock.now():
        last = format_day(held.parsed.not_valid_after_utc.astimezone(clock.ZONE).date())
        raise ValueError(str(_("The signer's certificate is valid until %(day)s only.", day=last)))
    above = [x509.load_der_x509_certificate(one) for one in held.chain]
    sealed = BestAvailableEncryption(passphrase)
    write(target, pkcs12.serialize_key_and_certificates(None, held.key, held.parsed, above, sealed))
    return held
