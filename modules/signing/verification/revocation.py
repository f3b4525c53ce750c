"""Lists of revoked certificates at hand: read by ourselves, since libraries heed them only where a certificate names one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from cryptography import x509


def lists_of(certificate: x509.Certificate, lists: Iterable[bytes]) -> list[x509.CertificateRevocationList]:
    """Return the lists that bear the name of a certificate's issuer."""
    return [one for one in map(read_list, lists) if one.issuer == certificate.issuer]


def signed_by(listed: x509.CertificateRevocationList, issuers: Iterable[x509.Certificate]) -> bool:
    """Whether one of the issuers has signed a list."""
    named = (one for one in issuers if one.subject == listed.issuer)
    return any(listed.is_signature_valid(one.public_key()) for one in named)  # type: ignore[arg-type]


def revoked_on(certificate: bytes, issuers: Iterable[bytes], lists: Iterable[bytes]) -> datetime | None:
    """Return when a DER certificate was revoked, by a list that its issuer signed; None when by none."""
    one, known = read(certificate), [read(issuer) for issuer in issuers]
    for listed in lists_of(one, lists):
        entry = listed.get_revoked_certificate_by_serial_number(one.serial_number)
        if entry is not None and signed_by(listed, known):
            return entry.revocation_date_utc
    return None


@lru_cache(maxsize=256)
def read(der: bytes) -> x509.Certificate:
    """Return a DER certificate."""
    return x509.load_der_x509_certificate(der)


@lru_cache(maxsize=32)
def read_list(der: bytes) -> x509.CertificateRevocationList:
    """Return a DER list of revoked certificates."""
    return x509.load_der_x509_crl(der)
