"""Who may act in a role, by post or by delegation, of the role itself or of one that includes it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.data.people import Delegation, Post, Unit, User
from app.engine.registry import registry
from app.spec.words import Reach, Role


def lent_on(day: date | BindParameter[date]) -> Select[Delegation]:
    """Return the delegations that hold on a day: one ends with its holder's post, whatever its own last day says."""
    held = (Post.user_id == Delegation.holder_id, Post.role == Delegation.role, Post.unit_id == Delegation.unit_id)
    post = select(Post.id).where(*held, Post.valid_on(day)).exists()
    lender = select(User.id).where(User.id == Delegation.holder_id, User.active).exists()
    return select(Delegation).where(Delegation.valid_on(day), lender, post)


def holders(session: Session, role: Role, unit_id: int, day: date) -> list[User]:
    """Return who may act in a role for a unit on a day, in the order of their names.

    By post or by delegation, of the role itself or of one that includes it.
    """
    posts = select(Post.user_id).where(gives(role.name), Post.valid_on(day))
    lent = lent_on(day).where(Delegation.role.in_(registry.including(role.name)))
    if role.reach is not Reach.CITY:
        path = session.scalar(select(Unit.path).where(Unit.id == unit_id)) or ""
        above = [unit_id, *(int(part) for part in path.split("/") if part.isdigit())]
        posts, lent = posts.where(Post.unit_id.in_(above)), lent.where(Delegation.unit_id.in_(above))
    people = posts.union(lent.with_only_columns(Delegation.user_id))
    return list(session.scalars(select(User).where(User.active, User.id.in_(people)).order_by(User.name, User.id)))


def gives(role: str) -> ColumnElement[bool]:
    """Return the condition on posts that let their holder act as `role`: of that role, or of one that includes it."""
    return Post.role.in_(registry.including(role))
