"""What is special about interconnection: nothing lost, nothing doubled, and a sentence for whoever waits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.clock import today
from app.data.people import User
from app.data.task import Task
from app.engine.access import SYSTEM, bind, principal_of
from app.engine.registry import registry
from app.engine.work import work
from modules.interconnect import Listener, Refused, send
from modules.interconnect.links.connections import Connection, Standing
from modules.interconnect.links.sealed import Sealed
from modules.interconnect.messages.calls import Call, Result
from modules.interconnect.messages.outgoing import Outgoing, State
from tests.module_case import ModuleCase
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file

CASE = {
    "procedure": "1.001193",
    "module": "khai sinh",
    "data": {"hoTich": {"nksGioiTinh": 2, "nksNgaySinh": "01/02/2026"}},
}


class TestEverything(ModuleCase):
    """Inherits what every module must do."""

    name = "interconnect"


class Heard(list[tuple[str, str, Any]]):
    """What a module has heard; `stumbles` are the sentences with which it refuses the next answers."""

    def __init__(self) -> None:
        super().__init__()
        self.stumbles: list[str] = []

    def answered(self, _session: Any, outgoing: Outgoing, content: dict[str, Any]) -> None:
        if outgoing.about_resource:  # a birth or a death of the demo, which goes out as well
            return
        if self.stumbles:
            raise ValueError(self.stumbles.pop())
        self.append(("answered", outgoing.key, content))

    def refused(self, _session: Any, outgoing: Outgoing, no: Refused) -> None:
        if not outgoing.about_resource:
            self.append(("refused", outgoing.key, str(no)))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """A module that hears of pushed cases and dossiers."""
    told = Heard()
    gifts = [
        Listener(port, call, told.answered, told.refused)
        for port, call in (("civil_status", "push"), ("portal", "sync"))
    ]
    monkeypatch.setitem(registry.modules["interconnect"].__dict__, "gives", gifts)
    return told


def put(
    site: Flask, key: str, port: str = "portal", call: str = "sync", login: str = "hotich_lt", **content: Any
) -> int:
    with site.app_context():
        bind(db.session(), SYSTEM)
        user = db.session.scalars(select(User).where(User.login == login)).one()
        who = principal_of(db.session(), user, today())
        with work(who) as session:
            return send(session, port, call, content or {"trangThai": 1}, key=key, purpose="Đồng bộ hồ sơ").id


def at(rows: Any, key: str) -> Outgoing:
    rows.rollback()
    return rows.scalars(select(Outgoing).where(Outgoing.key == key)).one()


def test_a_message_goes_out_once_however_often_it_is_sent(site: Flask, rows: Any, heard: Heard) -> None:
    assert put(site, "mot-lan") == put(site, "mot-lan")
    house.turn(site)
    house.turn(site)
    row = at(rows, "mot-lan")
    assert row.state is State.ANSWERED and row.tries == 1
    assert house.received(site, "portal")["mot-lan"] == 1
    assert [one[:2] for one in heard] == [("answered", "mot-lan")]
    line = rows.scalars(select(Call).where(Call.request_id == "mot-lan")).one()
    assert (
        line.result is Result.ANSWERED and line.purpose == "Đồng bộ hồ sơ" and line.answer_hash and line.created_by_id
    )


def test_what_is_undone_is_not_sent(site: Flask, rows: Any) -> None:
    with site.app_context(), pytest.raises(ValueError, match="thôi"), work(SYSTEM) as session:
        city = session.scalars(select(Connection.unit_id).where(Connection.port == "portal")).first()
        way = Connection.of(session, "portal", city)
        send(session, "portal", "sync", {"x": 1}, key="hoan-lai", purpose="thử", to=way)
        raise ValueError("thôi")
    house.turn(site)
    assert "hoan-lai" not in house.received(site, "portal")


@pytest.mark.parametrize("mood", ["down", "wrong", "half", "slow"])
def test_a_system_in_trouble_loses_nothing(site: Flask, rows: Any, heard: Heard, mood: str) -> None:
    with site.app_context(), work(SYSTEM) as session:
        for way in session.scalars(select(Connection).where(Connection.port == "portal")):
            way.seconds = 1
    house.mood(site, "portal", mood)
    keys = [f"{mood}-{number}" for number in range(3)]
    for key in keys:
        put(site, key)
    house.turn(site)
    rows.rollback()
    way = rows.scalars(select(Connection).where(Connection.port == "portal")).one()
    assert way.state is Standing.SILENT and way.silent_since
    assert "không trả lời từ" in way.sentence
    assert {at(rows, key).state for key in keys} == {State.WAITING}
    assert not heard
    house.mood(site, "portal")
    house.turn(site)
    assert {at(rows, key).state for key in keys} == {State.ANSWERED}
    assert sorted(one[1] for one in heard) == keys
    rows.rollback()
    assert rows.scalars(select(Connection).where(Connection.port == "portal")).one().state is Standing.WELL


def test_a_system_that_answers_two_times_is_heard_once(site: Flask, rows: Any, heard: Heard) -> None:
    house.mood(site, "civil_status", "twice")
    put(site, "hai-lan", "civil_status", "push", **CASE)
    put(site, "hai-lan-nua", "civil_status", "push", **CASE)
    house.turn(site)
    house.turn(site)
    assert sorted(one[1] for one in heard) == ["hai-lan", "hai-lan-nua"]
    row = at(rows, "hai-lan")
    with site.app_context():
        assert row.answer["ketQuaXuLy"]["soDinhDanh"].startswith("0793")


def test_a_result_that_comes_late_is_asked_for_until_it_is_there(site: Flask, rows: Any, heard: Heard) -> None:
    house.mood(site, "civil_status", "late", seconds=3600)
    put(site, "muon", "civil_status", "push", **CASE)
    house.turn(site)
    assert at(rows, "muon").state is State.SENT and not heard
    rows.rollback()
    assert rows.scalars(select(Call).where(Call.request_id == "muon")).one().result is Result.TAKEN
    house.mood(site, "civil_status", hurry=True)
    house.turn(site)
    assert at(rows, "muon").state is State.ANSWERED and [one[:2] for one in heard] == [("answered", "muon")]


def test_a_refusal_is_heard_with_its_reason_and_stays_to_be_seen_to(
    site: Flask, rows: Any, browse: Any, heard: Heard
) -> None:
    put(site, "tu-choi", "civil_status", "push", module="khai sinh", data={"hoTich": {"tuChoi": "Trùng hồ sơ"}})
    house.turn(site)
    assert heard == [("refused", "tu-choi", "Trùng hồ sơ")]
    row = at(rows, "tu-choi")
    assert row.state is State.REFUSED and row.problem == "Trùng hồ sơ"
    task = rows.scalars(select(Task).where(Task.resource == "interconnect.outgoing", Task.row_id == row.id)).one()
    assert task.closed_at is None and task.role == "interconnect.officer"
    page = browse("hotich_lt").post(f"/interconnect/outgoing/{row.id}/steps/settle", {"reason": "đã nhập tay"})
    assert page.status_code == 303 and at(rows, "tu-choi").state is State.SETTLED


def test_one_bad_message_never_stops_the_others(site: Flask, rows: Any, heard: Heard) -> None:
    put(site, "xau", "xroad", "call", service=["VN", "GOV"])  # it cannot be written down at all
    put(site, "tot", "xroad", "call", service=["VN", "GOV", "NDXP", "hotich", "dongbo"], body={"a": 1})
    heard.stumbles.append("không tìm thấy hồ sơ")
    put(site, "vap")
    put(site, "sau")
    house.turn(site)
    assert at(rows, "xau").state is State.DEAD and "năm phần" in (at(rows, "xau").problem or "")
    assert at(rows, "tot").state is State.ANSWERED
    assert at(rows, "vap").state is State.WAITING and "không tìm thấy hồ sơ" in (at(rows, "vap").problem or "")
    assert at(rows, "sau").state is State.ANSWERED
    house.turn(site)
    assert at(rows, "vap").state is State.ANSWERED
    assert [one[1] for one in heard] == ["sau", "vap"], "the listener has worked for each once"


def test_after_its_tries_a_message_waits_for_an_official_who_sends_it_again(
    site: Flask, rows: Any, browse: Any
) -> None:
    house.mood(site, "portal", "down", seconds=-1)
    put(site, "bo-cuoc")
    with site.app_context(), work(SYSTEM) as session:
        for way in session.scalars(select(Connection).where(Connection.port == "portal")):
            way.most_tries = 3
    assert at(rows, "bo-cuoc").state is State.WAITING
    for _time in range(3):
        house.turn(site)
    row = at(rows, "bo-cuoc")
    assert row.state is State.DEAD and row.tries == 3
    house.mood(site, "portal")
    assert browse("hotich_lt").post(f"/interconnect/outgoing/{row.id}/steps/again", {}).status_code == 303
    house.turn(site)
    assert at(rows, "bo-cuoc").state is State.ANSWERED
    with site.app_context(), work(SYSTEM) as session:
        for way in session.scalars(select(Connection).where(Connection.port == "portal")):
            way.most_tries = 60


def test_a_pause_keeps_messages_waiting_and_a_resume_sends_them(site: Flask, rows: Any, browse: Any) -> None:
    officer = browse("lienthong")
    way = rows.scalars(select(Connection.id).where(Connection.port == "portal")).one()
    officer.post(f"/interconnect/connections/{way}/pause", {})
    put(site, "tam-dung")
    house.turn(site)
    assert at(rows, "tam-dung").state is State.WAITING and at(rows, "tam-dung").tries == 0
    assert "đang tạm dừng" in officer.get(f"/interconnect/connections/{way}").text
    officer.post(f"/interconnect/connections/{way}/resume", {})
    house.turn(site)
    assert at(rows, "tam-dung").state is State.ANSWERED


def test_an_officer_tries_a_connection_and_sees_since_when_it_is_silent(site: Flask, rows: Any, browse: Any) -> None:
    officer = browse("lienthong")
    way = rows.scalars(select(Connection.id).where(Connection.port == "population")).one()
    page = f"/interconnect/connections/{way}"
    officer.post(f"{page}/try", {})
    assert re.search(r"trả lời sau \d+ ms", officer.get(page).text)
    officer.post(f"{page}/mood", {"mood": "down"})
    for _time in range(2):
        officer.post(f"{page}/try", {})
    assert re.search(r"không trả lời từ \d\d:\d\d", officer.get(page).text)
    assert browse("giamsat_lt").post(f"{page}/pause", {}).status_code == 403


def test_a_connection_whose_secrets_cannot_be_opened_says_so_and_stops_no_other(
    site: Flask, rows: Any, browse: Any
) -> None:
    with site.app_context(), work(SYSTEM) as session:
        way = session.scalars(select(Connection).where(Connection.port == "health_insurance")).one()
        number, name = way.id, way.sealed_name
        session.add(Sealed(name=name, words="gAAAA-niem-phong-bang-khoa-cu"))
    put(site, "khoa-cu", "health_insurance", "register", hoTen="A")
    put(site, "khoa-moi")
    house.turn(site)
    assert at(rows, "khoa-cu").state is State.WAITING and at(rows, "khoa-moi").state is State.ANSWERED
    assert "Khóa của hệ thống đã đổi" in browse("lienthong").get(f"/interconnect/connections/{number}").text
    with site.app_context(), work(SYSTEM) as session:
        session.delete(session.get_one(Sealed, name))
