"""What a thing costs, as dated data: no amount stands in the code."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, field


class Kind(Choice):
    """Phí is fixed by the Ministry of Finance, lệ phí by the city's council (Luật Phí và lệ phí 97/2015/QH13)."""

    FEE = "fee", _("Fee (phí)"), "blue"
    CHARGE = "charge", _("Charge (lệ phí)"), "violet"


class Channel(Choice):
    """How a request came in (KenhThucHien of the national index)."""

    DESK = "desk", _("At the desk"), "grey"
    ONLINE = "online", _("Online"), "blue"
    POST = "post", _("By post"), "amber"


class FeeRule(Dated, Record):
    """Mức phí, lệ phí: the price of a service per unit of what is done (pages, papers, cases), in đồng."""

    __tablename__ = "fees_rule"
    searched = ("code", "name", "source")

    code: Mapped[str] = field.text(
        _("Code of the service"),
        max=60,
        required=True,
        help=_("That of the procedure, as 1.001193; certification of copies has one of its own."),
    )
    name: Mapped[str] = field.text(_("Name of the fee"), required=True)
    kind: Mapped[Kind] = field.choice(_("Kind of fee"), Kind, required=True)
    channel: Mapped[Channel | None] = field.choice(_("Channel"), Channel, none=_("Every channel"))
    unit_name: Mapped[str] = field.text(_("Counted in"), max=40, required=True, help=_("As: trang"))
    first_units: Mapped[int] = field.whole(_("First units"), required=True, default=1)
    first_price: Mapped[int] = field.money(_("Price of each of the first"), required=True)
    further_price: Mapped[int] = field.money(_("Price of each further one"), required=True)
    cap: Mapped[int | None] = field.money(_("At most per copy"))
    source: Mapped[str] = field.text(_("Legal basis of the fee"), required=True)

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"first_units": 1} | words)

    def __str__(self) -> str:
        return self.name

    def amount(self, units: int, copies: int = 1) -> int:
        """Return the đồng for so many units, so many times; the cap is per copy."""
        if units < 1 or copies < 1:
            raise ValueError(str(_("A fee is counted from one unit and one copy on.")))
        early = min(units, self.first_units)
        one = early * self.first_price + (units - early) * self.further_price
        return copies * (one if self.cap is None else min(one, self.cap))

    @classmethod
    def of(cls, session: Session, code: str, channel: Channel, day: date) -> FeeRule | None:
        """Return the rule of a service on a day, one for the channel before one for all; None: it costs nothing."""
        where = (cls.code == code, cls.valid_on(day), or_(cls.channel.is_(None), cls.channel == channel))
        order = (cls.channel.is_(None), cls.valid_from.desc(), cls.id.desc())
        return session.scalars(select(cls).where(*where).order_by(*order).limit(1)).first()


class Exemption(Dated, Record):
    """Miễn, giảm: why somebody pays a part or nothing."""

    __tablename__ = "fees_exemption"
    searched = ("name", "source")

    name: Mapped[str] = field.text(_("Who is exempt"), required=True)
    percent: Mapped[int] = field.whole(_("Reduction (%)"), low=1, high=100, required=True)
    source: Mapped[str] = field.text(_("Legal basis of the exemption"), required=True)

    def __str__(self) -> str:
        return self.name

    def left_of(self, amount: int) -> int:
        """Return what remains to pay of an amount, whole đồng, rounded down in the citizen's favour."""
        return amount * (100 - self.percent) // 100
