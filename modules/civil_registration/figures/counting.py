"""Births and deaths counted by month and by unit: one grouped query each, whatever the number of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from app.toolkit import Unit, _, clock
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import GONE, PersonalNumber, Registration

LONGEST = 366  # days


@dataclass
class Count:
    """What was registered under one heading; `delays` are the days from the event to the entry, each with how many."""

    name: str
    first: date
    last: date
    unit_id: int | None = None
    registered: int = 0
    on_time: int = 0
    late: int = 0
    waiting: int = 0
    delays: Counter[int] = field(default_factory=Counter)

    @property
    def share(self) -> str:
        """In time, in percent of what was in time or late; "–" where the law sets no time for any."""
        whole = self.on_time + self.late
        return f"{100 * self.on_time / whole:.1f} %".replace(".", ",") if whole else "–"

    @property
    def median(self) -> str:
        """The days by which half of the cases were entered; "–" where no case has any."""
        return middle(self.delays)

    @property
    def month(self) -> str:
        """The month as a list is asked for it, "2026-11"; empty where only a part of it is counted."""
        whole = self.first.day == 1 and ((self.last + timedelta(days=1)).day == 1 or self.last >= clock.today())
        return (
            f"{self.first:%Y-%m}"
            if whole and (self.first.year, self.first.month) == (self.last.year, self.last.month)
            else ""
        )

    def add(self, registration: Registration, delay: int | None, many: int, *, waits: bool) -> None:
        """Count cases that are alike."""
        self.registered += many
        self.on_time += many * (registration is Registration.ON_TIME)
        self.late += many * (registration is Registration.LATE)
        self.waiting += many * waits
        if delay is not None:
            self.delays[delay] += many


@dataclass(frozen=True)
class Figures:
    """The figures of births or deaths in a period."""

    total: Count
    months: list[Count]
    units: list[Count]


def figures_of(session: Session, kind: type[Case], units: list[Unit], first: date, last: date) -> Figures:
    """Count what was registered from a day to a day. ValueError: the days are in the wrong order, or too many."""
    if not first <= last < first + timedelta(days=LONGEST):
        raise ValueError(str(_("Choose a period of at most %(days)s days.", days=LONGEST)))
    total = Count("", first, last)
    months = {month.first: month for month in _months(first, last)}
    by_unit = {one.id: Count(one.name, first, last, one.id) for one in units}
    for unit_id, year, month, registration, delay, waits, many in session.execute(
        _grouped(kind, list(by_unit), first, last)
    ):
        start = max(first, date(int(year), int(month), 1))
        for count in (total, months[start], by_unit[unit_id]):
            count.add(registration, delay, many, waits=waits is PersonalNumber.WAITING)
    return Figures(total, list(months.values()), [one for one in by_unit.values() if one.registered])


def middle(delays: Counter[int]) -> str:
    """The median of a histogram: the mean of the two in the middle where their number is even."""
    whole = delays.total()
    if not whole:
        return "–"
    low, high = (_at(sorted(delays.items()), place) for place in ((whole - 1) // 2, whole // 2))
    return f"{(low + high) / 2:g}".replace(".", ",")


def _at(steps: Iterable[tuple[int, int]], place: int) -> int:
    passed = 0
    for days, many in steps:
        passed += many
        if place < passed:
            return days
    raise IndexError(place)


def _grouped(kind: Any, units: list[int], first: date, last: date) -> Any:
    number = kind.pid if kind is Birth else kind.at_ministry  # a death waits for no number
    keys = (
        kind.unit_id,
        extract("year", kind.registered_on),
        extract("month", kind.registered_on),
        kind.registration,
        kind.delay,
        number,
    )
    where = (kind.unit_id.in_(units), kind.registered_on.between(first, last), kind.state.not_in(GONE))
    return select(*keys, func.count()).where(*where).group_by(*keys)


def _months(first: date, last: date) -> Iterable[Count]:
    start = first
    while start <= last:
        after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield Count(f"{start.month:02}/{start.year}", start, min(last, after - timedelta(days=1)))
        start = after
