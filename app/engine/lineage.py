"""Where a unit came from and what it went into; merging closes the old units and takes their posts along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.data.people import Post, Unit, UnitLink
from app.data.text import _
from app.engine import unit_tree
from app.engine.forms import RecordForm
from app.engine.stamp import require_unchanged
from app.spec.words import Lines

FORM = [Lines(Unit.origins, [UnitLink.old_id, UnitLink.whole])]


@dataclass(frozen=True)
class Kin:
    """A unit that another one came from or went into, as a whole or in part."""

    unit: Unit
    whole: bool


def origins(session: Session, unit: Unit) -> list[Kin]:
    """Return the units that this one was made of."""
    return _kin(session, UnitLink.old_id, UnitLink.new_id == unit.id)


def successors(session: Session, unit: Unit) -> list[Kin]:
    """Return the units that this one went into."""
    return _kin(session, UnitLink.new_id, UnitLink.old_id == unit.id)


def merge(session: Session, unit: Unit, form: RecordForm, *, with_posts: bool) -> int:
    """Write down what a unit was made of; return how many posts came along.

    An old unit that goes in as a whole is closed on the day before the new one begins; one that gives a part may stay.
    ValueError: the unit itself, one named twice, one that is not older, one that went elsewhere as a whole.
    """
    require_unchanged(unit, form)
    known = {link.old_id for link in unit.origins}
    form.apply(unit)
    ids = [link.old_id for link in unit.origins]
    with session.no_autoflush:
        old = {one.id: one for one in session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    if len(set(ids)) < len(ids):
        raise ValueError(str(_("One unit is named twice.")))
    fresh = [link for link in unit.origins if link.old_id not in known]
    for link in unit.origins:
        _check(old[link.old_id], unit)
    _check_elsewhere(session, fresh, old)
    last = unit_tree.day_before(unit.valid_from)
    gone = [old[link.old_id] for link in unit.origins if link.whole]
    moved = _move_posts(session, gone, unit, last) if with_posts else 0
    session.flush()
    for one in gone:
        if one.valid_to is None or one.valid_to > last:
            unit_tree.close(session, one, last)
    return moved


def _check(old: Unit, new: Unit) -> None:
    if old.id == new.id:
        raise ValueError(str(_("A unit is not made of itself.")))
    if old.valid_from >= new.valid_from:
        raise ValueError(str(_("“%(old)s” is not older than “%(new)s”.", old=old, new=new)))


def _check_elsewhere(session: Session, fresh: Sequence[UnitLink], old: dict[int, Unit]) -> None:
    ids = [link.old_id for link in fresh]
    with session.no_autoflush:
        taken = session.execute(select(UnitLink.old_id, UnitLink.whole).where(UnitLink.old_id.in_(ids))).all()
    whole_now = {link.old_id for link in fresh if link.whole}
    for number, whole in taken:
        if whole or number in whole_now:
            raise ValueError(str(_("“%(name)s” went into another unit already.", name=old[number])))


def _move_posts(session: Session, gone: Sequence[Unit], unit: Unit, last: date) -> int:
    held = select(Post).where(Post.unit_id.in_([one.id for one in gone]), Post.valid_after(last))
    posts = list(session.scalars(held.order_by(Post.id)))
    for post in posts:
        if post.valid_from > last:
            post.unit_id = unit.id
            continue
        session.add(
            Post(
                user_id=post.user_id,
                unit_id=unit.id,
                role=post.role,
                title=post.title,
                valid_from=unit.valid_from,
                valid_to=post.valid_to,
            )
        )
        post.valid_to = last
    return len(posts)


def _kin(session: Session, far: InstrumentedAttribute[int], near: ColumnElement[bool]) -> list[Kin]:
    other = aliased(Unit)
    rows = session.execute(
        select(other, UnitLink.whole).join(UnitLink, far == other.id).where(near).order_by(other.name)
    )
    return [Kin(row[0], row[1]) for row in rows]
