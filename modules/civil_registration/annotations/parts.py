"""The parts of an entry that may be written anew, and how what is typed for each is read.

Personal numbers are none of them: who has a wrong one gets another from the police, and the databases tell it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.toolkit import Column, Text, _, add_name, db, label_of, parse_hour, parse_partial_day
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.checks import FOREIGN_TO_NAMES
from modules.civil_registration.cases.kinds import Sex
from modules.civil_registration.cases.paper import named
from modules.civil_registration.deaths.death import Death
from modules.population.lists import Country, Ethnicity

LIST = "civil_registration.parts"


@dataclass(frozen=True)
class Part:
    """A column of a birth or death. `read` makes its value of what is typed, or raises a sentence; `rows`: of a list."""

    kind: type[Case]
    column: Column
    read: Callable[[str], Any]
    rows: type[Any] | None = None

    @property
    def code(self) -> str:
        """Its name on the list of parts."""
        return f"{self.kind.event.value}.{self.column.key}"

    @property
    def label(self) -> Text:
        """How it is called."""
        return label_of(self.column)

    def value(self, case: Case) -> Any:
        """What the register says now."""
        return getattr(case, self.column.key)

    def said(self, value: Any) -> str:
        """A value in words; empty for none."""
        if self.rows is not None:
            return named(self.rows, value)
        return "" if value is None else str(value)


def text(typed: str) -> str:
    """Any text."""
    return typed


def name(typed: str) -> str:
    """A name; ValueError: it has digits or signs."""
    if FOREIGN_TO_NAMES.search(typed):
        raise ValueError(str(_("A name has letters only, no digits and no signs.")))
    return typed


def sex(typed: str) -> Sex:
    """Nam, nữ; ValueError for anything else."""
    found = next((one for one in Sex if str(one).casefold() == typed.casefold()), None)
    if found is None:
        raise ValueError(str(_("“%(typed)s” is none of: %(known)s", typed=typed, known=", ".join(map(str, Sex)))))
    return found


def ethnicity(typed: str) -> int:
    """An ethnicity by any of its names; ValueError: none is called so, or two."""
    return _row(Ethnicity.named(db.session(), typed), typed)


def country(typed: str) -> int:
    """A country by name or code; ValueError: none is called so."""
    return _row(Country.named(db.session(), typed), typed)


def _row(found: int | None, typed: str) -> int:
    if found is None:
        raise ValueError(str(_("Nothing on the list is called “%(typed)s”.", typed=typed)))
    return found


def _parent(who: str) -> list[Part]:
    column = {key: getattr(Birth, f"{who}_{key}") for key in ("name", "born", "ethnicity_id", "country_id", "home")}
    return [
        Part(Birth, column["name"], name),
        Part(Birth, column["born"], parse_partial_day),
        Part(Birth, column["ethnicity_id"], ethnicity, Ethnicity),
        Part(Birth, column["country_id"], country, Country),
        Part(Birth, column["home"], text),
    ]


PARTS = {
    part.code: part
    for part in (
        Part(Birth, Birth.child_name, name),
        Part(Birth, Birth.born, parse_partial_day),
        Part(Birth, Birth.sex, sex),
        Part(Birth, Birth.ethnicity_id, ethnicity, Ethnicity),
        Part(Birth, Birth.country_id, country, Country),
        Part(Birth, Birth.born_at, text),
        Part(Birth, Birth.native_place, text),
        *_parent("mother"),
        *_parent("father"),
        Part(Death, Death.person_name, name),
        Part(Death, Death.born, parse_partial_day),
        Part(Death, Death.sex, sex),
        Part(Death, Death.ethnicity_id, ethnicity, Ethnicity),
        Part(Death, Death.country_id, country, Country),
        Part(Death, Death.home, text),
        Part(Death, Death.died_on, parse_partial_day),
        Part(Death, Death.died_at, parse_hour),
        Part(Death, Death.place, text),
        Part(Death, Death.cause, text),
    )
}
NAMES = {Birth.child_name.key, Death.person_name.key}
OF_ETHNICITY = {code for code, part in PARTS.items() if part.rows is Ethnicity}
for _code, _part in PARTS.items():
    add_name(LIST, _code, _("%(event)s: %(part)s", event=_part.kind.event.label, part=_part.label))
