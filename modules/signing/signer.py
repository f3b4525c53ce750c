"""Who signs: one interface, whatever holds the private key. What holds it stands in `drivers/`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from app.toolkit import _
from modules.signing.authority import is_test

SHA256 = utils.Prehashed(hashes.SHA256())


class Signer(ABC):
    """A certificate with its chain, both DER, and the power to sign digests."""

    def __init__(self, certificate: bytes, chain: Sequence[bytes] = ()) -> None:
        self.certificate = certificate
        self.chain = [one for one in chain if one != certificate]

    def sign(self, digest: bytes) -> bytes:
        """Sign a SHA-256 digest: PKCS#1 v1.5 for RSA, DER for elliptic curves.

        ValueError: the holder refuses, or answers with what is no signature of this certificate's key.
        """
        signature, public = self.answer(digest), self.parsed.public_key()
        try:
            if self.elliptic:
                cast("ec.EllipticCurvePublicKey", public).verify(signature, digest, ec.ECDSA(SHA256))
            else:
                cast("rsa.RSAPublicKey", public).verify(signature, digest, padding.PKCS1v15(), SHA256)
        except InvalidSignature as error:
            told = str(_("What came back is no signature by the key of this certificate; nothing was signed."))
            raise ValueError(told) from error
        return signature

    @abstractmethod
    def answer(self, digest: bytes) -> bytes:
        """Ask the holder of the key for a signature; `sign` does not believe it unseen. ValueError: it refuses."""

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
