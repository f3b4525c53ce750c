"""The working calendar of a year: days off, days worked in exchange, and why, as deadlines count them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from app.data.base import db
from app.data.clock import today
from app.engine.hours import calendar_of
from app.web.guard import administrators_only

bp = Blueprint("year", __name__, url_prefix="/admin/year")
bp.before_request(administrators_only)


@bp.get("")
def index() -> str:
    """Twelve months of the asked year, and a table of the days that differ from an ordinary week."""
    asked = request.args.get("year", today().year, type=int)
    year = min(max(asked, 2000), 2100)
    days = calendar_of(db.session(), None)
    months = [_month(days, year, number) for number in range(1, 13)]
    special = [one for month in months for week in month["weeks"] for one in week if one["why"] and one["inside"]]
    working = sum(days.is_working_day(day) for day in _days(year))
    return render_template("admin/year.html", year=year, months=months, special=special, working=working, today=today())


def _month(days: Any, year: int, number: int) -> dict[str, Any]:
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    return {"number": number, "weeks": [[_day(days, day, number) for day in week] for week in weeks]}


def _day(days: Any, day: date, month: int) -> dict[str, Any]:
    return {"day": day, "inside": day.month == month, "works": days.is_working_day(day), "why": days.reason_of(day)}


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
