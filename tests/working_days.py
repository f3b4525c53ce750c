"""Days of the tests that every calendar of the house works on."""

from __future__ import annotations

from datetime import date, timedelta

from app.data import clock
from app.data.calendar import WorkingCalendar


def working_day(ahead: int) -> date:
    """Return the first day at least `ahead` days from now on which a deadline may end, whatever the season."""
    calendar = WorkingCalendar()
    days = (clock.today() + timedelta(days=ahead + more) for more in range(30))
    return next(day for day in days if calendar.is_working_day(day))
