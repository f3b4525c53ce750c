"""Working time at the start: days that differ from the national calendar, and the hours of the city's offices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.calendar import OpeningHours
from app.data.days import DayOverride, Opening, Weekday
from app.data.people import Unit
from app.engine.seeds import seed_row
from app.engine.units import read_rows

# The day on which the wards of today opened.
SINCE = date(2025, 7, 1)
SOURCE = "Giờ tiếp nhận các phường công bố (UBND phường Linh Tây); cần đối chiếu với thông báo của đơn vị"


def load_days(session: Session) -> None:
    """Put the decided exceptions of the calendar in; days an administrator already keeps are left alone."""
    city = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    for row in read_rows("day_overrides.csv"):
        day = date.fromisoformat(row["day"])
        if session.scalar(select(DayOverride.id).where(DayOverride.day == day)) is None:
            source = f"{row['decision']}, {row['source']}"
            working = row["working"] == "1"
            session.add(DayOverride(unit_id=city, day=day, working=working, reason=row["reason"], source=source))


def load_openings(session: Session) -> None:
    """Put the usual week in as rows, so that an administrator changes a week and does not begin an empty one."""
    city = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    if session.scalar(select(Opening.id).where(Opening.for_unit_id.is_(None)).limit(1)):
        return
    usual = OpeningHours.default()
    for weekday, periods in usual.periods.items():
        for opens, closes in periods:
            key, day = f"opening.{weekday}.{opens:%H:%M}", Weekday(str(weekday))
            row = {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}", "counts": weekday in usual.counted}
            seed_row(session, key, Opening, unit_id=city, weekday=day, valid_from=SINCE, source=SOURCE, **row)
