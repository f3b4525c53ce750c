"""Keys that sign: loaded once per process, since parsing an RSA key costs ten times as much as signing with it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.toolkit import _


class HeldKey(Signer):
    """A private key held in memory with its certificate chain."""

    def __init__(self, key: Any, certificate: Any, chain: list[Any]) -> None:
        store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store, prefer_pss=False)
        self.key = key
        self.certificate: bytes = certificate.dump()
        self.chain: list[bytes] = [one.dump() for one in chain]

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        """Sign with PKCS#1 v1.5; pyHanko's own signer would parse the key anew each time."""
        if dry_run:
            return bytes(self.key.key_size // 8)
        return self.key.sign(data, padding.PKCS1v15(), getattr(hashes, digest_algorithm.upper())())


@lru_cache(maxsize=64)
def load(path: Path, passphrase: bytes) -> HeldKey:
    """Open a PKCS#12 file; ValueError when the file or the passphrase is wrong."""
    try:
        bundle = pkcs12.load_pkcs12(path.read_bytes(), passphrase)
    except (OSError, ValueError) as error:
        raise ValueError(str(_("The signing key %(name)s cannot be opened.", name=path.name))) from error
    if bundle.key is None or bundle.cert is None:
        raise ValueError(str(_("The signing key %(name)s cannot be opened.", name=path.name)))
    chain = [_asn1(extra.certificate) for extra in bundle.additional_certs]
    return HeldKey(bundle.key, _asn1(bundle.cert.certificate), chain)


def _asn1(certificate: Any) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
