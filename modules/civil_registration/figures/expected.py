"""What a completeness is counted against: the people of a ward, and how many are born or die a year; dated rows with a source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, field
from modules.civil_registration.cases.kinds import Event


class WardPopulation(Dated, Record):
    """Dân số of a ward or commune, from a day to a day."""

    __tablename__ = "civil_registration_population"

    ward_id: Mapped[int] = field.reference(_("Ward or commune"), "core_unit", required=True)
    people: Mapped[int] = field.whole(_("Number of people"), low=1, high=10_000_000, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)
    ward: Mapped[Any] = field.link("Unit", ward_id)

    def __str__(self) -> str:
        return f"{self.people} ({self.source})"

    @classmethod
    def on(cls, session: Session, day: date) -> dict[int, int]:
        """Return the people of each ward on a day."""
        found = select(cls.ward_id, cls.people).where(cls.valid_on(day)).order_by(cls.valid_from)
        return dict(session.execute(found).all())


class VitalRate(Dated, Record):
    """Tỷ suất sinh thô, chết thô (‰): so many of a thousand a year; of one ward where the row names it, else of the city."""

    __tablename__ = "civil_registration_rate"

    event: Mapped[Event] = field.choice(_("Event"), Event, required=True)
    ward_id: Mapped[int | None] = field.reference(_("Ward or commune"), "core_unit", none=_("The whole city"))
    rate: Mapped[Decimal] = field.number(_("Of 1,000 people a year"), required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)
    ward: Mapped[Any] = field.link("Unit", ward_id)

    def __str__(self) -> str:
        return f"{self.event}: {self.rate} ‰"

    @classmethod
    def on(cls, session: Session, event: Event, day: date) -> dict[int | None, Decimal]:
        """Return the rates of an event on a day by ward; None is the city's."""
        found = select(cls.ward_id, cls.rate).where(cls.event == event, cls.valid_on(day)).order_by(cls.valid_from)
        return dict(session.execute(found).all())
