"""Whom we ask, as dated rows that an administrator keeps: timestamp services, responders, lists of revoked ones."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Dated, Record, _, as_system, clock, field

DEMO = "demo:"  # answered within the program, by the test authority
SECONDS, DAYS = 5, 365


class Matter(Choice):
    """What is asked for."""

    TIME = "time", _("Timestamps (RFC 3161)"), "blue"
    STATUS = "status", _("State of certificates (OCSP)"), "green"
    REVOKED = "revoked", _("List of revoked certificates (CRL)"), "amber"


@dataclass(frozen=True)
class Place:
    """An address without its row: where to ask, how many seconds to wait, after how many days a timestamp is renewed."""

    url: str
    seconds: int = SECONDS
    days: int = DAYS


class Address(Dated, Record):
    """Dịch vụ chứng thực được dùng: an address that is asked from a day, to a day."""

    __tablename__ = "signing_address"
    searched = ("name", "url", "issuer")

    name: Mapped[str] = field.text(_("Name of the service"), required=True)
    matter: Mapped[Matter] = field.choice(_("What the service tells"), Matter, required=True)
    url: Mapped[str] = field.text(_("Address"), required=True, help=_("http:// or https://; demo: the test authority"))
    issuer: Mapped[str | None] = field.text(
        _("Issuer"), help=_("The common name of the issuer that it answers for; empty: for all")
    )
    seconds: Mapped[int] = field.whole(_("Longest wait (seconds)"), low=1, high=60, default=SECONDS, required=True)
    days: Mapped[int] = field.whole(_("Renew timestamps after (days)"), low=1, high=3650, default=DAYS, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True, help=_("Where it was taken from and compared"))

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """ValueError: an address that nobody can ask."""
        super().saved()
        parts = urlsplit(self.url)
        if self.url != DEMO and not (parts.scheme in {"http", "https"} and parts.hostname):
            raise ValueError(str(_("The address must begin with http:// or https://.")))


def places(matter: Matter, issuer: str = "") -> list[Place]:
    """Return whom to ask today: first those named for the issuer, then those for all, each in the order entered."""
    rows = select(Address).where(Address.matter == matter, Address.valid_on(clock.today())).order_by(Address.id)
    with as_system() as session, session.no_autoflush:
        found = [row for row in session.scalars(rows) if not row.issuer or row.issuer == issuer]
        found.sort(key=lambda row: not row.issuer)
        return [Place(row.url, row.seconds, row.days) for row in found]
