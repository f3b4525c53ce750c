"""My work: what waits for a person across all modules, from the task table alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, Subquery, and_, bindparam, cast, distinct, func, or_, select
from sqlalchemy.orm import Session

from app.data.clock import midnight
from app.data.messages import Follower
from app.data.people import Unit, User
from app.data.task import Task
from app.engine.access import Grant, Principal
from app.engine.registry import registry
from app.spec.words import Role

MOST = 200
TABS = ("to-do", "to-decide", "following", "done")
HANDS = ("", "mine", "free", "others")


def mine(who: Principal) -> Any:
    """The condition of tasks that wait for this person: one of the roles, in its units, or assigned to them."""
    own = Task.assignee_id == who.user_id
    return or_(own, within(who.grants, Task.assignee_id.is_(None)))


def rows(session: Session, who: Principal, tab: str, hands: str = "") -> list[dict[str, Any]]:
    """Return the tasks of a tab, the most urgent first.

    Each has number, title, unit, state, due_at, resource, row_id, holder and note.
    `hands` narrows what waits: `mine` taken by this person, `free` by nobody yet, `others` by somebody else.
    """
    statement = _of(who, tab, hands).add_columns(User.name, Unit.name).limit(MOST)
    statement = statement.outerjoin(User, User.id == Task.assignee_id).outerjoin(Unit, Unit.id == Task.unit_id)
    if tab == "done":
        statement = statement.order_by(Task.closed_at.desc())
    else:
        statement = statement.order_by(Task.due_at.is_(None), Task.due_at, Task.id)
    found = []
    for task, holder, unit in session.execute(statement):
        flow = registry.resources[task.resource].workflow
        found.append(
            {
                "number": task.number,
                "title": task.title,
                "state": flow.states(task.state) if flow else None,
                "due_at": task.due_at,
                "unit": unit,
                "resource": task.resource,
                "row_id": task.row_id,
                "holder": holder,
                "mine": task.assignee_id == who.user_id,
                "note": task.note if tab != "done" else None,
            }
        )
    return list({(row["resource"], row["row_id"]): row for row in found}.values())


def counts(session: Session, who: Principal) -> dict[str, int]:
    """Return how many records each tab has, in one query."""
    return _counts(session, {tab: _of(who, tab, "") for tab in TABS})


def hand_counts(session: Session, who: Principal, tab: str) -> dict[str, int]:
    """Return how many records of a waiting tab are in whose hands, in one query."""
    return _counts(session, {hands: _of(who, tab, hands) for hands in HANDS})


def turns(resource: str, grants: tuple[Grant, ...], over: Sequence[Role] = ()) -> Subquery:
    """Return, as SQL, the records of a resource (`<module>.<slug>`) that wait for roles so granted, whoever took them.

    Columns: `row_id`, `holder_id` (None: nobody has taken it), `note` (the reason with which it came). Where one of
    the roles `over` is granted, what waits for any role counts. The value `me` is the id of whoever asks: what is made
    of it can be written once for everybody with the same grants.
    """
    who, flow = Principal(None, "", grants), registry.resources[resource].flow
    whose, units = [Task.assignee_id == bindparam("me"), within(grants)], who.units_as(over)
    if over and who.holds(over):
        there = [Task.role.in_({role.name for step in flow.steps for role in step.roles})]
        whose.append(and_(*there, *([] if units is None else [Task.unit_id.in_(sorted(units))])))
    found = select(Task.row_id, func.max(Task.assignee_id).label("holder_id"), func.max(Task.note).label("note"))
    # Joined to an empty text, so that SQLite goes by role and unit and not through all tasks of the resource in the city.
    found = found.where(Task.resource.concat("") == resource, Task.closed_at.is_(None), or_(*whose))
    return found.group_by(Task.row_id).subquery("turns")


def _counts(session: Session, asked: dict[str, Select[Any]]) -> dict[str, int]:
    record = distinct(Task.resource + ":" + cast(Task.row_id, String))
    parts = [one.with_only_columns(func.count(record)).scalar_subquery() for one in asked.values()]
    return dict(zip(asked, session.execute(select(*parts)).one(), strict=True))


def _of(who: Principal, tab: str, hands: str) -> Select[Any]:
    statement = select(Task).where(Task.resource.in_(registry.open_resources()))
    if tab == "done":
        return statement.where(Task.closed_by_id == who.user_id, Task.closed_at >= midnight())
    if tab == "following":
        follows = select(Follower.row_id).where(Follower.user_id == who.user_id, Follower.resource == Task.resource)
        return statement.where(Task.closed_at.is_(None), Task.row_id.in_(follows))
    own = Task.assignee_id == who.user_id
    whose = {
        "mine": own,
        "free": within(who.grants, Task.assignee_id.is_(None)),
        "others": and_(within(who.grants), Task.assignee_id.is_not(None), ~own),
    }.get(hands, mine(who))
    return statement.where(Task.closed_at.is_(None), Task.decides.is_(tab == "to-decide"), whose)


def within(grants: Sequence[Grant], *more: Any) -> Any:
    """Return the condition of tasks of one of these roles, in its units; `more` is said with each role, or SQLite reads all tasks that nobody has taken."""
    parts = []
    for grant in grants:
        where = [Task.role == grant.role, *more]
        if grant.units is not None:
            where.append(Task.unit_id.in_(sorted(grant.units)))
        parts.append(and_(*where))
    return or_(*parts) if parts else Task.id.is_(None)
