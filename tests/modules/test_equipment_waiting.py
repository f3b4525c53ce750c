"""The city sees which requests wait too long, by days that an administrator sets, and whose work stands still."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from app.data import clock
from app.data.messages import Notice
from app.engine.demo import WARD
from modules.equipment.ageing import SHOWN, allowed_days, by_state, remind_late, too_long, waiting
from modules.equipment.request import Request


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


def test_the_days_counted_by_the_database_are_those_of_the_calendar(rows: Any) -> None:
    for ahead in range(0, 21, 3):
        with clock.frozen(clock.now() + timedelta(days=ahead)):
            everything = waiting(rows)
            assert len(everything) < SHOWN
            late = set(rows.scalars(select(Request.id).where(too_long(rows))))
            assert {row.request.id for row in everything if row.over} == late
            assert sum(over for _state, _many, over in by_state(rows)) == len(late)


def test_whoever_has_to_act_is_reminded_once_until_the_notice_is_read(rows: Any) -> None:
    monday = next(day for ahead in range(1, 40) if (day := clock.now() + timedelta(days=ahead)).weekday() == 0)
    of_requests = select(Notice).where(Notice.resource == "equipment.requests")
    rows.execute(delete(Notice))
    with clock.frozen(monday):
        late = {row.request.id: row for row in waiting(rows) if row.over}
        list(remind_late(rows))
        told = rows.scalars(of_requests).all()
        assert {one.row_id for one in told} == set(late)
        assert all(f"{late[one.row_id].days} ngày làm việc" in one.body for one in told)
        list(remind_late(rows))
        assert len(rows.scalars(of_requests).all()) == len(told), "nobody is told twice"


def test_nobody_is_reminded_on_a_holiday(rows: Any) -> None:
    with clock.frozen(clock.now().replace(month=9, day=2)):
        assert list(remind_late(rows)) == []
