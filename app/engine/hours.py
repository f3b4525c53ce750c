"""Deadlines of a unit: its opening hours and the administrators' days, put into the working calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.data.calendar import OpeningHours, Override, Span, WorkingCalendar
from app.data.state import DayOverride, Opening
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


def _build(session: Session, unit_id: int | None) -> WorkingCalendar:
    rows = list(session.scalars(select(Opening).where(or_(Opening.unit_id == unit_id, Opening.unit_id.is_(None)))))
    own = [row for row in rows if row.unit_id == unit_id] or rows
    periods: dict[int, list[tuple[time, time]]] = {}
    counts: dict[int, bool] = {}
    for row in own:
        periods.setdefault(row.weekday, []).append((time.fromisoformat(row.opens), time.fromisoformat(row.closes)))
        counts[row.weekday] = row.counts
    overrides = [
        Override(row.day, row.working, row.reason, "", row.source or "") for row in session.scalars(select(DayOverride))
    ]
    hours = (
        OpeningHours(periods, frozenset(day for day, yes in counts.items() if yes))
        if periods
        else OpeningHours.default()
    )
    return WorkingCalendar(overrides, hours)
