"""Days and hours that an administrator decides: exceptions from the national calendar, opening hours of units."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, object_session

from app.data import field
from app.data.choice import Choice
from app.data.dated import Dated
from app.data.people import Unit
from app.data.record import Record
from app.data.text import _


class Weekday(Choice):
    """A day of the week; its code is the number that Python gives it."""

    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")


class DayOverride(Record):
    """Ngày ngoại lệ: a day that differs from the national calendar, such as a swapped working day, with its source."""

    __tablename__ = "core_day_override"
    searched = ("reason", "source")

    day: Mapped[date] = field.day(_("Day"), required=True, unique=True)
    working: Mapped[bool] = field.yes_no(_("Working day"))
    reason: Mapped[str] = field.text(_("Reason"), required=True)
    source: Mapped[str | None] = field.text(_("Source"), help=_("The document that says so, with its number and day"))

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class Opening(Dated, Record):
    """Giờ làm việc: one opening period on a weekday, from a day on; a unit with no rows of that time keeps the city's."""

    __tablename__ = "core_opening"

    for_unit_id: Mapped[int | None] = field.reference(
        _("Unit"), "core_unit", none=_("Whole city"), help=_("Empty: every unit without hours of its own")
    )
    weekday: Mapped[Weekday] = field.choice(_("Weekday"), Weekday, required=True)
    opens: Mapped[str] = field.hour(_("Opens at"), required=True, help=_("As 07:30"))
    closes: Mapped[str] = field.hour(_("Closes at"), required=True, help=_("As 11:30"))
    counts: Mapped[bool] = field.yes_no(_("Counts for deadlines"), default=True)
    source: Mapped[str | None] = field.text(_("Source"), help=_("The document that says so, with its number and day"))
    for_unit: Mapped[Unit | None] = field.link("Unit", for_unit_id)

    def __str__(self) -> str:
        return f"{self.weekday}, {self.opens}–{self.closes}"

    def saved(self) -> None:
        """ValueError: closed before it opens, ended before it begins, or meeting another period of the same day."""
        super().saved()
        if self.closes <= self.opens:
            raise ValueError(str(_("The office must close after it opens.")))
        session = object_session(self)
        same = (Opening.for_unit_id.is_not_distinct_from(self.for_unit_id), Opening.weekday == self.weekday)
        for other in session.scalars(select(Opening).where(*same, Opening.id != self.id)) if session else ():
            if self.meets(other) and other.opens < self.closes and self.opens < other.closes:
                raise ValueError(str(_("This period meets another one of the same day: %(other)s.", other=other)))
