"""What the past is made of before it is written: decisions, editions, versions of processes, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from app.toolkit import calendar_of, db
from modules.procedures.decisions.acts import Act
from modules.procedures.demo.past.names import Name


@dataclass(eq=False)
class Ruling:
    """A decision: signed and in force on a day, so many days `later`."""

    title: str
    signed: date
    later: int = 0
    abolishes: list[Name] = field(default_factory=list)

    @property
    def day(self) -> date:
        """From when it is in force."""
        return self.signed + timedelta(days=self.later)


@dataclass(eq=False)
class Version:
    """An edition of a procedure, `listed` by the decision or drafted and appraised on a day."""

    of: Name
    number: int
    act: Act
    by: Ruling
    levels: tuple[str, ...]
    days: int
    appraised: date | None = None
    until: date | None = None
    abolished: bool = False


@dataclass(eq=False)
class Course:
    """A version of a process; `spare` are the hours of the steps that the version after it does without."""

    of: Name
    level: str
    number: int
    by: Ruling
    days: int
    spare: Decimal = Decimal(0)
    appraised: date | None = None
    until: date | None = None
    before: Course | None = None


@dataclass
class Past:
    """Everything that is to be written."""

    names: list[Name]
    rulings: list[Ruling] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)

    def rule(self, title: str, signed: date, later: int = 0) -> Ruling:
        """Add a decision."""
        ruling = Ruling(title, signed, later)
        self.rulings.append(ruling)
        return ruling

    def by_sector(self) -> list[list[Name]]:
        """The procedures sector by sector, the largest first."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            found.setdefault(name.sector, []).append(name)
        return sorted(found.values(), key=len, reverse=True)

    def holding(self) -> dict[str, Version]:
        """The editions that nothing has ended yet, by code."""
        return {one.of.code: one for one in self.versions if one.until is None}

    def running(self) -> dict[tuple[str, str], Course]:
        """The processes that nothing has ended yet, by code and level."""
        return {(one.of.code, one.level): one for one in self.courses if one.until is None}


def working_day(day: date) -> date:
    """That day, or the next one on which people work."""
    calendar = calendar_of(db.session(), None)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
