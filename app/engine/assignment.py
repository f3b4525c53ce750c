"""Who works on a task: taken by oneself, given to another holder of the role, handed back to all.

A task in somebody's hands is closed to the other holders of its role until it is given to them or they take it over. Whoever holds the
role, or decides in the same workflow, may give it; never to a person whom four eyes keep from its steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from app.data.beside import beside
from app.data.clock import today
from app.data.people import User
from app.data.record import Record
from app.data.task import Assignment, Task
from app.data.text import _
from app.engine.access import Principal
from app.engine.holders import holders
from app.engine.notices import tell
from app.engine.registry import registry
from app.engine.steps import actors_of, barred
from app.engine.tasks import steps_of
from app.spec.words import Resource, Role


@dataclass(frozen=True)
class Duty:
    """An open task as the record page shows it, with what the reader may do about it."""

    task: Task
    role: Role
    holder: User | None
    mine: bool
    may_claim: bool
    may_give: bool
    may_take_over: bool


def duties(session: Session, resource: Resource, record: Record, who: Principal) -> list[Duty]:
    """Return the open tasks of a record."""
    here = registry.place(resource, record)
    rows = [(task, holder) for task, holder in session.execute(_open_tasks(), here) if task.role in registry.roles]
    four_eyes = rows and any(step.not_by for step in resource.flow.steps)
    actors = actors_of(session, resource, record) if four_eyes else {}
    found = []
    for task, holder in rows:
        role = registry.roles[task.role]
        fit = who.holds([role], task.unit_id) and _fit(session, resource, record, role, who.user_id, actors)
        mine = holder is not None and holder.id == who.user_id
        give = _may_give(resource, task, role, who)
        over = give and fit and holder is not None and not mine
        found.append(Duty(task, role, holder, mine, fit and holder is None, give, over))
    return found


@cache
def _open_tasks() -> Select[Any]:
    found = beside(Task).add_columns(User).outerjoin(User, User.id == Task.assignee_id)
    return found.where(Task.closed_at.is_(None)).order_by(Task.id)


def claim(session: Session, resource: Resource, record: Record, task_id: int, who: Principal) -> None:
    """Take an open task upon oneself. LookupError, PermissionError, or ValueError when somebody was faster."""
    task = find_task(session, resource, record, task_id)
    role = registry.roles[task.role]
    if not who.holds([role], task.unit_id):
        raise PermissionError(str(_("You have not been given the right to do this step.")))
    if not _fit(session, resource, record, role, who.user_id, actors_of(session, resource, record)):
        raise PermissionError(str(_("Another person must take this step (four eyes).")))
    _assign(session, task, None, who.user_id, who, "")


def take_on(session: Session, record: Record, who: Principal) -> None:
    """Take what waits at a record upon oneself; ValueError: nothing that this person may take, or somebody was faster."""
    resource = registry.of(record)
    free = next((one.task.id for one in duties(session, resource, record, who) if one.may_claim), None)
    if free is None:
        raise ValueError(str(_("This task is already done or was given to somebody else.")))
    claim(session, resource, record, free, who)


def hand_back(session: Session, resource: Resource, record: Record, task_id: int, who: Principal, reason: str) -> None:
    """Give one's own task back to all holders of the role; ValueError without a reason."""
    task = find_task(session, resource, record, task_id)
    if task.assignee_id != who.user_id:
        raise PermissionError(str(_("This task is not in your hands.")))
    if not reason.strip():
        raise ValueError(str(_("Write the reason.")))
    _assign(session, task, who.user_id, None, who, reason)


def give(
    session: Session, resource: Resource, record: Record, task_id: int, to_id: int, who: Principal, reason: str
) -> None:
    """Give an open task to another holder of its role, or take it over; whoever gains or loses it gets a notice.

    ValueError: nobody chosen, not that person, no reason, or somebody was faster.
    """
    task = find_task(session, resource, record, task_id)
    if not _may_give(resource, task, registry.roles[task.role], who):
        raise PermissionError(str(_("You have not been given this right.")))
    if not to_id:
        raise ValueError(str(_("Choose who gets the task.")))
    names = {user.id: user.name for user in candidates(session, resource, record, task)}
    if to_id not in names:
        raise ValueError(str(_("This person does not hold the role here, or took an earlier step (four eyes).")))
    if not reason.strip():
        raise ValueError(str(_("Write the reason.")))
    from_id, words = task.assignee_id, {"name": who.name, "record": record, "reason": reason.strip()}
    _assign(session, task, from_id, to_id, who, reason)
    if to_id != who.user_id:
        tell(session, to_id, record, str(_("%(name)s gave you %(record)s: %(reason)s", **words)))
    if from_id not in (None, who.user_id):
        taken = _("%(name)s has taken %(record)s over from you: %(reason)s", **words)
        given = _("%(name)s has given %(record)s, which was in your hands, to %(other)s: %(reason)s", other=names[to_id], **words)  # fmt: skip
        tell(session, from_id, record, str(taken if to_id == who.user_id else given))


def find_task(session: Session, resource: Resource, record: Record, task_id: int) -> Task:
    """Return an open task of a record; LookupError when it is closed or another record's."""
    task = session.get(Task, task_id)
    known = task is not None and (task.resource, task.row_id) == (registry.key(resource), record.id)
    if task is None or not known or task.closed_at is not None or task.role not in registry.roles:
        raise LookupError(task_id)
    return task


def candidates(session: Session, resource: Resource, record: Record, task: Task) -> list[User]:
    """Return who may have a task: holders of its role in reach of the record whom four eyes do not bar, by name."""
    role = registry.roles[task.role]
    actors = actors_of(session, resource, record)
    return [
        user
        for user in holders(session, role, task.unit_id, today())
        if user.id != task.assignee_id and _fit(session, resource, record, role, user.id, actors)
    ]


def _fit(
    session: Session,
    resource: Resource,
    record: Record,
    role: Role,
    user_id: int | None,
    actors: dict[str, set[int | None]],
) -> bool:
    steps = [
        step
        for step in steps_of(session, resource, record)
        if role in step.roles_for(record) and (step.main or step.decides)
    ]
    return any(not barred(step, record, user_id, actors) for step in steps)


def _may_give(resource: Resource, task: Task, role: Role, who: Principal) -> bool:
    steps = resource.workflow.steps if resource.workflow else ()
    deciders = [one for step in steps if step.decides for one in step.roles]
    return who.holds([role, *deciders], task.unit_id)


def _assign(session: Session, task: Task, from_id: int | None, to_id: int | None, who: Principal, reason: str) -> None:
    """Write the new holder where the old one still is; ValueError when somebody was faster."""
    still: ColumnElement[bool] = Task.assignee_id.is_(None) if from_id is None else Task.assignee_id == from_id
    change = update(Task).where(Task.id == task.id, Task.closed_at.is_(None), still).values(assignee_id=to_id)
    result: Any = session.execute(change)
    if result.rowcount != 1:
        holder = select(User.name).join(Task, Task.assignee_id == User.id).where(Task.id == task.id)
        if name := session.scalar(holder.where(Task.closed_at.is_(None))):
            raise ValueError(str(_("%(name)s has just taken this task; look at it again.", name=name)))
        raise ValueError(str(_("Somebody else has just taken this task; look at it again.")))
    session.add(
        Assignment(
            task_id=task.id,
            resource=task.resource,
            row_id=task.row_id,
            unit_id=task.unit_id,
            role=task.role,
            from_id=from_id,
            to_id=to_id,
            actor_id=who.user_id,
            reason=reason.strip() or None,
        )
    )
