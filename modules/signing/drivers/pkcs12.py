"""Keys in PKCS#12 files, held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.serialization import Encoding

from app.toolkit import _
from modules.signing.key_files import opened
from modules.signing.signer import Signer

SHA256 = utils.Prehashed(hashes.SHA256())


class HeldKey(Signer):
    """A private key held in memory."""

    def __init__(self, key: Any, certificate: bytes, chain: Sequence[bytes] = ()) -> None:
        super().__init__(certificate, chain)
        self.key = key

    def sign(self, digest: bytes) -> bytes:
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
