"""Tables of vital statistics: births by month, age of the mother and place; deaths by month and age; each with the sex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import PartialDay, Text, Unit, _, fold
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import GONE, Sex
from modules.civil_registration.deaths.death import Death

OF_MOTHERS = (15, 20, 25, 30, 35, 40, 45, 50)
OF_DEAD = (1, 5, 15, 25, 35, 45, 55, 65, 75, 85)
FACILITY = re.compile(r"\b(benh vien|bv|tram y te|nha ho sinh|ho sinh|phong kham|trung tam y te|hospital)\b")
HOME = re.compile(r"\b(tai nha|o nha|nha rieng|nha so)\b")
PLACES = {"facility": _("Health facility"), "home": _("At home"), "other": _("Elsewhere")}
UNKNOWN = _("Not known")


@dataclass
class Table:
    """A table of counts: rows in their order, a column per sex. `months`: the rows are months."""

    title: Text
    head: Text
    rows: dict[str, Counter[Sex]] = field(default_factory=dict)
    months: bool = False

    def add(self, row: str, sex: Sex, many: int = 1) -> None:
        """Count under a row."""
        self.rows.setdefault(row, Counter())[sex] += many

    @property
    def total(self) -> Counter[Sex]:
        """All rows together."""
        return sum(self.rows.values(), Counter())


def births(session: Session, units: Sequence[Unit], first: date, last: date) -> list[Table]:
    """Count births registered from a day to a day."""
    month = Table(_("Births by month of registration"), _("Month"), _months(first, last), months=True)
    ages = [*_groups(OF_MOTHERS), str(UNKNOWN)]
    mother = Table(_("Births by age of the mother"), _("Age of the mother"), {age: Counter() for age in ages})
    place = Table(_("Births by place"), _("Place of birth"), {str(one): Counter() for one in PLACES.values()})
    found = select(Birth.registered_on, Birth.sex, Birth.born, Birth.mother_born, Birth.born_at)
    for on, sex, born, mother_born, born_at in session.execute(_within(Birth, found, units, first, last)):
        month.add(f"{on:%m/%Y}", sex)
        mother.add(group_of(OF_MOTHERS, years_between(mother_born, born)), sex)
        place.add(str(PLACES[place_kind(born_at)]), sex)
    return [month, mother, place]


def deaths(session: Session, units: Sequence[Unit], first: date, last: date) -> list[Table]:
    """Count deaths registered from a day to a day."""
    month = Table(_("Deaths by month of registration"), _("Month"), _months(first, last), months=True)
    ages = [*_groups(OF_DEAD), str(UNKNOWN)]
    age = Table(_("Deaths by age"), _("Age at death"), {one: Counter() for one in ages})
    found = select(Death.registered_on, Death.sex, Death.born, Death.died_on)
    for on, sex, born, died in session.execute(_within(Death, found, units, first, last)):
        month.add(f"{on:%m/%Y}", sex)
        age.add(group_of(OF_DEAD, years_between(born, died)), sex)
    return [month, age]


def years_between(born: PartialDay | None, then: PartialDay | None) -> int | None:
    """Return the age on a day; of a day of which only the year is known, the age reached in that year. None: not known."""
    if born is None or then is None or then.last < born.first:
        return None
    if born.day is None or then.day is None:
        return then.year - born.year
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def group_of(steps: Sequence[int], years: int | None) -> str:
    """Return the name of the group of an age."""
    if years is None:
        return str(UNKNOWN)
    return _groups(steps)[sum(years >= step for step in steps)]


def place_kind(text: str) -> str:
    """Tell a health facility and a home by the words of a place; what neither says is "other"."""
    words = fold(text or "")
    return "facility" if FACILITY.search(words) else "home" if HOME.search(words) else "other"


def _groups(steps: Sequence[int]) -> list[str]:
    """The names of age groups: "< 15", "15–19", "50+"."""
    middle = [f"{low}–{high - 1}" if high - low > 1 else str(low) for low, high in pairwise(steps)]
    return [f"< {steps[0]}", *middle, f"{steps[-1]}+"]


def _within(kind: Any, found: Any, units: Sequence[Unit], first: date, last: date) -> Any:
    where = (
        kind.unit_id.in_([one.id for one in units]),
        kind.registered_on.between(first, last),
        kind.state.not_in(GONE),
    )
    return found.where(*where)


def _months(first: date, last: date) -> dict[str, Counter[Sex]]:
    found: dict[str, Counter[Sex]] = {}
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found[f"{month:02}/{year}"] = Counter()
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


TABLES: dict[str, Callable[[Session, Sequence[Unit], date, date], list[Table]]] = {"births": births, "deaths": deaths}
