"""Which rows meet an entry that is there already, or each other: the same number of a book, or the same person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import PartialDay, _, as_system
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.kinds import GONE, Event
from modules.civil_registration.sheets.lines import Line, chunks
from modules.population.names import loose_key


def look(session: Session, event: Event, unit_id: int, lines: list[Line]) -> None:
    """Add what clashes to the lines: a number that is taken is wrong, a person who may be entered already is doubted."""
    taken = numbers_of(session, event, unit_id, {line.year for line in lines if line.year})
    here: dict[tuple[int, int], int] = {}
    people: dict[tuple[str, str], Line] = {}
    for line in lines:
        number = line.values.get("number")
        if number is not None and line.year:
            place = (line.year, number)
            if place in taken:
                line.refuse("so", _("The number %(number)s/%(year)s stands in the book already: %(name)s.", number=number, year=line.year, name=taken[place]))  # fmt: skip
            elif place in here:
                line.refuse("so", _("Row %(row)s bears the same number.", row=here[place]))
            here.setdefault(place, line.row)
        key = _person(event, line.values)
        if key is not None:
            twin = people.setdefault(key, line)
            if twin is not line and _one(event, line.values, twin.values):
                line.doubt(_name(event), _("Row %(row)s is perhaps the same person.", row=twin.row))
    _in_register(session, event, people, lines)


def numbers_of(session: Session, event: Event, unit_id: int, years: Iterable[int]) -> dict[tuple[int, int], str]:
    """Return who stands at which (year, number) of the books of a unit."""
    kind: Any = KINDS[event]
    name = kind.child_name if kind is Birth else kind.person_name
    where = (kind.unit_id == unit_id, kind.year.in_(list(years)), kind.number.is_not(None))
    return {
        (year, number): who for year, number, who in session.execute(select(kind.year, kind.number, name).where(*where))
    }


def _in_register(session: Session, event: Event, people: dict[tuple[str, str], Line], lines: list[Line]) -> None:
    """Entries of the whole city with the same name (marks and order apart) and day."""
    kind: Any = KINDS[event]
    key, day = (kind.child_key, kind.born) if kind is Birth else (kind.person_key, kind.died_on)
    mother = kind.mother_key if kind is Birth else kind.person_key
    born = kind.born
    there: dict[tuple[str, str], list[Any]] = defaultdict(list)
    with as_system():
        for some in chunks(list(people)):
            asked = select(
                kind.id,
                kind.entry,
                key.label("key"),
                day.label("day"),
                mother.label("mother"),
                born.label("born"),
                kind.unit_id,
            )
            where = (day.in_({PartialDay.read(one[1]) for one in some}), key.in_({one[0] for one in some}))
            for found in session.execute(asked.where(*where, kind.state.not_in(GONE))):
                there[found.key, found.day.stored].append(found)
    for line in lines if there else ():
        one = _person(event, line.values)
        for found in there.get(one, ()) if one else ():
            if _one(event, line.values, {"mother_key": found.mother, "born": found.born}):
                line.doubt(_name(event), _("Perhaps entered already: %(entry)s.", entry=found.entry or f"#{found.id}"))
                break


def _person(event: Event, values: dict[str, Any]) -> tuple[str, str] | None:
    day = values.get("born" if event is Event.BIRTH else "died_on")
    name = values.get("child_name" if event is Event.BIRTH else "person_name")
    if day is None or not name:
        return None
    column = "child_key" if event is Event.BIRTH else "person_key"
    values[column] = values.get(column) or loose_key(name)
    if event is Event.BIRTH:
        values.setdefault("mother_key", loose_key(values.get("mother_name", "")))
    return values[column], day.stored


def _one(event: Event, values: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether nothing speaks against two of one name and day being one: another mother, another day of birth."""
    if event is Event.BIRTH:
        return "" in (values["mother_key"], other["mother_key"]) or values["mother_key"] == other["mother_key"]
    one, two = values.get("born"), other.get("born")
    return one is None or two is None or (one.first <= two.last and two.first <= one.last)


def _name(event: Event) -> str:
    return "nksHoTen" if event is Event.BIRTH else "nktHoTen"
