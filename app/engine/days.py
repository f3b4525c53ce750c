"""Days that differ from the national calendar, as decided so far."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.days import DayOverride
from app.data.people import Unit
from app.engine.units import read_rows


def load_days(session: Session) -> None:
    """Put the decided exceptions of the calendar in; days an administrator already keeps are left alone."""
    city = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
    for row in read_rows("day_overrides.csv"):
        day = date.fromisoformat(row["day"])
        if session.scalar(select(DayOverride.id).where(DayOverride.day == day)) is None:
            source = f"{row['decision']}, {row['source']}"
            working = row["working"] == "1"
            session.add(DayOverride(unit_id=city, day=day, working=working, reason=row["reason"], source=source))
