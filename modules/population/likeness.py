"""Who may be the same person: the same name, also with swapped parts or i for y, and a birth that may be the same."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import PartialDay, acting, as_system, mask_citizen_id, resource_of
from modules.population.person import Person

MOST = 10  # shown; more of one name and birth are looked at in the list


@dataclass(frozen=True)
class Like:
    """Somebody who may be the same; `row` leads to his page, None where he belongs to another unit."""

    row: int | None
    name: str
    born: PartialDay | None
    number: str
    unit: str


def candidates(session: Session, person: Person) -> list[Like]:
    """Return who else may be this person; also of other units, of whom only what is the same and a masked number is told."""
    if not person.loose_key or person.born is None:
        return []
    with as_system():
        same = select(Person).where(Person.loose_key == person.loose_key, Person.id != (person.id or 0))
        year = str(person.born.year)
        near = same.where(Person.born >= year, Person.born < f"{year}~").options(joinedload(Person.unit))
        found = [one for one in session.scalars(near.order_by(Person.id).limit(MOST)) if _meet(one.born, person.born)]
    units = acting().units(resource_of(Person))
    return [
        Like(
            one.id if units is None or one.unit_id in units else None,
            one.full_name,
            one.born,
            mask_citizen_id(one.citizen_id) if one.citizen_id else "",
            str(one.unit),
        )
        for one in found
    ]


def _meet(one: PartialDay | None, other: PartialDay) -> bool:
    return one is not None and one.first <= other.last and other.first <= one.last
