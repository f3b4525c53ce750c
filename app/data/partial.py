"""Days of which only the year, or the month, is known: registers, and people born long ago, have them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

from app.data.format import EARLIEST, parse_day
from app.data.text import _
from app.data.wording import day_in_words

_STORED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})|(\d{4})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True)
class PartialDay:
    """A day, a month or a year. ValueError: there is none such."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a whole day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def read(cls, stored: str) -> Self:
        """Return what `stored` says; ValueError for any other text."""
        found = _STORED.fullmatch(stored)
        if not found:
            raise ValueError(stored)
        return cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]

    @property
    def stored(self) -> str:
        """The text that is kept, which sorts as time does: "1940", "1940-05", "1940-05-14"."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)])

    def __str__(self) -> str:
        return "/".join([*(f"{part:02}" for part in (self.day, self.month) if part is not None), f"{self.year:04}"])

    @property
    def first(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def in_words(self) -> str:
        """As a certificate says it: "Ngày mười bốn tháng năm năm một nghìn chín trăm bốn mươi"."""
        return day_in_words(self.year, self.month, self.day)

    def earlier_than(self, other: PartialDay) -> bool | None:
        """Whether it lies before another; None where that cannot be told."""
        if self.last < other.first:
            return True
        return False if self.first >= other.last else None


class PartialDayType(TypeDecorator[PartialDay]):
    """Keeps a partial day as text, so that the database sorts and compares it."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: object) -> str | None:  # noqa: ARG002 - SQLAlchemy passes it
        return value.stored if isinstance(value, PartialDay) else value

    def process_result_value(self, value: Any, dialect: object) -> PartialDay | None:  # noqa: ARG002 - SQLAlchemy passes it
        return None if value is None else PartialDay.read(value)


def parse_partial_day(typed: str) -> PartialDay:
    """Read 14/5/1940, 5/1940, 1940 or 1940-05-14; ValueError says in a sentence what is wrong."""
    bare = typed.strip()
    if re.fullmatch(r"\d{4}", bare, re.ASCII):
        year, month = int(bare), None
    elif found := _MONTH.fullmatch(bare):
        month, year = int(found[1] or found[4]), int(found[2] or found[3])
        if not 1 <= month <= 12:
            raise ValueError(str(_("There is no month %(month)s", month=month)))
    else:
        try:
            return PartialDay.of(parse_day(bare))
        except ValueError as error:
            if re.fullmatch(r"[\d\s/.\-]+", bare):
                raise
            raise ValueError(str(_("Type a day, a month or a year: 14/5/1940, 5/1940 or 1940"))) from error
    if year < EARLIEST:
        raise ValueError(str(_("The year %(year)s is too early", year=year)))
    return PartialDay(year, month)
