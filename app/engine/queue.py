"""My work: what waits for a person across all modules, from the task table alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.data.clock import midnight
from app.data.messages import Follower
from app.data.task import Task
from app.engine.access import Principal
from app.engine.registry import registry

MOST = 200


def mine(who: Principal) -> Any:
    """The condition of tasks that wait for this person: one of the roles, in its units, or assigned to them."""
    parts = [Task.assignee_id == who.user_id]
    for grant in who.grants:
        where = [Task.role == grant.role, or_(Task.assignee_id.is_(None), Task.assignee_id == who.user_id)]
        if grant.units is not None:
            where.append(Task.unit_id.in_(sorted(grant.units)))
        parts.append(and_(*where))
    return or_(*parts)


def rows(session: Session, who: Principal, tab: str) -> list[dict[str, Any]]:
    """Return the tasks of a tab, the most urgent first: number, title, state, due_at, resource, row_id."""
    statement = select(Task).where(Task.resource.in_(registry.resources)).limit(MOST)
    if tab == "done":
        today = midnight()
        statement = statement.where(Task.closed_by_id == who.user_id, Task.closed_at >= today)
        statement = statement.order_by(Task.closed_at.desc())
    elif tab == "following":
        follows = select(Follower.row_id).where(Follower.user_id == who.user_id, Follower.resource == Task.resource)
        statement = statement.where(Task.closed_at.is_(None), Task.row_id.in_(follows))
    else:
        statement = statement.where(Task.closed_at.is_(None), Task.decides.is_(tab == "to-decide"), mine(who))
    if tab != "done":
        statement = statement.order_by(Task.due_at.is_(None), Task.due_at, Task.id)
    found = []
    for task in session.scalars(statement):
        flow = registry.resources[task.resource].workflow
        state = flow.states(task.state) if flow else None
        found.append(
            {
                "number": task.number,
                "title": task.title,
                "state": state,
                "due_at": task.due_at,
                "resource": task.resource,
                "row_id": task.row_id,
            }
        )
    return list({(row["resource"], row["row_id"]): row for row in found}.values())


def counts(session: Session, who: Principal) -> dict[str, int]:
    """Return how many rows each tab has."""
    return {tab: len(rows(session, who, tab)) for tab in ("to-do", "to-decide", "following", "done")}
