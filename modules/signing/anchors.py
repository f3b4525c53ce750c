"""Whose signatures we trust: roots as rows that an administrator keeps, with validity and source."""

from __future__ import annotations

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Dated, Record, _, as_system, clock, field
from modules.signing.models import key_folder
from modules.signing.verification import Anchors


class AnchorKind(Choice):
    """Where a root belongs."""

    NATIONAL = "national", _("National"), "green"
    FOREIGN = "foreign", _("Foreign"), "blue"
    TEST = "test", _("Test, without legal value"), "amber"


class TrustAnchor(Dated, Record):
    """Chứng thư gốc được tin cậy: signatures that lead to it are trusted from a day, to a day."""

    __tablename__ = "signing_anchor"
    searched = ("name", "fingerprint", "source")

    name: Mapped[str] = field.text(_("Name of the issuer"), required=True)
    kind: Mapped[AnchorKind] = field.choice(_("Kind of root"), AnchorKind, required=True)
    pem: Mapped[str] = field.long_text(_("Certificate (PEM)"), required=True)
    source: Mapped[str] = field.text(_("Source"), required=True, help=_("Where it was taken from and compared"))
    fingerprint: Mapped[str | None] = field.text(_("SHA-256 fingerprint"), max=100, readonly=True)

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """Read the certificate. ValueError: it is none, or may not issue certificates."""
        super().saved()
        try:
            root = x509.load_pem_x509_certificate(self.pem.strip().encode())
            issues = root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        except (ValueError, x509.ExtensionNotFound) as error:
            raise ValueError(str(_("This is no certificate of an issuer in PEM form."))) from error
        if not issues:
            raise ValueError(str(_("This certificate may not issue others; enter the issuer's root.")))
        self.fingerprint = root.fingerprint(hashes.SHA256()).hex(":").upper()


def anchors() -> Anchors:
    """Return the roots in force today, and the lists of revoked certificates that lie beside the keys."""
    with as_system() as session:
        rows = session.scalars(select(TrustAnchor).where(TrustAnchor.valid_on(clock.today())))
        found = [(row.kind, _der(row.pem)) for row in rows]
    return Anchors(
        roots=tuple(der for kind, der in found if kind is not AnchorKind.TEST),
        tests=tuple(der for kind, der in found if kind is AnchorKind.TEST),
        revoked=tuple(path.read_bytes() for path in sorted(key_folder().glob("*.crl"))),
    )


@lru_cache(maxsize=64)
def _der(pem: str) -> bytes:
    return x509.load_pem_x509_certificate(pem.strip().encode()).public_bytes(serialization.Encoding.DER)
