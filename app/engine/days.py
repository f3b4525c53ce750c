"""Days that differ from the national calendar, as decided so far."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.state import DayOverride
from app.engine.units import read_rows


def load_days(session: Session) -> None:
    """Put the decided exceptions of the calendar in; days an administrator already keeps are left alone."""
    for row in read_rows("day_overrides.csv"):
        day = date.fromisoformat(row["day"])
        if session.scalar(select(DayOverride.id).where(DayOverride.day == day)) is None:
            source = f"{row['decision']}, {row['source']}"
            session.add(DayOverride(day=day, working=row["working"] == "1", reason=row["reason"], source=source))
