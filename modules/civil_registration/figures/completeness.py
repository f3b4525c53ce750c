"""Completeness: what was registered in a ward, beside what its people let one expect, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, sqrt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import Unit
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.annotations.notes import COLUMNS
from modules.civil_registration.annotations.rules import Kind
from modules.civil_registration.cases.kinds import ENTERED, GONE
from modules.civil_registration.figures.expected import VitalRate, WardPopulation

Z = 1.959964  # 95 %
YEAR = 365
TAIL, EXACT = 0.025, 100


@dataclass(frozen=True)
class Completeness:
    """One ward: `expected` is None where its people, or the rate, are not known for that day."""

    name: str
    unit_id: int
    registered: int
    people: int | None
    rate: float | None
    expected: float | None
    corrected: int = 0

    @property
    def corrections(self) -> float | None:
        """Corrections per 1,000 registered in the same time."""
        return 1000 * self.corrected / self.registered if self.registered else None

    @property
    def share(self) -> float | None:
        """Registered of expected, in percent; above 100 where more came than expected."""
        return 100 * self.registered / self.expected if self.expected else None

    @property
    def between(self) -> tuple[float, float] | None:
        """The limits of `share` within which it lies 95 times of a hundred."""
        if not self.expected:
            return None
        low, high = limits(self.registered)
        return 100 * low / self.expected, 100 * high / self.expected

    @property
    def verdict(self) -> str:
        """Whether even the limits lie on one side of 100 %: "low", "high", else "fits"."""
        found = self.between
        if found is None:
            return ""
        return "low" if found[1] < 100 else "high" if found[0] > 100 else "fits"


def limits(count: int) -> tuple[float, float]:
    """Return the 95 % limits of a Poisson count: the exact ones (Garwood), of many by Byar's formula.

    Poisson, not Wilson: Wilson's limits are those of a share of known cases, never above 100 %. What is expected here is
    no number of cases but an average, of which a ward may well have more in a year; births and deaths come one by one.
    """
    if count <= EXACT:
        low = _mean(lambda mean: 1 - _at_most(count - 1, mean) < TAIL, count) if count else 0.0
        return low, _mean(lambda mean: _at_most(count, mean) > TAIL, 3 * count + 10)
    more = count + 1
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3
    return low, more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3


def _mean(below: Callable[[float], bool], high: float) -> float:
    """The mean between 0 and `high` at which `below` ceases."""
    low = 0.0
    for _turn in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return low


def _at_most(count: int, mean: float) -> float:
    """How likely a Poisson count of this mean is at most `count`."""
    part = total = exp(-mean)
    for one in range(1, count + 1):
        part *= mean / one
        total += part
    return total


def expected_of(people: int, rate: float, days: int) -> float:
    """Return how many are expected: population × rate ÷ 1000 × days ÷ 365."""
    return people * rate / 1000 * days / YEAR


def completeness_of(session: Session, kind: Any, units: Sequence[Unit], first: date, last: date) -> list[Completeness]:
    """Return each ward with what it registered from a day to a day; people and rates are those of the last day."""
    where = (
        kind.unit_id.in_([one.id for one in units]),
        kind.registered_on.between(first, last),
        kind.state.not_in(GONE),
    )
    found = select(kind.unit_id, func.count()).where(*where).group_by(kind.unit_id)
    counted: dict[int, int] = dict(session.execute(found).all())
    mended = _corrections(session, kind, [one.id for one in units], first, last)
    people, rates = WardPopulation.on(session, last), VitalRate.on(session, kind.event, last)
    days = (last - first).days + 1
    rows = []
    for one in units:
        here, rate = people.get(one.id), rates.get(one.id, rates.get(None))
        expected = expected_of(here, float(rate), days) if here and rate else None
        rows.append(
            Completeness(
                one.name,
                one.id,
                counted.get(one.id, 0),
                here,
                float(rate) if rate else None,
                expected,
                mended.get(one.id, 0),
            )
        )
    return [row for row in rows if row.registered or row.people]


def _corrections(session: Session, kind: Any, units: list[int], first: date, last: date) -> dict[int, int]:
    where = (
        Change.unit_id.in_(units),
        Change.registered_on.between(first, last),
        Change.state.in_(ENTERED),
        Change.kind == Kind.CORRECTION,
        COLUMNS[kind.event].is_not(None),
    )
    found = select(Change.unit_id, func.count()).where(*where).group_by(Change.unit_id)
    return dict(session.execute(found).all())
