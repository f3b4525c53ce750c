"""An authority of another country, and signatures made with its certificates by a stranger's software."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.timestamps import DummyTimeStamper

from modules.signing.drivers.pkcs12 import HeldKey
from modules.signing.verification import Anchors
from tests.modules.forgeries import Theirs


class House:
    """An authority of another country."""

    def __init__(self) -> None:
        self.keys = [rsa.generate_private_key(65537, 2048) for _n in range(3)]
        self.root = self.issue("Goc", self.keys[0], authority=True, days=(-100, 4000))
        self.middle = self.issue("Giua", self.keys[1], authority=True)

    def issue(self, name: str, key: Any, *, authority: bool = False, **words: Any) -> x509.Certificate:
        """Make a certificate. `days`: from, to; `by`: another issuer with its key; `purpose`."""
        first, last = words.get("days", (-10, 700))
        issuer, secret = words.get("by") or (getattr(self, "root", None), self.keys[0])
        subject, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]), datetime.now(UTC)
        usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False)
        usage |= {"decipher_only": False, "digital_signature": not authority, "content_commitment": not authority}
        builder = x509.CertificateBuilder(issuer.subject if issuer else subject, subject, key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now + timedelta(days=first)).not_valid_after(now + timedelta(days=last))
        builder = builder.add_extension(x509.BasicConstraints(authority, None), critical=True)
        usages = x509.KeyUsage(**usage, key_cert_sign=authority, crl_sign=authority)
        builder = builder.add_extension(usages, critical=True)
        if "purpose" in words:
            builder = builder.add_extension(x509.ExtendedKeyUsage([words["purpose"]]), critical=False)
        return builder.sign(secret, hashes.SHA256())

    def revoked(self, one: x509.Certificate) -> bytes:
        """The root's list, with a certificate on it."""
        now = datetime.now(UTC).replace(tzinfo=None)
        entry = x509.RevokedCertificateBuilder(one.serial_number, now - timedelta(days=2)).build()
        listed = x509.CertificateRevocationListBuilder(self.root.subject, now - timedelta(days=1))
        listed = listed.next_update(now + timedelta(days=1)).add_revoked_certificate(entry)
        return listed.sign(self.keys[0], hashes.SHA256()).public_bytes(Encoding.DER)

    @property
    def anchors(self) -> Anchors:
        return Anchors(roots=(_der(self.root),))

    def signer(self, certificate: x509.Certificate, key: Any) -> HeldKey:
        return HeldKey(key, _der(certificate), [_der(self.middle), _der(self.root)])

    def clock(self, days: tuple[int, int], at: datetime) -> DummyTimeStamper:
        """A clock whose certificate is valid from, to so many days from now, and which says what it is told."""
        certificate = self.issue("Clock", self.keys[2], days=days, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
        key = self.keys[2].private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return DummyTimeStamper(Certificate.load(_der(certificate)), PrivateKeyInfo.load(key), fixed_dt=at)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def signed(
    pdf: bytes, key: HeldKey, field: str = "Ky", box: Any = (200, 50, 300, 90), page: int = 0, **how: Any
) -> bytes:
    clock, writer = how.pop("clock", None), IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if writer.prev.encrypted:
        writer.encrypt("")
    meta = signers.PdfSignatureMetadata(field_name=field, md_algorithm=how.pop("md", "sha256"), **how)
    place = None if field == "Du" else SigFieldSpec(field, on_page=page, box=box)
    signer = signers.PdfSigner(meta, Theirs(key), timestamper=clock, new_field_spec=place)
    made = signer.sign_pdf(writer, bytes_reserved=16384 if clock else 8192)
    return bytes(made.getvalue())
