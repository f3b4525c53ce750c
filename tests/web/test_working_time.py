"""The administrator's year: why a day is off, by which document, and what hours the offices keep."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.data.clock import local, today
from app.data.days import Opening
from app.data.people import Unit
from app.data.task import Task
from app.engine.access import SYSTEM
from app.engine.hours import calendar_of, open_on
from app.engine.work import work

YEAR = "/admin/year"


def test_the_usual_week_stands_there_as_rows(site: Flask, browse: Any, rows: Any) -> None:
    admin = browse("quantri")
    assert rows.scalar(select(func.count()).select_from(Opening).where(Opening.for_unit_id.is_(None))) == 11
    site.test_cli_runner().invoke(args=["setup"])
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Opening).where(Opening.for_unit_id.is_(None))) == 11
    page = admin.get("/core/openings").text
    assert "Thứ Hai" in page and "07:30" in page and "Weekday" not in page
    more = {"version": "0", "weekday": "5", "opens": "13h00", "closes": "16:00", "valid_from": "01/01/2031"}
    answer = admin.post("/core/openings/new", more)
    assert answer.status_code == 303
    with site.app_context(), work(SYSTEM) as session:
        days = calendar_of(session, None)
        assert days.is_working_day(date(2031, 3, 10)), "Mondays go on as before"
        assert not days.is_working_day(date(2031, 3, 15)), "a Saturday that receives people runs no deadline"
        assert days.week(date(2031, 3, 15))[5][1] == [(time(7, 30), time(11, 30)), (time(13), time(16))]
        assert days.week(date(2030, 12, 31))[5][1] == [(time(7, 30), time(11, 30))], "not before its first day"
        session.rollback()
    assert "13:00–16:00" in admin.get(answer.headers["Location"]).text, "the page of a period shows the whole week"


def test_the_year_says_why_and_by_which_document(browse: Any) -> None:
    admin = browse("quantri")
    page = admin.get(f"{YEAR}?year=2026").text
    assert "Làm bù cho ngày nghỉ hoán đổi" in page
    assert "Lịch nghỉ lễ quốc gia" in page
    assert "13:00–17:00" in page
    off = {"version": "0", "day": "14/04/2032", "reason": "Nghỉ đột xuất", "source": "77/TB-VP"}
    assert admin.post("/core/days/new", off).status_code == 303
    page = admin.get(f"{YEAR}?year=2032").text
    assert "Nghỉ đột xuất" in page and "77/TB-VP" in page
    assert 'value="30/04/2032"' in admin.get("/core/days/new?day=30/04/2032").text
    assert admin.get("/core/days/new?day=31/31/2032").status_code == 200
    assert admin.get(f"{YEAR}?year=1").status_code == 200
    assert browse("canbo").client.get(YEAR).status_code == 403


def test_open_deadlines_are_counted_by_the_day_in_vietnam(site: Flask, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        days = [today() + timedelta(days=offset) for offset in range(-40, 60)]
        counted = open_on(session, days)
        session.rollback()
    due = rows.scalars(select(Task.due_at).where(Task.closed_at.is_(None), Task.due_at.is_not(None)))
    expected = [local(moment).date() for moment in due]
    assert {day: count for day, count in counted.items() if count} == {
        day: expected.count(day) for day in days if day in expected
    }
    assert sum(counted.values()) > 0, "the demo has open deadlines"
    assert open_on(rows, []) == {}


def test_a_unit_with_hours_of_its_own_is_offered(browse: Any, rows: Any) -> None:
    admin, ward = browse("quantri"), rows.scalars(select(Unit).where(Unit.code == "26743").order_by(-Unit.id)).first()
    own = {
        "version": "0",
        "for_unit_id": str(ward.id),
        "weekday": "1",
        "opens": "9:00",
        "closes": "10:00",
        "valid_from": "01/01/2026",
    }
    assert admin.post("/core/openings/new", own | {"counts": "1"}).status_code == 303
    page = admin.get(f"{YEAR}?unit={ward.id}").text
    assert "09:00–10:00" in page and f'value="{ward.id}" selected' in page


def test_hours_of_the_whole_city_say_so_wherever_they_are_read(browse: Any) -> None:
    admin = browse("quantri")
    cells = re.findall(r'data-l="Đơn vị">([^<]*)<|class="code"><a[^>]*>([^<]*)<', admin.get("/core/openings").text)
    assert cells and all(any(cell) and "#" not in "".join(cell) for cell in cells)
    assert any("Toàn thành phố" in cell for cell in cells)
    assert "Toàn thành phố" in admin.get("/core/openings?group=for_unit_id").text
    assert "Toàn thành phố" in admin.client.get("/core/openings/sheet.csv").text
    form = admin.get("/core/openings/new").text
    assert '<option value="">Toàn thành phố</option>' in form or ">Toàn thành phố</option>" in form
