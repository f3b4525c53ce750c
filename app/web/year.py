"""The working calendar of a year: days off, days worked in exchange, why and by which document; the week's hours."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import select

from app.data.base import db
from app.data.calendar import WorkingCalendar
from app.data.clock import today
from app.data.days import DayOverride
from app.engine import hours
from app.web.guard import administrators_only

bp = Blueprint("year", __name__, url_prefix="/admin/year")
bp.before_request(administrators_only)


@bp.get("")
def index() -> str:
    """Twelve months of the asked year, the days that differ from an ordinary week, and the hours of a unit."""
    session, day = db.session(), today()
    year = min(max(request.args.get("year", day.year, type=int), 2000), 2100)
    units = hours.units_with_hours(session)
    unit = next((one for one in units if one.id == request.args.get("unit", type=int)), None)
    days = hours.calendar_of(session, unit.id if unit else None)
    months = [_month(days, year, number) for number in range(1, 13)]
    inside = [one for month in months for week in month["weeks"] for one in week if one["inside"]]
    special = [one for one in inside if one["why"]]
    return render_template(
        "admin/year.html",
        year=year,
        months=months,
        special=special,
        decided=_decided(year),
        due=hours.open_on(session, [one["day"] for one in special if one["day"] >= day]),
        working=sum(one["works"] for one in inside),
        week=days.week(day),
        units=units,
        unit=unit,
        today=day,
    )


def _decided(year: int) -> dict[date, DayOverride]:
    """The days of the year that an administrator has written down."""
    where = (DayOverride.day >= date(year, 1, 1), DayOverride.day <= date(year, 12, 31))
    return {one.day: one for one in db.session.scalars(select(DayOverride).where(*where))}


def _month(days: WorkingCalendar, year: int, number: int) -> dict[str, Any]:
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    return {"number": number, "weeks": [[_day(days, day, number) for day in week] for week in weeks]}


def _day(days: WorkingCalendar, day: date, month: int) -> dict[str, Any]:
    return {"day": day, "inside": day.month == month, "works": days.is_working_day(day), "why": days.reason_of(day)}
