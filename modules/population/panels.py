"""The blocks beside a person: what is to be looked at again, what is known and from where, relations, old addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.toolkit import User, acting, db, label_of, mask_citizen_id, name_of, resource_of
from modules.population import known
from modules.population.beside import AddressKind, PersonAddress, Relation, RelationKind
from modules.population.difference import Difference, State
from modules.population.known import Known
from modules.population.likeness import Like, candidates
from modules.population.numbers import Doubt, warnings_of
from modules.population.person import Person
from modules.population.places import Proposal, proposals
from modules.population.register import LookUp
from modules.population.roles import OFFICER

MOST = 60  # lines of a history that are shown, the newest first
TURNED = {
    RelationKind.FATHER: RelationKind.CHILD,
    RelationKind.MOTHER: RelationKind.CHILD,
    RelationKind.SPOUSE: RelationKind.SPOUSE,
    RelationKind.GUARDIAN: RelationKind.WARD,
    RelationKind.WARD: RelationKind.GUARDIAN,
}


@dataclass(frozen=True)
class Doubts:
    """What to look at again."""

    warnings: list[Doubt]
    likes: list[Like]


def doubts(person: Person) -> Doubts | None:
    """What the number contradicts, and who may be the same; left out where there is neither."""
    found = Doubts(warnings_of(db.session(), person), candidates(db.session(), person))
    return found if found.warnings or found.likes else None


@dataclass(frozen=True)
class Line:
    """One value that is known."""

    label: str
    value: str
    source: known.Source
    at: datetime
    by: str
    why: str


@dataclass(frozen=True)
class History:
    """What is known, what differs, and whether one may ask."""

    lines: list[Line]
    open: list[Difference]
    asked: list[LookUp]
    columns: list[tuple[str, str]]
    may: bool
    row: int


def history(person: Person) -> History:
    """What is known of a person, the newest first."""
    session = db.session()
    rows = session.execute(
        select(Known, User.name)
        .outerjoin(User, User.id == Known.by_id)
        .where(Known.person_id == person.id)
        .order_by(Known.id.desc())
        .limit(MOST)
    )
    lines = [_line(row, name or "") for row, name in rows]
    is_open = (Difference.person_id == person.id, Difference.state == State.OPEN)
    asked = select(LookUp).where(LookUp.person_id == person.id).options(joinedload(LookUp.created_by))
    locked = [(key, name_of("population.columns", key)) for key in dict(person.locks or {}) if key != "citizen_id"]
    return History(
        lines,
        list(session.scalars(select(Difference).where(*is_open).order_by(Difference.id))),
        list(session.scalars(asked.order_by(LookUp.id.desc()).limit(5))),
        locked,
        acting().may("update", resource_of(Person), person.unit_id) and acting().holds([OFFICER], person.unit_id),
        person.id,
    )


def _line(row: Known, by: str) -> Line:
    head, _dot, kind = row.column.partition(".")
    label = str(AddressKind(kind)) if head == "address" else str(label_of(getattr(Person, row.column)))
    value = mask_citizen_id(row.value) if row.column in known.MASKED and row.value else row.value
    return Line(label, value, row.source, row.at, by, row.why or "")


@dataclass(frozen=True)
class Relative:
    """Somebody of the family."""

    row: int
    name: str
    what: RelationKind
    told_here: bool


@dataclass(frozen=True)
class Family:
    """Who is what to a person, told by either."""

    relatives: list[Relative]


def family(person: Person) -> Family | None:
    """The relations that this person and the others tell; left out where there are none."""
    here = (Relation.person_id == person.id, Relation.other_id == person.id)
    other = or_(Person.id == Relation.other_id, Person.id == Relation.person_id) & (Person.id != person.id)
    pairs = select(Relation, Person).join(Person, other)
    found: dict[tuple[int, RelationKind], Relative] = {}
    for relation, who in db.session.execute(pairs.where(or_(*here)).order_by(Relation.id)):
        told_here = relation.person_id == person.id
        what = relation.kind if told_here else _turned(relation.kind, relation, who)
        found.setdefault((who.id, what), Relative(who.id, who.told_apart, what, told_here))
    return Family(list(found.values())) if found else None


def _turned(kind: RelationKind, _relation: Relation, who: Person) -> RelationKind:
    if kind is RelationKind.CHILD:  # whoever has this child is its father or mother
        return RelationKind.MOTHER if who.sex is not None and who.sex.value == "female" else RelationKind.FATHER
    return TURNED[kind]


@dataclass(frozen=True)
class Old:
    """An old address, and where it may lie today."""

    address: PersonAddress
    found: list[Proposal]


@dataclass(frozen=True)
class OldAddresses:
    """Old addresses that have no unit of today yet."""

    every: list[Old]
    row: int
    may: bool


def old_addresses(person: Person) -> OldAddresses | None:
    """What an officer has to choose for the old addresses of a person; left out where there is none."""
    session = db.session()
    waiting = [one for one in person.addresses if one.legacy_text and not one.unit_id]
    every = [Old(one, proposals(session, one.legacy_text or "")) for one in waiting]
    may = acting().may("update", resource_of(Person), person.unit_id)
    return OldAddresses(every, person.id, may) if every else None
