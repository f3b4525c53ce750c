"""Deadlines of a unit: its opening hours and the administrators' days, put into the working calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, object_session

from app.data.calendar import OpeningHours, Override, Span, WorkingCalendar
from app.data.clock import ZONE, today
from app.data.days import DayOverride, Opening
from app.data.people import Unit
from app.data.standing import while_unchanged
from app.data.task import Task
from app.spec.flow import Term


def calendar_of(session: Session, unit_id: int | None) -> WorkingCalendar:
    """Return the working calendar of a unit; built once per session, since a request asks it again and again."""
    kept = session.info.setdefault("calendars", {})
    if unit_id not in kept:
        kept[unit_id] = _build(session, unit_id)
    return kept[unit_id]


def deadline(session: Session, unit_id: int, start: datetime, term: Term, paused: Iterable[Span] = ()) -> datetime:
    """Return when a term that began at `start` ends, in UTC; spans in `paused` do not run it."""
    calendar = calendar_of(session, unit_id)
    if term.hours:
        return calendar.add_working_hours(start, term.hours, paused).astimezone(UTC)
    cut_off = time.fromisoformat(term.cut_off) if term.cut_off else None
    return calendar.add_working_days(start, term.days, cut_off, paused).astimezone(UTC)


def open_on(session: Session, days: Sequence[date]) -> dict[date, int]:
    """Count the open deadlines that fall on each of these days, in one query."""
    counts = [func.count().filter(*_within(day)) for day in days]
    found = session.execute(select(*counts).where(Task.closed_at.is_(None))).one() if counts else ()
    return dict(zip(days, found, strict=True))


def due_on(day: DayOverride) -> dict[str, Any]:
    """Tell how many open deadlines stand on an exceptional day: they were set before it, and stay until a step."""
    session = object_session(day)
    return {"count": open_on(session, [day.day])[day.day] if session else 0}


def week_of(opening: Opening) -> dict[str, Any]:
    """Return the whole week of the unit that an opening period belongs to, as deadlines count it while it holds."""
    session, day = object_session(opening), max(today(), opening.valid_from)
    if opening.valid_to:
        day = min(day, opening.valid_to)
    return {"week": calendar_of(session, opening.for_unit_id).week(day) if session else []}


def units_with_hours(session: Session) -> list[Unit]:
    """Return the units that keep hours of their own; all others keep the city's."""
    own = select(Opening.__table__.c.for_unit_id)
    return list(session.scalars(select(Unit).where(Unit.id.in_(own)).order_by(Unit.name)))


def _within(day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begin = datetime.combine(day, time(), ZONE)
    return Task.due_at >= begin, Task.due_at < begin + timedelta(days=1)


@while_unchanged(Opening, DayOverride)
def _build(session: Session, unit_id: int | None) -> WorkingCalendar:
    # The tables, not the models: everybody's deadlines follow these rows, whoever may see the screens that edit them.
    table, days = Opening.__table__, DayOverride.__table__
    mine = or_(table.c.for_unit_id == unit_id, table.c.for_unit_id.is_(None))
    rows = session.execute(select(table).where(mine).order_by(table.c.opens)).all()
    ends = {row.valid_to + timedelta(days=1) for row in rows if row.valid_to}
    changes = sorted({row.valid_from for row in rows} | ends)
    overrides = [
        Override(row.day, row.working, row.reason, "", row.source or "") for row in session.execute(select(days))
    ]
    return WorkingCalendar(overrides, later=[(day, _hours_on(rows, day)) for day in changes])


def _hours_on(rows: Sequence[Any], day: date) -> OpeningHours:
    """The unit's own rows of that time, else the city's, else the usual week."""
    valid = [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)]
    own = [row for row in valid if row.for_unit_id is not None] or valid
    periods: dict[int, list[tuple[time, time]]] = {}
    counted = set()
    for row in own:
        weekday = int(row.weekday.value)
        periods.setdefault(weekday, []).append((time.fromisoformat(row.opens), time.fromisoformat(row.closes)))
        counted |= {weekday} if row.counts else set()
    return OpeningHours(periods, frozenset(counted)) if periods else OpeningHours.default()
