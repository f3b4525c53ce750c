"""Working time: the national holidays, what administrators changed, the opening hours of a unit.

Base: the `holidays` library (Labour Code 45/2019/QH14, art. 112). It misses swapped days decided late,
so overrides always win.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from app.data.clock import ZONE

LONGEST = 3660  # days a search may run before a calendar without working days is called wrong


@dataclass(frozen=True)
class Override:
    """A day that differs from the base: off although it would be worked, or worked although it would be off."""

    day: date
    working: bool
    reason: str = ""
    decision: str = ""
    source: str = ""


@dataclass(frozen=True)
class OpeningHours:
    """Opening periods per weekday (0 is Monday); `counted` weekdays run deadlines, others only receive people."""

    periods: Mapping[int, list[tuple[time, time]]]
    counted: frozenset[int] = frozenset(range(5))

    @classmethod
    def default(cls) -> OpeningHours:
        """Monday to Friday 7:30-11:30 and 13:00-17:00; Saturday morning open, not counted."""
        morning, afternoon = (time(7, 30), time(11, 30)), (time(13), time(17))
        return cls({day: [morning, afternoon] for day in range(5)} | {5: [morning]})


@dataclass
class WorkingCalendar:
    """Answers about working days and hours. Moments come in aware and go out in Vietnam's time."""

    overrides: Iterable[Override] = ()
    hours: OpeningHours = field(default_factory=OpeningHours.default)

    def __post_init__(self) -> None:
        self._special = {one.day: one.working for one in self.overrides}

    def is_working_day(self, day: date) -> bool:
        """Whether deadlines run on `day`."""
        if day in self._special:
            return self._special[day]
        return day.weekday() in self.hours.counted and day not in _national(day.year)

    def add_working_days(self, start: datetime, days: int, cut_off: time | None = None) -> datetime:
        """Return the closing time of the `days`-th working day after `start`; 0 days is the same day.

        What comes after `cut_off`, or on a day off, counts from the next working day.
        """
        local = start.astimezone(ZONE)
        day = local.date()
        if not self.is_working_day(day) or (cut_off is not None and local.time() >= cut_off):
            day = self._next(day)
        for _n in range(days):
            day = self._next(day)
        return datetime.combine(day, self._periods(day)[-1][1], ZONE)

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """Return the moment when `hours` of opening time have passed since `start`."""
        left = timedelta(hours=hours)
        local = start.astimezone(ZONE)
        day = local.date()
        for _n in range(LONGEST):
            for opens, closes in self._periods(day) if self.is_working_day(day) else ():
                begin = max(datetime.combine(day, opens, ZONE), local)
                end = datetime.combine(day, closes, ZONE)
                if begin >= end:
                    continue
                if begin + left <= end:
                    return begin + left
                left -= end - begin
            day += timedelta(days=1)
        raise ValueError("the calendar has no working time")

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def working_hours_between(self, first: datetime, last: datetime) -> float:
        """Sum the opening hours between two moments."""
        first, last = first.astimezone(ZONE), last.astimezone(ZONE)
        total, day = timedelta(), first.date()
        while day <= last.date():
            for opens, closes in self._periods(day) if self.is_working_day(day) else ():
                begin = max(datetime.combine(day, opens, ZONE), first)
                end = min(datetime.combine(day, closes, ZONE), last)
                total += max(end - begin, timedelta())
            day += timedelta(days=1)
        return total.total_seconds() / 3600

    def _next(self, day: date) -> date:
        for _n in range(LONGEST):
            day += timedelta(days=1)
            if self.is_working_day(day):
                return day
        raise ValueError("the calendar has no working days")

    def _periods(self, day: date) -> list[tuple[time, time]]:
        # A Saturday worked in exchange keeps Monday's hours.
        found = self.hours.periods.get(day.weekday()) if day.weekday() in self.hours.counted else None
        return sorted(found or self.hours.periods.get(0) or OpeningHours.default().periods[0])


@cache
def _national(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))
