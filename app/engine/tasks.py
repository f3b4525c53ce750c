"""The tasks of a record: opened by the state it comes to, closed by the step that leaves it, both written down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.data.beside import beside
from app.data.choice import Choice
from app.data.field import meta
from app.data.messages import Follower, Notice
from app.data.moment import now
from app.data.record import Record
from app.data.task import Passage, Task
from app.data.text import _
from app.engine.access import Principal
from app.engine.registry import registry
from app.engine.rules import first_day, rules_of
from app.engine.terms import due_of
from app.spec.flow import Step
from app.spec.words import Resource, Role


def steps_of(session: Session, resource: Resource, record: Record) -> list[Step]:
    """Return the steps that lead on from a record's state under the rules of its first day."""
    flow = resource.workflow
    if flow is None:
        return []
    rules, day = rules_of(session, resource), first_day(record)
    return [step for step in flow.from_state(getattr(record, flow.column.key)) if rules.allows(step, day)]


def arrive(session: Session, resource: Resource, record: Record, note: str | None = None) -> None:
    """Open the tasks of the state a record has come to: one per role that has a step to take there.

    `note` is the reason given with the step that led here; the next person reads it in the queue.
    """
    flow = resource.workflow
    if flow is None:
        return
    decides: dict[tuple[str, int], bool] = {}
    for step in steps_of(session, resource, record):
        if step.main or step.decides:
            for role in step.roles_for(record):
                duty = (role.name, step.place(record))
                decides[duty] = decides.get(duty, False) or step.decides
    due = due_of(session, resource, record)
    title = about(session, resource, record)
    for (name, unit_id), deciding in decides.items():
        session.add(
            Task(
                resource=registry.key(resource),
                row_id=record.id,
                unit_id=unit_id,
                role=name,
                state=getattr(record, flow.column.key).value,
                number=str(record),
                title=title,
                decides=deciding,
                due_at=due,
                note=note,
            )
        )
    if hasattr(record, "due_at"):
        record.due_at = due


def about(session: Session, resource: Resource, record: Record) -> str:
    """Return what a record is about, for queues and finds: its heading, a reference as the name of its row."""
    column = resource.heading
    value = getattr(record, column.key) if column is not None else None
    if column is not None and value is not None and meta(column).kind == "reference":
        value = session.get(getattr(type(record), column.key.removesuffix("_id")).property.mapper.class_, value)
    return value.told_apart if isinstance(value, Record) else str(record if value is None else value)


def follow(session: Session, key: str, row_id: int, user_id: int) -> None:
    """Let a user hear of the steps of a record, once; `key` is `<module>.<slug>`."""
    where = (Follower.resource == key, Follower.row_id == row_id, Follower.user_id == user_id)
    if session.scalar(select(Follower.id).where(*where)) is None:
        session.add(Follower(resource=key, row_id=row_id, user_id=user_id))


def renew_due(session: Session, record: Record) -> None:
    """Count a record's deadline anew, on it and on its open tasks, when what was promised has changed."""
    resource = registry.of(record)
    due, key = due_of(session, resource, record), registry.key(resource)
    here = (Task.resource == key, Task.row_id == record.id, Task.closed_at.is_(None))
    session.execute(update(Task).where(*here).values(due_at=due))
    record.due_at = due


def move_tasks(session: Session, record: Record, old_id: int, new_id: int) -> None:
    """Let a unit take a record's open tasks over from one that was merged, in nobody's hands: people come and go then."""
    here = (Task.resource == registry.key(registry.of(record)), Task.row_id == record.id, Task.closed_at.is_(None))
    session.execute(update(Task).where(*here, Task.unit_id == old_id).values(unit_id=new_id, assignee_id=None))


def leave(
    session: Session,
    resource: Resource,
    record: Record,
    step: Step,
    source: Choice,
    who: Principal,
    reason: str,
    roles: Sequence[Role],
) -> None:
    """Close the tasks of the state a record has left, write the passage down and tell the followers.

    `roles` are those that could take the step before its verb changed the record.
    """
    key = registry.key(resource)
    here = (Task.resource == key, Task.row_id == record.id, Task.closed_at.is_(None))
    place = registry.place(resource, record)
    due = session.scalar(_open_due(), place)
    session.execute(update(Task).where(*here).values(closed_at=now(), closed_by_id=who.user_id))
    session.add(
        Passage(
            resource=key,
            row_id=record.id,
            step=step.name,
            source=source.value,
            target=step.target.value,
            actor_id=who.user_id,
            delegated_by_id=who.stands_in_for(roles, step.place(record)),
            reason=reason or None,
            on_time=None if due is None else now() <= due,
        )
    )
    for user_id in session.scalars(_followers(), place):
        if user_id != who.user_id:
            body = str(_("%(name)s: %(step)s, %(record)s", name=who.name, step=step.label, record=record))
            session.add(Notice(user_id=user_id, body=body, resource=key, row_id=record.id))


@cache
def _open_due() -> Any:
    return beside(Task).with_only_columns(Task.due_at).where(Task.closed_at.is_(None)).limit(1)


@cache
def _followers() -> Any:
    return beside(Follower).with_only_columns(Follower.user_id)
