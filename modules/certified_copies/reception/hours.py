"""When people may come by appointment, and how many an hour: dated rows of a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, Weekday, _, calendar_of, clock, db, field

AHEAD = 14  # days for which places are offered


class BookingHours(Dated, Record):
    """Khung giờ hẹn: so many places of a unit on a weekday from one time to another."""

    __tablename__ = "certified_copies_booking_hours"

    weekday: Mapped[Weekday] = field.choice(_("Weekday"), Weekday, required=True)
    opens: Mapped[str] = field.hour(_("From"), required=True, help=_("As 07:30"))
    closes: Mapped[str] = field.hour(_("Until"), required=True, help=_("As 11:30"))
    places: Mapped[int] = field.whole(_("Places"), low=0, high=1000, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{self.weekday}, {self.opens}–{self.closes}"

    def saved(self) -> None:
        """ValueError when the times are in the wrong order, or overlap other hours of the day."""
        super().saved()
        if self.closes <= self.opens:
            raise ValueError(str(_("The end must come after the beginning.")))
        same = (BookingHours.unit_id == self.unit_id, BookingHours.weekday == self.weekday, BookingHours.id != self.id)
        times = (BookingHours.opens < self.closes, BookingHours.closes > self.opens)
        days = [BookingHours.valid_after(self.valid_from - timedelta(days=1))]
        days += [BookingHours.valid_from <= self.valid_to] if self.valid_to else []
        other = db.session.scalar(select(BookingHours).where(*same, *times, *days).limit(1))
        if other:
            raise ValueError(str(_("Other booking hours of this weekday overlap: %(hours)s.", hours=other)))

    def slot(self, day: date) -> Slot:
        """Return the hour that this row offers on a day."""
        first, last = (datetime.combine(day, time.fromisoformat(one), clock.ZONE) for one in (self.opens, self.closes))
        return Slot(first, last, self.places)


@dataclass(frozen=True)
class Slot:
    """One hour of one day with all its places."""

    begins: datetime
    ends: datetime
    places: int

    @property
    def hour(self) -> str:
        """08:00–09:00."""
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"


def slots(session: Session, unit_id: int, days: Iterable[date]) -> list[Slot]:
    """Return the hours that a unit offers on some days, in order; none on days off."""
    rows = list(session.scalars(select(BookingHours).where(BookingHours.unit_id == unit_id)))
    found = [row.slot(day) for day, row in _offered(session, unit_id, rows, days)]
    return sorted(found, key=lambda slot: (slot.begins, slot.ends))


def room(session: Session, units: list[int], days: list[date]) -> dict[date, int]:
    """Return for each day how many people the units together have places for; units without hours cost nothing."""
    found, rows = dict.fromkeys(days, 0), defaultdict(list)
    for row in session.scalars(select(BookingHours).where(BookingHours.unit_id.in_(units))):
        rows[row.unit_id].append(row)
    for unit_id, own in rows.items():
        for day, row in _offered(session, unit_id, own, days):
            found[day] += row.places
    return found


def _offered(
    session: Session, unit_id: int, rows: list[BookingHours], days: Iterable[date]
) -> Iterator[tuple[date, BookingHours]]:
    calendar = calendar_of(session, unit_id)
    for day in days:
        # Saturdays receive people although no deadline runs; a holiday has a reason.
        if calendar.is_working_day(day) or (day.weekday() >= 5 and not calendar.reason_of(day)):
            for row in rows:
                if row.places and int(row.weekday.value) == day.weekday() and row.in_force(day):
                    yield day, row


def coming(session: Session, unit_id: int) -> list[Slot]:
    """Return the hours of the next days that have not begun yet."""
    today = clock.today()
    days = (today + timedelta(days=number) for number in range(AHEAD + 1))
    return [slot for slot in slots(session, unit_id, days) if slot.begins > clock.now()]
