"""Units in time: made, renamed, moved below another, closed, merged; their paths and their lineage stay right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from app.data.people import Post, Unit, UnitLink
from app.data.text import _
from app.engine.forms import RecordForm
from app.spec.words import Section

FORM = [
    Section(_("Unit"), [Unit.code, Unit.name, Unit.kind, Unit.parent_id]),
    Section(_("Validity"), [Unit.valid_from, Unit.valid_to, Unit.legal_basis]),
]
LINK = [Section(_("Lineage"), [UnitLink.old_id, UnitLink.new_id, UnitLink.whole])]


@dataclass(frozen=True)
class Kin:
    """A unit that another one came from or went into, as a whole or in part."""

    unit: Unit
    whole: bool


def save(session: Session, unit: Unit, form: RecordForm) -> None:
    """Write a unit. ValueError: a span that ends before it begins, a code used twice at a time, a circle."""
    before = unit.path if unit.id else ""
    form.apply(unit)  # type: ignore[arg-type]  # any row with labelled columns
    if unit.valid_to and unit.valid_to < unit.valid_from:
        raise ValueError(str(_("The last day lies before the first day.")))
    last = unit.valid_to or date.max
    meets = (Unit.valid_from <= last, or_(Unit.valid_to.is_(None), Unit.valid_to >= unit.valid_from))
    with session.no_autoflush:
        if session.scalar(select(Unit.id).where(Unit.code == unit.code, Unit.id != (unit.id or 0), *meets)):
            raise ValueError(str(_("Another unit has the code “%(code)s” in these days.", code=unit.code)))
        parent = session.get(Unit, unit.parent_id) if unit.parent_id else None
        if parent is None and session.scalar(
            select(Unit.id).where(Unit.parent_id.is_(None), Unit.id != (unit.id or 0)).limit(1)
        ):
            raise ValueError(str(_("Only the city stands at the top; choose the parent unit.")))
        if before and parent and parent.path.startswith(before):
            raise ValueError(str(_("A unit cannot stand below itself.")))
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    if before and before != unit.path:
        tail = func.substr(Unit.path, len(before) + 1)
        below = update(Unit).where(Unit.path.startswith(before, autoescape=True), Unit.id != unit.id)
        session.execute(below.values(path=unit.path + tail), execution_options={"synchronize_session": "fetch"})


def join(session: Session, link: UnitLink, form: RecordForm) -> None:
    """Write down that an old unit went into a new one. ValueError: itself, twice, or not one after the other."""
    form.apply(link)  # type: ignore[arg-type]  # any row with labelled columns
    old, new = session.get(Unit, link.old_id), session.get(Unit, link.new_id)
    if old is None or new is None or old.id == new.id:
        raise ValueError(str(_("Choose two different units.")))
    if old.valid_to is None or old.valid_to >= new.valid_from:
        raise ValueError(str(_("Close “%(name)s” before the new unit begins.", name=old.name)))
    if session.scalar(select(UnitLink.id).where(UnitLink.old_id == old.id, UnitLink.new_id == new.id)):
        raise ValueError(str(_("This lineage is written down already.")))
    session.add(link)
    session.flush()


def origins(session: Session, unit: Unit) -> list[Kin]:
    """Return the units that this one was made of."""
    return _kin(session, UnitLink.old_id, UnitLink.new_id == unit.id)


def successors(session: Session, unit: Unit) -> list[Kin]:
    """Return the units that this one went into."""
    return _kin(session, UnitLink.new_id, UnitLink.old_id == unit.id)


def children(session: Session, unit: Unit) -> int:
    """Count the units directly below."""
    return session.scalar(select(func.count()).select_from(Unit).where(Unit.parent_id == unit.id)) or 0


def posts(session: Session, unit: Unit) -> list[Post]:
    """Return who holds a post here, the latest first."""
    found = select(Post).where(Post.unit_id == unit.id).options(joinedload(Post.user))
    return list(session.scalars(found.order_by(Post.valid_from.desc(), Post.id)))


def _kin(session: Session, far: object, near: object) -> list[Kin]:
    other = aliased(Unit)
    rows = session.execute(
        select(other, UnitLink.whole).join(UnitLink, far == other.id).where(near).order_by(other.name)
    )  # type: ignore[arg-type]
    return [Kin(row[0], row[1]) for row in rows]
