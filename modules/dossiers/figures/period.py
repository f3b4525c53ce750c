"""The period of a report: from a day to a day, or the month, quarter, half, nine months or year that a day is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.toolkit import Choice, _, clock


class Span(Choice):
    """How long a period is."""

    DAYS = "days", _("From day to day")
    MONTH = "month", _("Whole month")
    QUARTER = "quarter", _("Whole quarter")
    HALF = "half", _("Half a year")
    NINE = "nine", _("Nine months")
    YEAR = "year", _("Whole year")


LAST = date(9998, 12, 31)  # a later day has no day after it to count to
MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.NINE: 9, Span.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, span: Span, first: date, last: date) -> Period:
        """Return the period of a span that `first` is in; a span of days is taken as it is, in either order."""
        first, last = min(first, LAST), min(last, LAST)
        if span is Span.DAYS:
            return cls(min(first, last), max(first, last))
        months = MONTHS[span]
        month = 1 if span is Span.NINE else (first.month - 1) // months * months + 1
        after = month + months
        end = date(first.year + (after > 12), after - 12 if after > 12 else after, 1) - timedelta(days=1)
        return cls(date(first.year, month, 1), end)

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return clock.begin_of(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return clock.begin_of(self.last + timedelta(days=1))

    @property
    def judged(self) -> datetime:
        """The moment at which open dossiers are in time or late: its end, or now while it lasts."""
        return min(self.end, clock.now())
