"""Delegations (ủy quyền): the holder of a post lets somebody act in it, for a time, by a decision; never passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.data.format import format_day
from app.data.messages import Notice
from app.data.named import name_of
from app.data.people import Delegation, Post, Unit, User
from app.data.text import _
from app.engine import people
from app.engine.access import ADMINISTRATOR, Principal
from app.engine.forms import RecordForm
from app.spec.words import Lines, Section

TERMS = [Delegation.user_id, Delegation.decision, Delegation.valid_from, Delegation.valid_to]
FORM: list[Section | Lines] = [
    Section(_("Delegation"), [Delegation.holder_id, Delegation.role, Delegation.unit_id, *TERMS])
]
OF_POST: list[Section | Lines] = [Section(_("Delegation"), TERMS)]


def posts_of(session: Session, user_id: int | None, day: date) -> Sequence[Post]:
    """Return the posts that a person holds on a day, and may therefore delegate."""
    held = select(Post).where(Post.user_id == user_id, Post.valid_on(day)).options(joinedload(Post.unit))
    return session.scalars(held.order_by(Post.id)).all()


def delegate(session: Session, made: Delegation, form: RecordForm, who: Principal) -> None:
    """Write a delegation. ValueError: to oneself, of a post that the holder does not have, passed on, or twice."""
    form.apply(made)
    if made.user_id == made.holder_id:
        raise ValueError(str(_("Nobody delegates to himself.")))
    if made.valid_to < made.valid_from:
        raise ValueError(str(_("The last day lies before the first day.")))
    if made.role == ADMINISTRATOR:
        people.require_own_right(who)
    with session.no_autoflush:
        _check(session, made)
    session.add(made)
    session.flush()
    role, unit = name_of("roles", made.role), session.get_one(Unit, made.unit_id).name
    words = {"holder": session.get_one(User, made.holder_id).name, "role": role, "unit": unit}
    days = {"first": format_day(made.valid_from), "last": format_day(made.valid_to)}
    told = _("%(holder)s lets you act as %(role)s of %(unit)s from %(first)s to %(last)s.", **words, **days)
    session.add(Notice(user_id=made.user_id, body=str(told)))


def end(session: Session, made: Delegation, day: date) -> None:
    """End a delegation with the day before `day`; one that has not begun by then is dropped, the trail keeps it."""
    words = {"role": name_of("roles", made.role), "unit": session.get_one(Unit, made.unit_id).name}
    told = _("The delegation to act as %(role)s of %(unit)s has ended.", **words)
    session.add(Notice(user_id=made.user_id, body=str(told)))
    if made.valid_from >= day:
        session.delete(made)
    else:
        made.valid_to = min(made.valid_to, day - timedelta(days=1))


def _check(session: Session, made: Delegation) -> None:
    if not session.scalar(select(User.active).where(User.id == made.user_id)):
        raise ValueError(str(_("The account of this person is closed.")))
    post = (Post.user_id == made.holder_id, Post.role == made.role, Post.unit_id == made.unit_id)
    if not session.scalar(select(Post.id).where(*post, Post.valid_within(made.valid_from, made.valid_to))):
        # What somebody holds by delegation is no post of his, so it cannot be passed on.
        raise ValueError(str(_("The person does not hold this post during these days; a delegation is not passed on.")))
    same = (Delegation.holder_id == made.holder_id, Delegation.user_id == made.user_id, Delegation.role == made.role)
    days = (Delegation.valid_from <= made.valid_to, Delegation.valid_to >= made.valid_from)
    if session.scalar(select(Delegation.id).where(*same, *days, Delegation.unit_id == made.unit_id)):
        raise ValueError(str(_("This delegation exists already in these days.")))
