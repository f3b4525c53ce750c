"""Units in time: found in their tree, made, renamed, moved below another, closed; their paths stay right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from app.data.fold import fold
from app.data.people import Post, Unit, UnitKind
from app.data.standing import while_unchanged
from app.data.text import _
from app.engine.forms import RecordForm
from app.engine.stamp import require_unchanged
from app.spec.words import Section

FORM = [
    Section(_("Unit"), [Unit.code, Unit.name, Unit.kind, Unit.parent_id]),
    Section(_("Validity"), [Unit.valid_from, Unit.valid_to, Unit.legal_basis, Unit.district]),
]


@dataclass(frozen=True)
class Branch:
    """A unit as the tree shows it: `depth` counts the units above it, from the top of what is shown."""

    unit: Unit
    parent: Unit | None
    depth: int


def find(
    session: Session, words: str = "", kind: UnitKind | None = None, day: date | None = None, top: Unit | None = None
) -> list[Branch]:
    """Return the units that carry every word in their code, name or former district, siblings by name below their parent.

    `day` keeps those in force on it; `top` keeps those below a unit. About 600 rows are read in one query and folded
    here, because the database cannot leave the marks of a name out.
    """
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    folded = fold(words).split()
    branches = []
    for unit in units.values():
        right_kind = kind is None or unit.kind is kind
        below = top is None or (unit.path.startswith(top.path) and unit.id != top.id)
        alive = day is None or unit.in_force(day)
        if right_kind and below and alive and all(word in fold(f"{unit.code} {unit}") for word in folded):
            depth = len(_above(unit)) - (len(_above(top)) + 1 if top else 0)
            branches.append(Branch(unit, units.get(unit.parent_id or 0), depth))
    return sorted(branches, key=lambda one: [_place(units[step]) for step in [*_above(one.unit), one.unit.id]])


@while_unchanged(Unit)
def city_name(session: Session) -> str:
    """Return the name of the unit above all others, as pages print it under the brand; empty before the set-up."""
    return session.scalar(select(Unit.name).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)) or ""


def above(session: Session, unit: Unit) -> list[Unit]:
    """Return the units over this one, the city first."""
    found = {one.id: one for one in session.scalars(select(Unit).where(Unit.id.in_(_above(unit))))}
    return [found[number] for number in _above(unit)]


def save(session: Session, unit: Unit, form: RecordForm) -> None:
    """Write a unit. ValueError: a span that ends before it begins, a code used twice at a time, a circle."""
    require_unchanged(unit, form)
    before = unit.path if unit.id else ""
    form.apply(unit)
    if unit.valid_to and unit.valid_to < unit.valid_from:
        raise ValueError(str(_("The last day lies before the first day.")))
    last = unit.valid_to or date.max
    meets = (Unit.valid_from <= last, Unit.valid_after(day_before(unit.valid_from)))
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
    if parent and not parent.in_force(unit.valid_from):
        raise ValueError(str(_("“%(name)s” is not in force on the first day.", name=parent.name)))
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    if before and before != unit.path:
        tail = func.substr(Unit.path, len(before) + 1)
        below = update(Unit).where(Unit.path.startswith(before, autoescape=True), Unit.id != unit.id)
        session.execute(below.values(path=unit.path + tail), execution_options={"synchronize_session": "fetch"})
    if unit.valid_to:
        close(session, unit, unit.valid_to)


def close(session: Session, unit: Unit, last: date) -> None:
    """End a unit with its last day. ValueError: units below it or posts in it would outlive it."""
    outlive = (Unit.parent_id == unit.id, Unit.valid_after(last))
    below = session.scalar(select(func.count()).select_from(Unit).where(*outlive))
    if below:
        text = _("%(count)s units below “%(name)s” are still in force; close them first.", count=below, name=unit.name)
        raise ValueError(str(text))
    held = session.scalar(select(func.count()).select_from(Post).where(Post.unit_id == unit.id, Post.valid_after(last)))
    if held:
        text = _("%(count)s posts in “%(name)s” last longer; end or move them first.", count=held, name=unit.name)
        raise ValueError(str(text))
    unit.valid_to = last


def posts(session: Session, unit: Unit) -> list[Post]:
    """Return who holds a post here, the latest first."""
    found = select(Post).where(Post.unit_id == unit.id).options(joinedload(Post.user))
    return list(session.scalars(found.order_by(Post.valid_from.desc(), Post.id)))


def day_before(day: date) -> date:
    """Return the last day of what a new thing on `day` replaces."""
    return day - timedelta(days=1)


def _above(unit: Unit) -> list[int]:
    return [int(step) for step in unit.path.strip("/").split("/")[:-1]]


def _place(unit: Unit) -> tuple[str, str, int]:
    return (fold(unit.name), unit.code, unit.id)
