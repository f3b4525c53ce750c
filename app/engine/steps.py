"""Taking a step of a workflow: who may, whether now, the change, its history, its deadline and who works next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.data.beside import beside
from app.data.choice import Choice
from app.data.format import format_day
from app.data.moment import now
from app.data.people import User
from app.data.record import Record
from app.data.task import Passage, Task
from app.data.text import _
from app.engine.access import Principal
from app.engine.registry import registry
from app.engine.rules import first_day, rules_of
from app.engine.tasks import arrive, leave, steps_of
from app.engine.work import emit
from app.spec.flow import Step
from app.spec.words import Resource


def state_of(resource: Resource, record: Record) -> Choice:
    """Return the state of a record that has a workflow."""
    return getattr(record, resource.flow.column.key)


def open_steps(session: Session, resource: Resource, record: Record, who: Principal) -> list[Step]:
    """Return the steps `who` may take on `record` now, main ones first."""
    possible = [
        step
        for step in steps_of(session, resource, record)
        if who.holds(step.roles_for(record), step.place(record)) and (not step.guard or step.guard(record))
    ]
    actors = actors_of(session, resource, record) if any(step.not_by for step in possible) else {}
    held = _held(session, resource, record, who) if possible else {}
    free = (step for step in possible if not _taken(step, record, who, held))
    return sorted((step for step in free if who.system or not barred(step, record, who.user_id, actors)), key=_later)


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
    seen: int | None = None,
) -> None:
    """Take a step; `fill` writes what was asked with it, after the checks and before the verb.

    `seen` is the version the person looked at. PermissionError: not this person. ValueError: not now, with a
    sentence for the user; of two who click at the same time, the second gets one.
    """
    step, reason = find_step(resource, name), reason.strip()
    _lock(session, resource, record, seen)
    source = state_of(resource, record)
    require_now(session, resource, record, step, who)
    roles = step.roles_for(record)
    if step.reason and not reason:
        raise ValueError(str(_("Write the reason.")))
    if fill:
        fill()
    if step.do:
        session.info["reason"] = reason
        step.do(record)
    setattr(record, resource.flow.column.key, step.target)
    record.updated_at = now()  # a new version even where a step leads back to its own state
    session.flush()
    leave(session, resource, record, step, source, who, reason, roles)
    arrive(session, resource, record, reason or None)
    emit(session, f"{registry.key(resource)}.{step.target.value}", record)


def take_steps(
    session: Session,
    record: Record,
    names: Sequence[tuple[str, int | None]],
    fill: Callable[[], None] | None = None,
    *,
    reason: str = "",
) -> None:
    """Walk a record along its workflow as (step, user id), for demo data, imports and jobs; an empty walk opens its tasks."""
    resource = registry.of(record)
    if not names:
        arrive(session, resource, record)
    for name, user_id in names:
        user = session.get(User, user_id) if user_id else None
        called = user.name if user else str(_("System"))  # followers are told who has done it
        take(session, resource, record, name, Principal(user_id, called, system=True), reason, fill)


def announce(session: Session, record: Record) -> None:
    """Let listeners hear, after the commit, of a record that code has brought to its state without a step."""
    resource = registry.of(record)
    emit(session, f"{registry.key(resource)}.{state_of(resource, record).value}", record)


def history(session: Session, resource: Resource, record: Record) -> list[Passage]:
    """Return the steps taken on a record, oldest first."""
    return list(session.scalars(_passages(), registry.place(resource, record)))


def given_reason(session: Session) -> str:
    """Return the reason written with the step that is being taken, for its verb; empty when none was."""
    return str(session.info.get("reason", ""))


def last_passage(session: Session, record: Record, *steps: str) -> Passage | None:
    """Return how a record took one of some steps (by name) the last time; None when it never did."""
    where = (Passage.resource == registry.key(registry.of(record)), Passage.row_id == record.id)
    found = select(Passage).where(*where, Passage.step.in_(steps)).order_by(Passage.id.desc()).limit(1)
    return session.scalar(found)


def last_reason(session: Session, record: Record) -> str:
    """Return the reason written with the last step that asked for one; empty when none did."""
    key = registry.key(registry.of(record))
    where = (Passage.resource == key, Passage.row_id == record.id, Passage.reason.is_not(None))
    return session.scalar(select(Passage.reason).where(*where).order_by(Passage.id.desc()).limit(1)) or ""


def actors_of(session: Session, resource: Resource, record: Record) -> dict[str, set[int | None]]:
    """Return who has taken which step of a record, for four-eyes checks."""
    found: dict[str, set[int | None]] = {}
    for name, actor in session.execute(_actors(), registry.place(resource, record)):
        found.setdefault(name, set()).add(actor)
    return found


def barred(step: Step, record: Record, user_id: int | None, actors: dict[str, set[int | None]]) -> str | None:
    """Return the sentence that keeps a user from a step for what he did before or is; None when nothing does."""
    if step.not_author and record.created_by_id == user_id:
        return str(_("Who made the record may not take this step."))
    if any(user_id in actors.get(name, ()) for name in step.not_by):
        return str(_("Another person must take this step (four eyes)."))
    return step.bars(record, user_id) if step.bars else None


def _lock(session: Session, resource: Resource, record: Record, seen: int | None) -> None:
    """Hold the record's row until the commit; ValueError when somebody has changed it since it was looked at."""
    session.flush()
    seen = record.version if seen is None else seen
    session.refresh(record, ["version", resource.flow.column.key], with_for_update=True)
    if record.version != seen:
        state = state_of(resource, record)
        text = _(
            "%(record)s was changed meanwhile and is now “%(state)s”; look at it again.", record=record, state=state
        )
        raise ValueError(str(text))


def require_now(session: Session, resource: Resource, record: Record, step: Step, who: Principal) -> None:
    """PermissionError: not this person. ValueError: not now. Both with a sentence for the user."""
    _check(session, resource, record, step, who)
    if step.guard and not step.guard(record):
        vague = _("The record does not meet the conditions of this step yet.")
        raise ValueError(str(step.lacks(record) if step.lacks else vague))


def _check(session: Session, resource: Resource, record: Record, step: Step, who: Principal) -> None:
    source = state_of(resource, record)
    if not who.holds(step.roles_for(record), step.place(record)):
        raise PermissionError(str(_("You have not been given the right to do this step.")))
    if source not in step.sources:
        raise ValueError(str(_("This record is now “%(state)s”; the step is no longer possible.", state=source)))
    if not rules_of(session, resource).allows(step, first_day(record)):
        day = format_day(first_day(record))
        text = _("“%(step)s” is not a step for records that began on %(day)s.", step=step.label, day=day)
        raise ValueError(str(text))
    if who.system:
        return
    sentence = barred(step, record, who.user_id, actors_of(session, resource, record) if step.not_by else {})
    if sentence:
        raise PermissionError(sentence)
    if _taken(step, record, who, _held(session, resource, record, who)):
        raise ValueError(str(_("Somebody else is working on this. Have it given to you first.")))


def _held(session: Session, resource: Resource, record: Record, who: Principal) -> dict[str, int]:
    """Return {role: user id} of the open tasks that somebody has taken upon himself."""
    if who.system:
        return {}
    rows = session.execute(_holders(), registry.place(resource, record))
    return {role: user_id for role, user_id in rows if user_id is not None}


@cache
def _passages() -> Select[Any]:
    return beside(Passage).order_by(Passage.id)


@cache
def _actors() -> Select[Any]:
    return beside(Passage).with_only_columns(Passage.step, Passage.actor_id)


@cache
def _holders() -> Select[Any]:
    here = (Task.closed_at.is_(None), Task.assignee_id.is_not(None))
    return beside(Task).with_only_columns(Task.role, Task.assignee_id).where(*here)


def _taken(step: Step, record: Record, who: Principal, held: dict[str, int]) -> bool:
    """Whether every role by which `who` could take the step is in somebody else's hands."""
    own = [role for role in step.roles_for(record) if who.holds([role], step.place(record))]
    return bool(held) and all(held.get(role.name, who.user_id) != who.user_id for role in own)


def _later(step: Step) -> bool:
    return not step.main
