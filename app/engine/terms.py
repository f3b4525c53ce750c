"""Deadlines of records: the term of a state, with the working time that pauses have stopped given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.data.beside import beside
from app.data.calendar import Span
from app.data.choice import Choice
from app.data.moment import now
from app.data.record import Record
from app.data.task import Passage
from app.engine.hours import deadline
from app.engine.registry import registry
from app.engine.rules import first_day, rules_of
from app.spec.flow import Workflow
from app.spec.words import Resource

Visit = tuple[str, datetime]
"""A state's code and the moment it was entered."""


def due_of(session: Session, resource: Resource, record: Record) -> datetime | None:
    """Return when the present state's term ends, or what was promised; None while the clock stands still."""
    flow = resource.workflow
    if flow is None or getattr(record, flow.column.key) in flow.paused:
        return None
    due = _by_term(session, resource, flow, record)
    return flow.promised(record, due) if flow.promised else due


def _by_term(session: Session, resource: Resource, flow: Workflow, record: Record) -> datetime | None:
    state = getattr(record, flow.column.key)
    term = rules_of(session, resource).term(state, first_day(record))
    if term is None:
        return None
    if not flow.paused:
        return deadline(session, record.unit_id, now(), term)
    start, pauses = stay(_visits(session, resource, record), state, flow.paused)
    return deadline(session, record.unit_id, start, term, pauses)


def stay(visits: Sequence[Visit], state: Choice, paused: Sequence[Choice]) -> tuple[datetime, list[Span]]:
    """Return when the term of `state` began, and the pauses since.

    Coming back from a pause goes on with the old term; coming back by any other way begins a fresh one.
    """
    pauses, still = [], {one.value for one in paused}
    start = end = visits[-1][1]
    for code, entered in reversed(visits):
        if code == state.value:
            start = entered
        elif code in still:
            pauses.append((entered, end))
        else:
            break
        end = entered
    return start, [(since, until) for since, until in reversed(pauses) if since >= start]


def _visits(session: Session, resource: Resource, record: Record) -> list[Visit]:
    rows = session.execute(_moves(), registry.place(resource, record)).all()
    flow: Workflow = resource.workflow  # type: ignore[assignment]
    first = rows[0].source if rows else getattr(record, flow.column.key).value
    return [(first, record.created_at or now()), *((row.target, row.at) for row in rows)]


@cache
def _moves() -> Any:
    return beside(Passage).with_only_columns(Passage.source, Passage.target, Passage.at).order_by(Passage.id)
