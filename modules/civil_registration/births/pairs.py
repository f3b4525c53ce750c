"""Which births may be the same one: found by child, day and mother, each with the reason; twins are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from app.toolkit import Finding, PartialDay, Text, _, as_system, db
from modules.civil_registration.cases.kinds import GONE
from modules.population.names import loose_key

if TYPE_CHECKING:
    from modules.civil_registration.births.birth import Birth

APART = timedelta(days=200)  # two children of one mother are born on one day, or further apart than this
MOST = 5


def found(birth: Birth) -> Iterator[Finding]:
    """Say which other births may be this one, and why."""
    if birth.born is None or not birth.child_name:
        return
    for other in _near(birth, birth.born, birth.child_name):
        why = _why(birth, birth.born, birth.child_name, other)
        if why is not None:
            sentence = _("Perhaps declared already: %(case)s, %(child)s, born %(born)s. %(why)s", case=other.entry or f"KS-{other.id:05d}", child=other.child_name or "–", born=other.born, why=why)  # fmt: skip
            yield Finding(type(birth).child_name, str(sentence), stops=False, code=f"pair-{other.id}")


def _near(birth: Birth, born: PartialDay, name: str) -> list[Any]:
    """Births of the whole city near this one: the same mother within some months, or a like-named child that day."""
    kind = type(birth)
    first, last = born.first - APART, born.last + APART
    days = kind.born.between(str(first.year), last.isoformat())
    mother, child = loose_key(birth.mother_name or ""), loose_key(name)
    same_child = and_(kind.child_key == child, kind.born.in_(_spellings(born)))
    near = same_child
    if mother:
        near = or_(and_(same_child, kind.mother_key.in_(("", mother))), and_(kind.mother_key == mother, days))
    columns = (
        kind.id,
        kind.entry,
        kind.child_name,
        kind.born,
        kind.child_key,
        kind.mother_key,
        kind.mother_citizen_id,
        kind.mother_born,
    )
    where = (near, kind.id != (birth.id or 0), kind.state.not_in(GONE))
    with as_system():  # a birth that another ward has entered stands in the way all the same
        return list(db.session.execute(select(*columns).where(*where).order_by(kind.id).limit(MOST)))


def _spellings(born: PartialDay) -> list[Any]:
    """The same day, and the less exact ways to write it."""
    return [born, PartialDay(born.year, born.month), PartialDay(born.year)] if born.month else [born]


def _why(birth: Birth, born: PartialDay, name: str, other: Any) -> Text | None:
    named = other.child_key == loose_key(name)
    mothers = _same_mother(birth, other)
    same_day = born.earlier_than(other.born) is None or born == other.born
    if named and mothers:
        return _("The same mother, the same name but for marks and order.")
    if named and same_day and not (birth.mother_name and other.mother_key):
        return _("The same name and day; a mother is missing.")
    if mothers and not same_day:
        return _("The same mother, with a child born less than seven months apart.")
    return None


def _same_mother(birth: Birth, other: Any) -> bool:
    """Whether the mothers may be one: named alike, and neither number nor day of birth speaks against it."""
    if not other.mother_key or other.mother_key != loose_key(birth.mother_name or ""):
        return False
    if birth.mother_citizen_id and other.mother_citizen_id:
        return bool(birth.mother_citizen_id == other.mother_citizen_id)
    if birth.mother_born and other.mother_born:
        one, two = birth.mother_born, other.mother_born
        return one.first <= two.last and two.first <= one.last
    return True
