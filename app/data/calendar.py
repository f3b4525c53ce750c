"""Working time: the national holidays, what administrators changed, the opening hours of a unit.

Base: the `holidays` library (Labour Code 45/2019/QH14, art. 112). It misses swapped days decided late,
so overrides always win.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from app.data.clock import ZONE, local
from app.data.text import _

LONGEST = 3660  # days a search may run before a calendar without working days is called wrong
DAY = timedelta(days=1)

Period = tuple[time, time]
Span = tuple[datetime, datetime]


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

    periods: Mapping[int, list[Period]]
    counted: frozenset[int] = frozenset(range(5))

    def worked(self, weekday: int) -> list[Period]:
        """Return the periods of a day that is worked; one worked in exchange keeps those of the first counted day."""
        own = self.periods.get(weekday) if weekday in self.counted else None
        return sorted(own or self._usual)

    @property
    def _usual(self) -> list[Period]:
        counted = (self.periods[day] for day in range(7) if day in self.counted and self.periods.get(day))
        return next(counted, None) or OpeningHours.default().periods[0]

    @classmethod
    def default(cls) -> OpeningHours:
        """Monday to Friday 7:30-11:30 and 13:00-17:00; Saturday morning open, not counted."""
        morning, afternoon = (time(7, 30), time(11, 30)), (time(13), time(17))
        return cls({day: [morning, afternoon] for day in range(5)} | {5: [morning]})


@dataclass
class WorkingCalendar:
    """Answers about working days and hours. Moments come in aware and go out in Vietnam's time.

    `hours` hold until the first day of `later`, which names the days on which other hours begin, in order.
    `paused` spans (the citizen was asked for a paper) do not run a deadline; they may overlap and stand in any order.
    A day is paused when a pause runs at its closing time.
    """

    overrides: Iterable[Override] = ()
    hours: OpeningHours = field(default_factory=OpeningHours.default)
    later: Sequence[tuple[date, OpeningHours]] = ()

    def __post_init__(self) -> None:
        self._special = {one.day: one.working for one in self.overrides}
        self._begins = [day for day, _hours in self.later]
        self._hours = [self.hours, *(hours for _day, hours in self.later)]
        self._worked = [[hours.worked(weekday) for weekday in range(7)] for hours in self._hours]

    def hours_on(self, day: date) -> OpeningHours:
        """Return the opening hours that hold on a day."""
        return self._hours[bisect_right(self._begins, day)]

    def is_working_day(self, day: date) -> bool:
        """Whether deadlines run on `day`."""
        if day in self._special:
            return self._special[day]
        off, exchanged = _national(day.year)
        return (day.weekday() in self.hours_on(day).counted and day not in off) or day in exchanged

    def reason_of(self, day: date) -> str:
        """Return why a day is not an ordinary one: the administrator's reason, or the name of the public holiday."""
        own = next((one.reason for one in self.overrides if one.day == day), "")
        exchanged = str(_("Worked in exchange for a day off")) if day in _national(day.year)[1] else ""
        return own or _named(day.year).get(day, "") or exchanged

    def week(self, day: date) -> list[tuple[int, list[Period], bool]]:
        """Return (weekday, opening periods in order, whether deadlines run) from Monday to Sunday, as on `day`."""
        hours = self.hours_on(day)
        return [(weekday, sorted(hours.periods.get(weekday, [])), weekday in hours.counted) for weekday in range(7)]

    def add_working_days(
        self, start: datetime, days: int, cut_off: time | None = None, paused: Iterable[Span] = ()
    ) -> datetime:
        """Return the closing time of the `days`-th working day after `start`; 0 days is the same day.

        What comes after `cut_off` ("sau 15 giờ", by the minute a receipt shows), or on a day off, counts from the
        next working day; so does a term of 0 days that begins after closing. ValueError: a negative term.
        """
        _check_term(days)
        begin, pauses = local(start), _merged(paused)
        day = begin.date()
        minute = begin.time().replace(second=0, microsecond=0)
        if not self.is_working_day(day) or (cut_off is not None and minute > cut_off):
            day = self._next(day, ())
        while days == 0 and (self._closing(day) < begin or self._rests(day, pauses)):
            day = self._next(day, pauses)
        for _n in range(days):
            day = self._next(day, pauses)
        return self._closing(day)

    def add_working_hours(self, start: datetime, hours: float, paused: Iterable[Span] = ()) -> datetime:
        """Return the moment when `hours` of opening time have passed since `start`; ValueError: a negative term."""
        return self.add_minutes(start, hours * 60, paused)

    def add_minutes(self, start: datetime, minutes: float, paused: Iterable[Span] = ()) -> datetime:
        """Return the moment when `minutes` of opening time have passed since `start`; 0 is the next open moment."""
        _check_term(minutes)
        left = timedelta(minutes=minutes)
        begin = local(start)
        pauses = _merged(paused)
        end = max([begin, *(until for _since, until in pauses)]) + LONGEST * DAY
        for opens, closes in self._spans(begin, end, pauses):
            if opens + left <= closes:
                return opens + left
            left -= closes - opens
        raise ValueError("the calendar has no working time")

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def working_hours_between(self, first: datetime, last: datetime, paused: Iterable[Span] = ()) -> float:
        """Sum the opening hours between two moments without the pauses; negative when `last` is earlier."""
        begin, end = local(first), local(last)
        if end < begin:
            return -self.working_hours_between(end, begin, paused)
        spans = self._spans(begin, end, _merged(paused))
        return sum((closes - opens for opens, closes in spans), timedelta()) / timedelta(hours=1)

    def _spans(self, begin: datetime, end: datetime, pauses: list[Span]) -> Iterator[Span]:
        """Yield the working spans from `begin` to `end` in order, pauses cut out."""
        day = begin.date()
        while day <= end.date():
            for opens, closes in self._periods(day) if self.is_working_day(day) else ():
                since = max(datetime.combine(day, opens, ZONE), begin)
                until = min(datetime.combine(day, closes, ZONE), end)
                for stop, resume in pauses:
                    if resume <= since or stop >= until:
                        continue
                    if since < stop:
                        yield since, stop
                    since = resume
                if since < until:
                    yield since, until
            day += DAY

    def _next(self, day: date, pauses: Iterable[Span]) -> date:
        for _n in range(LONGEST):
            day += DAY
            if self.is_working_day(day) and not self._rests(day, pauses):
                return day
        raise ValueError("the calendar has no working days")

    def _rests(self, day: date, pauses: Iterable[Span]) -> bool:
        return any(since <= self._closing(day) < until for since, until in pauses)

    def _closing(self, day: date) -> datetime:
        return datetime.combine(day, self._periods(day)[-1][1], ZONE)

    def _periods(self, day: date) -> list[Period]:
        return self._worked[bisect_right(self._begins, day)][day.weekday()]


def _check_term(length: float) -> None:
    if length < 0:
        raise ValueError("a term cannot be negative")


def _merged(paused: Iterable[Span]) -> list[Span]:
    """Return the pauses in order and apart; overlapping ones become one."""
    merged: list[Span] = []
    for since, until in sorted((local(since), local(until)) for since, until in paused):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        elif since < until:
            merged.append((since, until))
    return merged


@cache
def _national(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days off of a year and its weekend days worked in exchange."""
    country = _of_vietnam(year)
    return frozenset(country), frozenset(day for day in country.weekend_workdays if day.year == year)


@cache
def _named(year: int) -> dict[date, str]:
    """Return the public holidays of a year by name."""
    return dict(_of_vietnam(year))


def _of_vietnam(year: int) -> Any:
    """The library is five megabytes, which nobody needs before a day is counted."""
    from holidays import country_holidays

    return country_holidays("VN", years=year, language="vi")
