"""A month of records as a real table, made on the server."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import Any

from app.data.base import db
from app.data.clock import ZONE, today
from app.data.field import meta
from app.engine import query
from app.spec.words import Calendar, Resource

MOST = 500


def month_of(resource: Resource, view: Calendar, want: query.Asked, asked: str) -> dict[str, Any]:
    """Return the weeks of a month ("2026-11", else the present one) with the records of each day."""
    first = _first(asked)
    statement = (
        query.filtered(resource, query.Asked(want.search, want.filters))
        .where(query.within(view.on, f"{first:%Y-%m}"))
        .order_by(view.on)
        .limit(MOST)
    )
    days: dict[date, list[Any]] = {}
    for row in db.session.scalars(statement):
        value = getattr(row, view.on.key)
        day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
        days.setdefault(day, []).append(row)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return {
        "first": first,
        "weeks": [[(day, days.get(day, [])) for day in week] for week in weeks],
        "count": sum(map(len, days.values())),
        "today": today(),
        "before": f"{_shift(first, -1):%Y-%m}",
        "after": f"{_shift(first, 1):%Y-%m}",
        "label": meta(view.on).label,
    }


def _first(asked: str) -> date:
    try:
        year, month = asked.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        return today().replace(day=1)


def _shift(first: date, by: int) -> date:
    months = first.year * 12 + first.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)
