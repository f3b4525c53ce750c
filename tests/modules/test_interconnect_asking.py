"""Questions that somebody waits for: an answer, a no, or a sentence; each written down, its content opened for a reason only."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data.base import db
from app.data.clock import today
from app.data.people import User
from app.data.trail import Trail
from app.engine.access import SYSTEM, bind, principal_of
from app.engine.work import work
from modules.interconnect import Answer, NotAnswering, Refused, ask
from modules.interconnect.links.connections import Connection
from modules.interconnect.messages.calls import Call
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file

HANH = {"service": "1.001193", "number": "079190012345", "name": "Nguyễn Thị Hạnh", "born": "1990-05-14"}


def as_clerk(site: Flask, rows: Any, login: str = "hotich_lt", **more: Any) -> Answer:
    with site.app_context():
        bind(db.session(), SYSTEM)
        user = db.session.scalars(select(User).where(User.login == login)).one()
        who = principal_of(db.session(), user, today())
        bind(db.session(), who)
        return ask("population", "look_up", HANH | more, purpose="Đăng ký khai sinh", unit_id=who.unit_id)


def test_a_person_is_looked_up_by_number_name_and_day_together(site: Flask, rows: Any) -> None:
    found = as_clerk(site, rows).content["people"]
    assert [(one["surname"], one["middle"], one["given"], one["born"]) for one in found] == [
        ("Nguyễn", "Thị", "Hạnh", "1990-05-14")
    ]
    assert found[0]["residence"]["ward"] == "27004" and found[0]["father"]["name"] == "Nguyễn Văn Tâm"
    assert as_clerk(site, rows, born="1991").content["people"] == [], "another day of birth is not found"
    line = rows.scalars(select(Call).order_by(Call.id.desc()).limit(1)).one()
    assert line.officer and line.officer.startswith("CB") and line.purpose == "Đăng ký khai sinh"
    assert "079190012345" not in (line.sealed or "")
    with site.app_context():
        assert line.content["question"]["number"] == "079190012345"


def test_whom_the_database_does_not_let_ask_reads_why(site: Flask, rows: Any) -> None:
    with pytest.raises(Refused, match="005"):
        as_clerk(site, rows, login="motcua")
    with pytest.raises(Refused, match="004"):
        as_clerk(site, rows, service="")
    with pytest.raises(ValueError, match="họ tên"):
        as_clerk(site, rows, name="")


def test_who_waits_in_vain_reads_since_when_and_is_not_made_to_wait_again(site: Flask, rows: Any) -> None:
    house.mood(site, "population", "down", seconds=-1)
    for _time in range(2):
        with pytest.raises(NotAnswering, match=r"không trả lời từ \d\d:\d\d; hãy thử lại sau hoặc nhập tay"):
            as_clerk(site, rows)
    before = rows.scalar(select(func.count()).select_from(Call))
    with pytest.raises(NotAnswering):
        as_clerk(site, rows)
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Call)) == before


def test_a_call_is_written_down_although_the_work_around_it_fails(site: Flask, rows: Any) -> None:
    with site.app_context(), pytest.raises(KeyError), work(SYSTEM) as session:
        city = session.scalars(select(Connection.unit_id).where(Connection.port == "population")).first()
        with pytest.raises(Refused, match="005"):  # nobody's account, nobody's licence
            ask("population", "look_up", HANH, purpose="việc hỏng", unit_id=city)
        raise KeyError
    assert rows.scalar(select(func.count()).where(Call.purpose == "việc hỏng")) == 1


def test_who_opens_the_content_says_why_and_that_stays_written(site: Flask, rows: Any, browse: Any) -> None:
    as_clerk(site, rows)
    line = rows.scalars(select(Call).where(Call.purpose == "Đăng ký khai sinh").order_by(Call.id.desc()).limit(1)).one()
    officer, page = browse("hotich_lt"), f"/interconnect/calls/{line.id}"
    assert "079190012345" not in officer.get(page).text
    assert officer.post(f"/interconnect/content/calls/{line.id}", {"reason": ""}).status_code == 303
    shown = officer.post(f"/interconnect/content/calls/{line.id}", {"reason": "đối chiếu theo đơn"})
    assert "079190012345" in shown.text
    rows.rollback()
    read = rows.scalars(
        select(Trail).where(Trail.table == "interconnect_call", Trail.row_id == line.id, Trail.act == "read")
    ).one()
    assert read.reason == "đối chiếu theo đơn"
    assert browse("lienthong2").post(f"/interconnect/content/calls/{line.id}", {"reason": "x"}).status_code == 404
    assert browse("giamsat_lt").post(f"/interconnect/content/calls/{line.id}", {"reason": "x"}).status_code == 403
