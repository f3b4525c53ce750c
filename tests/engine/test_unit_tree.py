"""Units in time and the days that offices work, as an administrator keeps them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.clock import ZONE
from app.data.people import Unit, UnitLink
from app.engine.access import SYSTEM
from app.engine.hours import deadline
from app.engine.work import work
from app.spec.flow import Term

UNITS = "/admin/units"


@pytest.fixture
def city(rows: Any) -> int:
    return rows.scalar(select(Unit.id).where(Unit.parent_id.is_(None)))


def unit(city: int, **more: str) -> dict[str, str]:
    form = {"version": "0", "code": "T001", "name": "Trung tâm Thử", "kind": "office", "parent_id": str(city)}
    return form | {"valid_from": "01/07/2025", **more}


def test_a_unit_moves_with_all_that_is_below_it(browse: Any, rows: Any, city: int) -> None:
    admin = browse("quantri")
    admin.post(f"{UNITS}/new", unit(city))
    rows.rollback()
    top = rows.scalars(select(Unit).where(Unit.code == "T001")).one()
    admin.post(f"{UNITS}/new", unit(city, code="T002", name="Tổ Hai", parent_id=str(top.id)))
    rows.rollback()
    low = rows.scalars(select(Unit).where(Unit.code == "T002")).one()
    assert low.path == f"{top.path}{low.id}/"
    ward = rows.scalars(select(Unit).where(Unit.code == "27004", Unit.valid_to.is_(None))).one()
    seen = {"version": admin.version(f"{UNITS}/{top.id}")}
    circle = admin.post(f"{UNITS}/{top.id}", unit(city, parent_id=str(low.id)) | seen)
    assert circle.status_code == 422 and "không thể trực thuộc chính nó" in circle.text
    assert admin.post(f"{UNITS}/{top.id}", unit(city, parent_id=str(ward.id)) | seen).status_code == 303
    rows.rollback()
    rows.expire_all()
    assert top.path == f"{ward.path}{top.id}/"
    assert low.path == f"{ward.path}{top.id}/{low.id}/"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "27004"}, "đã có đơn vị khác mang mã"),
        ({"valid_to": "01/01/2025"}, "trước ngày có hiệu lực"),
        ({"parent_id": ""}, "Chỉ Thành phố đứng đầu"),
    ],
)
def test_a_wrong_unit_is_refused(browse: Any, city: int, change: dict[str, str], words: str) -> None:
    answer = browse("quantri").post(f"{UNITS}/new", unit(city, code="T009") | change)
    assert answer.status_code == 422
    assert words in answer.text


def test_lineage_leads_both_ways(browse: Any, rows: Any) -> None:
    link = rows.scalars(select(UnitLink).limit(1)).one()
    old, new = rows.get(Unit, link.old_id), rows.get(Unit, link.new_id)
    admin = browse("quantri")
    assert new.name in admin.get(f"{UNITS}/{old.id}").text
    assert old.name in admin.get(f"{UNITS}/{new.id}").text
    assert browse("canbo").client.get(UNITS).status_code == 403


def test_a_day_off_moves_new_deadlines_at_once(site: Flask, browse: Any, city: int) -> None:
    monday, term = datetime(2031, 3, 10, 9, tzinfo=ZONE), Term(days=1)

    def due() -> date:
        return _due(site, city, monday, term)

    assert due() == date(2031, 3, 11)
    admin = browse("quantri")
    off = {"version": "0", "day": "11/03/2031", "reason": "Nghỉ bù", "source": "1/VPCP"}
    assert admin.post("/core/days/new", off).status_code == 303
    assert due() == date(2031, 3, 12)
    twice = admin.post("/core/days/new", off)
    assert twice.status_code == 422 and "đã có ở hồ sơ khác" in twice.text
    assert "Nghỉ bù" in admin.get("/admin/year?year=2031").text


def test_opening_hours_of_a_unit_are_its_own(site: Flask, browse: Any, rows: Any) -> None:
    ward = rows.scalar(select(Unit.id).where(Unit.code == "26734", Unit.valid_to.is_(None))) or rows.scalar(
        select(Unit.id).where(Unit.kind == "ward", Unit.valid_to.is_(None)).order_by(Unit.id.desc())
    )
    admin = browse("quantri")
    period = {
        "version": "0",
        "for_unit_id": str(ward),
        "weekday": "0",
        "opens": "8:00",
        "closes": "12:00",
        "counts": "1",
        "valid_from": "01/01/2026",
    }
    assert admin.post("/core/openings/new", period).status_code == 303
    for change, words in (
        ({"opens": "11:00", "closes": "13:00"}, "trùng với khoảng khác"),
        ({"opens": "14:00", "closes": "13:00"}, "phải sau giờ bắt đầu"),
        ({"opens": "25:00", "closes": "26:00"}, "15:00"),
    ):
        answer = admin.post("/core/openings/new", period | change)
        assert answer.status_code == 422 and words in answer.text
    begin = datetime(2031, 3, 17, 9, tzinfo=ZONE)
    with site.app_context(), work(SYSTEM) as session:
        # Mondays only, four hours each: six hours from nine o'clock end a week later at eleven.
        end = deadline(session, ward, begin, Term(hours=6)).astimezone(ZONE)
        assert (end.date(), end.hour) == (date(2031, 3, 24), 11)
        session.rollback()


def _due(site: Flask, unit_id: int, start: datetime, term: Term) -> date:
    with site.app_context(), work(SYSTEM) as session:
        end = deadline(session, unit_id, start, term).astimezone(ZONE).date()
        session.rollback()
    return end
