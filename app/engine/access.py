"""Who sees which rows: deny by default, the scope is part of every query.

A `Principal` is built once per request from the user's posts. `_scope` adds it to every ORM statement of a session that
`bind` has given it to: a model that a resource declares is filtered by the units in the reach of the roles that may
read it. `own_rows` is the same for writing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, event, false, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, joinedload, with_loader_criteria

from app.data.people import Delegation, Post, Unit, User
from app.data.record import Record
from app.data.standing import while_unchanged
from app.data.text import _
from app.engine.conditions import Conditions
from app.engine.holders import lent_on
from app.engine.registry import registry
from app.spec.words import Reach, Resource, Role

ADMINISTRATOR = "core.administrator"


@dataclass(frozen=True)
class Grant:
    """A role as a post gives it, by itself or included in the post's: its unit, and the ids it reaches (None: all)."""

    role: str
    unit_id: int
    units: frozenset[int] | None
    delegated_by: int | None = None


@dataclass(eq=False)
class Principal:
    """The person (or the system) on whose behalf a session works; one session, one principal.

    `unit_id`, `title` and `unit` are of the first of his posts, under which pages greet him. `scopes` narrow what a
    token may do: `<module>:read`, `<module>:write`; None is a person at a screen.
    """

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    unit_id: int | None = None
    title: str = ""
    unit: str = ""
    system: bool = False
    admin: bool = False
    scopes: frozenset[str] | None = None
    criteria: Conditions | None = field(default=None, repr=False)
    wall: str | None = field(default=None, repr=False)

    def may(self, act: str, resource: Resource, unit_id: int | None = None) -> bool:
        """Tell whether some role of this person allows `act` (in `unit_id`, when given)."""
        return self.system or self._reaches(self._roles(act, resource), None if resource.shared else unit_id)

    def holds(self, roles: Iterable[Role], unit_id: int | None = None) -> bool:
        """Tell whether this person has one of `roles` (reaching `unit_id`, when given)."""
        return self.system or self._reaches({role.name for role in roles}, unit_id)

    def stands_in_for(self, roles: Iterable[Role], unit_id: int) -> int | None:
        """Return whose post this person uses to act with one of `roles`; None when a post of his own allows it."""
        names = {role.name for role in roles}
        fit = [one for one in self.grants if one.role in names and (one.units is None or unit_id in one.units)]
        own = any(grant.delegated_by is None for grant in fit)
        return None if own or not fit else fit[0].delegated_by

    def require(self, act: str, resource: Resource, unit_id: int | None = None) -> None:
        """PermissionError unless `may`."""
        if not self.may(act, resource, unit_id):
            raise PermissionError(str(_("You have not been given this right.")))

    def require_role(self, roles: Iterable[Role], unit_id: int | None = None) -> None:
        """PermissionError unless `holds`."""
        if not self.holds(roles, unit_id):
            raise PermissionError(str(_("You have not been given this right.")))

    def units(self, resource: Resource, act: str = "read") -> frozenset[int] | None:
        """Return the ids of the units whose rows this person may `act` on; None means every unit."""
        if self.system:
            return None
        roles = self._roles(act, resource)
        if resource.shared and any(grant.role in roles for grant in self.grants):
            return None
        return self._reach_of(roles)

    def units_as(self, roles: Iterable[Role]) -> frozenset[int] | None:
        """Return the ids of the units where this person has one of `roles`; None means every unit."""
        return None if self.system else self._reach_of({role.name for role in roles})

    def unit_as(self, roles: Iterable[Role]) -> int | None:
        """Return the unit of the first of his posts with one of `roles`, where he sits as such; None without one."""
        names = {role.name for role in roles}
        return next((grant.unit_id for grant in self.grants if grant.role in names), None)

    def readers(self, resource: Resource) -> list[Grant]:
        """Return the grants by which this person reads a resource, those of the same reach once."""
        roles = self._roles("read", resource)
        return list({(one.role, one.units): one for one in self.grants if one.role in roles}.values())

    def opens(self, scope: str) -> bool:
        """Whether a token's scopes allow this; a person at a screen has no such limits."""
        return self.scopes is None or scope in self.scopes

    def _roles(self, act: str, resource: Resource) -> set[str]:
        if registry.is_off(resource):
            return set()
        scope = "read" if act in {"read", "export"} else "write"
        if self.scopes is not None and not self.opens(f"{registry.module_of(resource).name}:{scope}"):
            return set()
        return {allow.role.name for allow in resource.access if act in allow.acts}

    def _reach_of(self, roles: set[str]) -> frozenset[int] | None:
        reached = [grant.units for grant in self.grants if grant.role in roles]
        return None if None in reached else frozenset().union(*(units for units in reached if units))

    def _reaches(self, roles: set[str], unit_id: int | None) -> bool:
        return any(
            grant.role in roles and (unit_id is None or grant.units is None or unit_id in grant.units)
            for grant in self.grants
        )


SYSTEM = Principal(None, "system", system=True)
NOBODY = Principal(None, "")
FALSE: ColumnElement[bool] = false()
# Sets of grants whose conditions are kept: each takes up to 1.6 MB with the statements that it is put to.
MOST_KEPT = 300
_kept: dict[Any, Conditions] = {}


def principal_of(session: Session, user: User, today: date) -> Principal:
    """Build the principal of a user from the posts and delegations valid `today`, with the roles that theirs include."""
    held, unit_id, title, unit = _posts_of(session, user.id, today)
    grants = dict.fromkeys(  # two roles of one unit may include the same third one
        Grant(role, unit_id, None if _is_city(role) else below, lender)
        for name, unit_id, below, lender in held
        for role in registry.included(name)
    )
    admin = any(grant.role == ADMINISTRATOR for grant in grants)
    return Principal(user.id, user.name, tuple(grants), unit_id, title, unit, admin=admin)


class _Posts(NamedTuple):
    """What a person holds, by post or delegation: (role, unit, the units below it, who lent it); and his first post."""

    held: tuple[tuple[str, int, frozenset[int], int | None], ...]
    unit_id: int | None = None
    title: str = ""
    unit: str = ""


@while_unchanged(Post, Delegation, Unit)
def _posts_of(session: Session, user_id: int, day: date) -> _Posts:
    here = {"user": user_id, "day": day}
    posts = list(session.scalars(_held(), here))
    given: list[tuple[str, int, int | None]] = [(post.role, post.unit_id, None) for post in posts]
    given += [(one.role, one.unit_id, one.holder_id) for one in session.scalars(_lent(), here)]
    below = cache(partial(_below, session))  # several posts in one unit are one question
    held = tuple((role, unit_id, below(unit_id), lender) for role, unit_id, lender in given)
    if not posts:
        return _Posts(held)
    return _Posts(held, posts[0].unit_id, posts[0].title or "", posts[0].unit.committee)


# Written once: putting such a statement together takes longer than asking it.
@cache
def _held() -> Select[Post]:
    here = (Post.user_id == bindparam("user"), Post.valid_on(bindparam("day")))
    return select(Post).where(*here).options(joinedload(Post.unit)).order_by(Post.id)


@cache
def _lent() -> Select[Delegation]:
    return lent_on(bindparam("day")).where(Delegation.user_id == bindparam("user"))


@cache
def _under() -> Select[int]:
    return select(Unit.id).where(Unit.path.startswith(bindparam("path")))


def sees(session: Session, user: User, resource: Resource, record: Record, today: date) -> bool:
    """Whether another person can open a record: nobody is called to a page that is closed to him."""
    own, principal = session.info.get("principal"), principal_of(session, user, today)
    if not principal.may("read", resource):
        return False
    session.info["principal"] = principal
    try:
        with session.no_autoflush:  # what waits to be written is the work of another
            return session.scalar(select(resource.model.id).where(resource.model.id == record.id)) is not None
    finally:
        session.info["principal"] = own


def _is_city(role: str) -> bool:
    declared = registry.roles.get(role)
    return declared is not None and declared.reach is Reach.CITY


def _below(session: Session, unit_id: int) -> frozenset[int]:
    unit = session.get(Unit, unit_id)
    found = session.scalars(_under(), {"path": unit.path}) if unit else ()
    return frozenset(found) | {unit_id}


def bind(session: Session, principal: Principal) -> None:
    """Give the session its principal; rows that were loaded for another one are let go of."""
    if session.info.get("principal") not in (None, principal):
        session.expunge_all()
    session.info["principal"] = principal


@event.listens_for(Session, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    principal: Principal = state.session.info.get("principal", NOBODY)
    if principal.system or state.is_column_load or state.is_relationship_load:
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = conditions_of(principal).added_to(state.statement)


def conditions_of(principal: Principal) -> Conditions:
    """Return those of everybody with the same grants: writing them for each request anew takes milliseconds."""
    if principal.criteria is None:
        principal.criteria = _kept_criteria(principal)
    return principal.criteria


def _kept_criteria(principal: Principal) -> Conditions:
    key = (principal.grants, principal.scopes, registry.off, registry.loads)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = Conditions(_criteria(principal))
    return _kept[key]


def _criteria(principal: Principal) -> Iterable[Any]:
    declared = {resource.model: resource for resource in registry.resources.values()}
    closed = []
    for model in _models(Record):
        resource = declared.get(model)
        seen = _seen(principal, model, resource) if resource else FALSE
        if seen is FALSE:
            closed.append(model)
        elif seen is not None:
            yield with_loader_criteria(model, seen, include_aliases=True)
    # SQLAlchemy asks a base class for its subclasses; each condition costs every statement, so one stands for all closed.
    yield with_loader_criteria(_Closed("closed", (), {"models": closed}), FALSE, include_aliases=True)


class _Closed(type):
    """The common base, for the length of a question, of the models that somebody must not see at all."""

    models: list[Any]

    def __subclasses__(cls) -> list[Any]:
        return cls.models


def _seen(principal: Principal, model: Any, resource: Resource) -> ColumnElement[bool] | None:
    """Return the condition on the rows a person sees; None when it is all of them, FALSE when it is none."""
    narrowed = {allow.role.name: allow.only for allow in resource.access if allow.only is not None}
    parts = []
    for grant in principal.readers(resource):
        units = None if resource.shared else grant.units
        here = [] if units is None else [_lies_in(model, resource, units)]
        here += [narrowed[grant.role]] if grant.role in narrowed else []
        if not here:
            return None
        parts.append(and_(*here))
    return or_(*parts) if parts else FALSE


def _lies_in(model: Any, resource: Resource, units: frozenset[int]) -> ColumnElement[bool]:
    return or_(*(place.in_(sorted(units)) for place in (model.unit_id, *resource.also)))


def _models(base: type) -> Iterable[Any]:
    model: Any
    for model in base.__subclasses__():
        if hasattr(model, "__table__"):
            yield model
        yield from _models(model)
