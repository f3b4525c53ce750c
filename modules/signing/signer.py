"""Who signs: one interface, whatever holds the private key. What holds it stands in `drivers/`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from modules.signing.authority import is_test


class Signer(ABC):
    """A certificate with its chain, both DER, and the power to sign digests."""

    def __init__(self, certificate: bytes, chain: Sequence[bytes] = ()) -> None:
        self.certificate = certificate
        self.chain = [one for one in chain if one != certificate]

    @abstractmethod
    def sign(self, digest: bytes) -> bytes:
        """Sign a SHA-256 digest: PKCS#1 v1.5 for RSA, DER for elliptic curves. ValueError: the holder refuses."""

    @cached_property
    def parsed(self) -> x509.Certificate:
        """The signer's certificate."""
        return x509.load_der_x509_certificate(self.certificate)

    @property
    def elliptic(self) -> bool:
        """Whether the key lies on a curve; ValueError for kinds that papers are not signed with."""
        key = self.parsed.public_key()
        if isinstance(key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)):
            return isinstance(key, ec.EllipticCurvePublicKey)
        raise ValueError(type(key).__name__)

    @property
    def is_test(self) -> bool:
        """Whether a test authority issued the certificate."""
        named = self.parsed.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return any(is_test(str(one.value)) for one in named)
