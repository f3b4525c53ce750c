"""Whose signatures we trust: roots as rows that an administrator keeps, with validity and source."""

from __future__ import annotations

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Dated, Record, _, as_system, clock, field, format_day
from modules.signing.key_files import key_folder
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
        """Read the certificate; nobody is trusted longer than it lasts. ValueError: it is none, issues none, is listed."""
        try:
            root = _read(self.pem)
            issues = root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        except (ValueError, x509.ExtensionNotFound) as error:
            raise ValueError(str(_("This is no certificate of an issuer in PEM form."))) from error
        if not issues:
            raise ValueError(str(_("This certificate may not issue others; enter the issuer's root.")))
        first, last = (moment.date() for moment in (root.not_valid_before_utc, root.not_valid_after_utc))
        if last < self.valid_from:
            raise ValueError(str(_("This issuer's certificate ended on %(day)s.", day=format_day(last))))
        self.valid_from, self.valid_to = max(self.valid_from, first), min(self.valid_to or last, last)
        super().saved()
        self.fingerprint = root.fingerprint(hashes.SHA256()).hex(":").upper()
        self._refuse_twice()

    def _refuse_twice(self) -> None:
        with as_system() as session, session.no_autoflush:
            same = select(TrustAnchor).where(TrustAnchor.fingerprint == self.fingerprint, TrustAnchor.id != self.id)
            other = next((one for one in session.scalars(same) if one.meets(self)), None)
        if other is not None:
            raise ValueError(str(_("This root is on the list already: %(name)s.", name=other.name)))


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
    return _read(pem).public_bytes(serialization.Encoding.DER)


def _read(typed: str) -> x509.Certificate:
    """Read a certificate in PEM form, or its base 64 alone, as some issuers publish it."""
    bare = typed.strip()
    if not bare.startswith("-----"):
        bare = f"-----BEGIN CERTIFICATE-----\n{bare}\n-----END CERTIFICATE-----"
    return x509.load_pem_x509_certificate(bare.encode())
