"""Finding an entry of any ward of the city: by its number, by name and day of birth, or by personal number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.toolkit import (
    PartialDay,
    Unit,
    _,
    as_system,
    check_citizen_id,
    db,
    mask_citizen_id,
    normalise,
    parse_partial_day,
    row_id,
    whole_number,
)
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.kinds import Event, State
from modules.civil_registration.deaths.death import Death
from modules.population.names import loose_key

MOST = 20  # entries shown; a search that finds more has to say more
SHOWN = (State.REGISTERED, State.ISSUED, State.REVOKED)
NAMES: dict[Event, Any] = {Event.BIRTH: Birth.child_name, Event.DEATH: Death.person_name}
KEYS: dict[Event, Any] = {Event.BIRTH: Birth.child_key, Event.DEATH: Death.person_key}
HIGHEST = 999_999


@dataclass(frozen=True)
class Found:
    """What is shown of an entry to choose by, and no more of it."""

    case_id: int
    entry: str
    unit_id: int
    unit: str
    name: str
    born: PartialDay | None
    registered_on: Any
    revoked: bool


@dataclass(frozen=True)
class Sought:
    """A search that can be made: of which event, its conditions, and how it is told in the log."""

    event: Event
    conditions: tuple[ColumnElement[bool], ...]
    said: str

    @classmethod
    def typed(cls, typed: Mapping[str, str]) -> Sought:
        """Read what an officer has typed. ValueError: none of the three ways is complete, or a value cannot be read."""
        event = Event.vital(typed.get("event"))
        if event is None:
            raise ValueError(str(_("Choose whether it is a birth or a death.")))
        if number := typed.get("citizen_id", "").strip():
            return cls._by_person(event, check_citizen_id(number))
        if typed.get("name", "").strip():
            return cls._by_name(event, normalise(typed["name"]), typed.get("born", "").strip())
        return cls._by_number(event, typed)

    @classmethod
    def _by_person(cls, event: Event, number: str) -> Sought:
        kind: Any = KINDS[event]
        return cls(
            event, (kind.citizen_id == number,), str(_("Personal number %(number)s", number=mask_citizen_id(number)))
        )

    @classmethod
    def _by_name(cls, event: Event, name: str, born: str) -> Sought:
        kind: Any = KINDS[event]
        if len(name.split()) < 2 or not born:
            raise ValueError(str(_("By name: write the whole name and the day of birth, as it stands in the entry.")))
        day = parse_partial_day(born)
        meant = [day, PartialDay(day.year, day.month), PartialDay(day.year)] if day.month else [day]
        return cls(event, (KEYS[event] == loose_key(name), kind.born.in_(meant)), f"{name}, {day}")

    @classmethod
    def _by_number(cls, event: Event, typed: Mapping[str, str]) -> Sought:
        kind: Any = KINDS[event]
        number = whole_number(typed.get("number"), 1, HIGHEST)
        year = whole_number(typed.get("year"), 1900, 2100)
        unit = db.session.get(Unit, row_id(typed.get("unit", "")) or 0)
        if number is None or year is None or unit is None:
            raise ValueError(
                str(_("Write the personal number; or name and day of birth; or number, year and ward of the entry."))
            )
        where = (kind.unit_id == unit.id, kind.year == year, kind.number == number)
        return cls(event, where, f"{number:02d}/{year}, {unit.name}")

    def found(self) -> list[Found]:
        """Return the entries of the city that it finds, one more than `MOST` where there are too many."""
        return _read(self.statement())

    def statement(self) -> Select[Any]:
        """The statement of it: each of its conditions begins an index."""
        return _shown(self.event).where(*self.conditions)


def chosen(event: Event, ids: list[int]) -> list[Found]:
    """Return the entries that a search has found, as they stand now."""
    kind: Any = KINDS[event]
    return _read(_shown(event).where(kind.id.in_(ids)))


def _read(statement: Select[Any]) -> list[Found]:
    with as_system():
        rows = [Found(*row) for row in db.session.execute(statement)]
    return sorted(rows, key=lambda one: one.case_id)


def _shown(event: Event) -> Select[Any]:
    kind: Any = KINDS[event]
    columns = (kind.id, kind.entry, kind.unit_id, Unit.name, NAMES[event], kind.born, kind.registered_on)
    found: Select[Any] = select(*columns, kind.state == State.REVOKED).join(Unit, Unit.id == kind.unit_id)
    return found.where(kind.state.in_(SHOWN)).limit(MOST + 1)
