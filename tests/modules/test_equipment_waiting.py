"""The city sees which requests wait too long, by days that an administrator sets, and whose work stands still."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.data import clock
from app.engine.demo import WARD
from modules.equipment.ageing import allowed_days, waiting


def test_days_are_counted_against_the_dated_rule(rows: Any, browse: Any) -> None:
    now = waiting(rows)
    late = [row for row in now if row.over]
    assert late, "the demo has requests that wait too long"
    assert f"quá {late[0].over} ngày" in browse("sokhcn").get("/equipment/waiting/").text
    rules = allowed_days(rows, clock.today())
    assert all(row.over == row.days - rules[row.request.state] for row in late)
    with clock.frozen(clock.now() + timedelta(days=7)):
        next_week = {row.request.id: row.days for row in waiting(rows)}
    assert {next_week[row.request.id] - row.days for row in now} <= {3, 4, 5, 6}


def test_a_ward_sees_its_own_only(rows: Any, browse: Any) -> None:
    blocked = next(row.request for row in waiting(rows) if row.request.blocked and row.request.unit.code == WARD)
    link = f'/equipment/requests/{blocked.id}"'
    assert link in browse("canbo").get("/equipment/waiting/").text
    assert link not in browse("canbo2").get("/equipment/waiting/").text
