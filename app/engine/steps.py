"""Taking a step of a workflow: who may, whether now, the change, its history, its deadline and who works next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.data.choice import Choice
from app.data.format import format_day
from app.data.messages import Follower, Notice
from app.data.moment import now
from app.data.record import Record
from app.data.task import Passage, Task
from app.data.text import _
from app.engine.access import Principal
from app.engine.hours import deadline
from app.engine.registry import registry
from app.engine.rules import first_day, rules_of
from app.engine.work import emit
from app.spec.flow import Step
from app.spec.words import Resource


def state_of(resource: Resource, record: Record) -> Choice:
    """Return the state of a record that has a workflow."""
    return getattr(record, resource.workflow.column.key)


def open_steps(session: Session, resource: Resource, record: Record, who: Principal) -> list[Step]:
    """Return the steps `who` may take on `record` now, main ones first."""
    possible = [
        step
        for step in _steps_of(session, resource, record)
        if who.holds(step.roles, record.unit_id) and (not step.guard or step.guard(record))
    ]
    barred = _actors(session, resource, record) if any(step.not_by for step in possible) else {}
    return sorted((step for step in possible if _barred(step, record, who, barred) is None), key=lambda s: not s.main)


def without_form(resource: Resource, records: list[Any], who: Principal) -> list[Step]:
    """Return the steps `who` may take on some of `records` together, since they ask for no fields."""
    if not resource.workflow:
        return []
    states = {state_of(resource, record) for record in records}
    return [
        step
        for step in resource.workflow.steps
        if not step.form and states & set(step.sources) and who.holds(step.roles)
    ]


def find_step(resource: Resource, name: str) -> Step:
    """Return the declared step; LookupError when there is none of that name."""
    for step in resource.workflow.steps if resource.workflow else ():
        if step.name == name:
            return step
    raise LookupError(name)


def take(
    session: Session,
    resource: Resource,
    record: Record,
    name: str,
    who: Principal,
    reason: str = "",
    fill: Callable[[], None] | None = None,
) -> None:
    """Take a step; `fill` writes what was asked with it, after the checks and before the verb.

    PermissionError: not this person. ValueError: not now, with a sentence for the user.
    """
    step = find_step(resource, name)
    source = state_of(resource, record)
    if not who.holds(step.roles, record.unit_id):
        raise PermissionError(str(_("You have not been given the right to do this step.")))
    if source not in step.sources:
        raise ValueError(str(_("This record is now “%(state)s”; the step is no longer possible.", state=source)))
    if not rules_of(session, resource).allows(step, first_day(record)):
        day = format_day(first_day(record))
        raise ValueError(
            str(_("“%(step)s” is not a step for records that began on %(day)s.", step=step.label, day=day))
        )
    barred = _barred(step, record, who, _actors(session, resource, record) if step.not_by else {})
    if barred:
        raise PermissionError(barred)
    if step.guard and not step.guard(record):
        raise ValueError(str(_("The record does not meet the conditions of this step yet.")))
    if step.reason and not reason.strip():
        raise ValueError(str(_("Write the reason.")))
    if fill:
        fill()
    if step.do:
        step.do(record)
    setattr(record, resource.workflow.column.key, step.target)
    session.flush()
    _record_passage(session, resource, record, step, source, who, reason)
    arrive(session, resource, record)
    emit(session, f"{registry.key(resource)}.{step.target.value}", record)


def arrive(session: Session, resource: Resource, record: Record) -> None:
    """Open the tasks of the state a record has come to: one per role that has a step to take there."""
    state = state_of(resource, record)
    decides: dict[str, bool] = {}
    for step in _steps_of(session, resource, record):
        if step.main or step.decides:
            for role in step.roles:
                decides[role.name] = decides.get(role.name, False) or step.decides
    due = _due(session, resource, record, state)
    title = str(getattr(record, resource.heading.key) if resource.heading is not None else record)
    for role, deciding in decides.items():
        session.add(
            Task(
                resource=registry.key(resource),
                row_id=record.id,
                unit_id=record.unit_id,
                role=role,
                state=state.value,
                number=str(record),
                title=title,
                decides=deciding,
                due_at=due,
            )
        )
    if hasattr(record, "due_at"):
        record.due_at = due


def _steps_of(session: Session, resource: Resource, record: Record) -> list[Step]:
    if resource.workflow is None:
        return []
    rules, day = rules_of(session, resource), first_day(record)
    return [step for step in resource.workflow.from_state(state_of(resource, record)) if rules.allows(step, day)]


def _due(session: Session, resource: Resource, record: Record, state: Choice) -> datetime | None:
    term = rules_of(session, resource).term(state, first_day(record))
    if term is None or state in resource.workflow.paused:
        return None
    return deadline(session, record.unit_id, now(), term)


def _barred(step: Step, record: Record, who: Principal, actors: dict[str, set[int]]) -> str | None:
    if who.system:
        return None
    if step.not_author and record.created_by_id == who.user_id:
        return str(_("Who made the record may not take this step."))
    if any(who.user_id in actors.get(name, ()) for name in step.not_by):
        return str(_("Another person must take this step (four eyes)."))
    return None


def _actors(session: Session, resource: Resource, record: Record) -> dict[str, set[int]]:
    rows = session.execute(
        select(Passage.step, Passage.actor_id).where(
            Passage.resource == registry.key(resource), Passage.row_id == record.id
        )
    )
    found: dict[str, set[int]] = {}
    for name, actor in rows:
        found.setdefault(name, set()).add(actor)
    return found


def _record_passage(
    session: Session, resource: Resource, record: Record, step: Step, source: Choice, who: Principal, reason: str
) -> None:
    key = registry.key(resource)
    here = (Task.resource == key, Task.row_id == record.id, Task.closed_at.is_(None))
    due = session.scalar(select(Task.due_at).where(*here).limit(1))
    session.execute(update(Task).where(*here).values(closed_at=now(), closed_by_id=who.user_id))
    session.add(
        Passage(
            resource=key,
            row_id=record.id,
            step=step.name,
            source=source.value,
            target=step.target.value,
            actor_id=who.user_id,
            reason=reason.strip() or None,
            on_time=None if due is None else now() <= due,
        )
    )
    followers = session.scalars(select(Follower.user_id).where(Follower.resource == key, Follower.row_id == record.id))
    for user_id in followers:
        if user_id != who.user_id:
            body = str(_("%(name)s: %(step)s, %(record)s", name=who.name, step=step.label, record=record))
            session.add(Notice(user_id=user_id, body=body, resource=key, row_id=record.id))


def history(session: Session, resource: Resource, record: Record) -> list[Any]:
    """Return the steps taken on a record, oldest first."""
    where = (Passage.resource == registry.key(resource), Passage.row_id == record.id)
    return list(session.scalars(select(Passage).where(*where).order_by(Passage.id)))


def take_steps(
    session: Session,
    key: str,
    record: Record,
    names: list[tuple[str, int]],
    fill: Callable[[], None] | None = None,
    *,
    reason: str = "",
) -> None:
    """Walk a record along its workflow as (step, user id), for demo data and imports; an empty walk opens its tasks."""
    resource = registry.resources[key]
    if not names:
        arrive(session, resource, record)
    for name, user_id in names:
        take(session, resource, record, name, Principal(user_id, "", system=True), reason, fill)
