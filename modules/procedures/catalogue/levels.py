"""Cấp thực hiện: who solves a procedure; districts did until 30 June 2025."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import COMMUNE_LEVEL, Dated, Record, Unit, _, field


class Level(Dated, Record):
    """Cấp thực hiện: a tier of government that solves procedures, from a day to a day."""

    __tablename__ = "procedures_level"
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Level"), required=True)
    rank: Mapped[int] = field.whole(_("Order"), low=1, high=99, required=True)
    communal: Mapped[bool] = field.yes_no(_("Every ward, commune and special zone solves it"))
    day_hours: Mapped[Decimal] = field.number(
        _("Working hours of a day"),
        required=True,
        help=_("A legal time in working days is compared with the hours of the steps by it."),
    )
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of_unit(cls, session: Session, unit: Unit, day: date) -> Level | None:
        """The level at which a unit solves on a day; None when it has none."""
        here = (cls.communal == (unit.kind in COMMUNE_LEVEL), cls.valid_on(day))
        return session.scalars(select(cls).where(*here).order_by(cls.rank).limit(1)).first()
