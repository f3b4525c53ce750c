"""A test authority: root, and certificates for officials and agencies as PKCS#12. Never for real papers.

The root's name says BẢN THỬ NGHIỆM, so that every page can tell a test signature from a real one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from modules.signing.key_files import key_folder, opened, passphrase, write

TEST_MARK = "BẢN THỬ NGHIỆM"
BITS = 3072
YEARS = 5
BEFORE = timedelta(days=400)  # certificates begin so long before they are made: a demo has a past


class TestAuthority:
    """A root kept in a folder, made at the first use."""

    __test__ = False  # pytest would take the name for a test

    def __init__(self, folder: Path, passphrase: bytes) -> None:
        self.folder, self.passphrase = folder, passphrase
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "root.p12").exists():
            self._make_root()

    @property
    def root(self) -> x509.Certificate:
        """The root certificate, the only one the demo trusts."""
        return x509.load_pem_x509_certificate((self.folder / "root.pem").read_bytes())

    def issue(
        self, file: str, name: str, organisation: str, key: Any = None, *, purpose: x509.ExtendedKeyUsage | None = None
    ) -> Path:
        """Make the PKCS#12 of a person, an agency or (with a purpose) of a service, once; returns its path."""
        path = self.folder / file
        if path.exists():
            return path
        root = opened((self.folder / "root.p12").read_bytes(), self.passphrase)
        key = key or rsa.generate_private_key(65537, BITS)
        builder = _builder(_name(name, organisation), self.root.subject, key.public_key(), ca=False)
        if purpose is not None:
            builder = builder.add_extension(purpose, critical=True)
        certificate = builder.sign(root.key, hashes.SHA256())  # type: ignore[arg-type]
        write(
            path,
            pkcs12.serialize_key_and_certificates(
                name.encode(), key, certificate, [self.root], serialization.BestAvailableEncryption(self.passphrase)
            ),
        )
        return path

    def listed(self) -> Path:
        """The list of revoked certificates; made when there is none, or it is about to end."""
        path = self.folder / "root.crl"
        if path.exists():
            ends = x509.load_der_x509_crl(path.read_bytes()).next_update_utc
            if ends and ends - datetime.now(UTC) > timedelta(days=1):
                return path
        return self.revoke()

    def revoke(self, *serials: int) -> Path:
        """Put certificates on the root's list of revoked ones, valid for thirty days; returns its path."""
        path, now = self.folder / "root.crl", datetime.now(UTC)
        root = opened((self.folder / "root.p12").read_bytes(), self.passphrase)
        listed = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        listed = listed.last_update(now).next_update(now + timedelta(days=30))
        known = {one.serial_number for one in x509.load_der_x509_crl(path.read_bytes())} if path.exists() else set()
        for serial in known | set(serials):
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now)
            listed = listed.add_revoked_certificate(one.build())
        write(path, listed.sign(root.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))  # type: ignore[arg-type]
        return path

    def _make_root(self) -> None:
        key = rsa.generate_private_key(65537, BITS)
        subject = _name(f"Một Cửa - {TEST_MARK}", "Một Cửa")
        certificate = _builder(subject, subject, key.public_key(), ca=True).sign(key, hashes.SHA256())
        write(self.folder / "root.pem", certificate.public_bytes(serialization.Encoding.PEM))
        write(
            self.folder / "root.p12",
            pkcs12.serialize_key_and_certificates(
                b"root", key, certificate, None, serialization.BestAvailableEncryption(self.passphrase)
            ),
        )


def authority() -> TestAuthority:
    """The demo's test authority."""
    return TestAuthority(key_folder(), passphrase())


def is_test(issuer: str) -> bool:
    """Whether a certificate comes from a test authority."""
    return TEST_MARK in issuer


def _name(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )


def _builder(subject: x509.Name, issuer: x509.Name, key: Any, *, ca: bool) -> x509.CertificateBuilder:
    start = datetime.now(UTC) - BEFORE
    usage = x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + BEFORE + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
    )
