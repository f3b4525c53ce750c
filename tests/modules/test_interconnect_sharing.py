"""Messages from outside, events for subscribers, addresses that may be called, data that others may take."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.clock import today
from app.data.people import User
from app.engine import tokens
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.work import work
from modules.interconnect import Receiver, publish, send
from modules.interconnect.links.connections import Connection
from modules.interconnect.links.places import may_reach, require_callable
from modules.interconnect.messages.incoming import Incoming, Stage
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.ports.port import Question
from modules.interconnect.ports.webhook import WEBHOOK, signature
from modules.interconnect.sharing.shares import DataShare, Grant, end_all
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file


class Outside:
    """A program of another system, with a token of the house."""

    def __init__(self, site: Flask, login: str, rows: Any) -> None:
        self.client = site.test_client()
        rows.rollback()
        self.way = rows.scalars(select(Connection.id).where(Connection.port == "civil_status")).one()
        rows.rollback()
        with site.app_context(), work(SYSTEM) as session:
            user = session.scalars(select(User).where(User.login == login)).one()
            until = today() + timedelta(days=9)
            self.secret = tokens.make(session, user, "thử", ["interconnect:write"], until, today())

    def bring(self, body: Any, way: int | None = None) -> Any:
        head = {"Authorization": f"Bearer {self.secret}"}
        return self.client.post(f"/api/v1/interconnect/messages/{way or self.way}", json=body, headers=head)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A module that takes notes of the Ministry; one that says "hỏng" it cannot take."""
    told: list[str] = []

    def handle(_session: Any, incoming: Incoming, content: dict[str, Any]) -> None:
        if content["noiDung"] == "hỏng":
            raise ValueError("không đọc được nội dung")
        told.append(incoming.remote_id)

    monkeypatch.setitem(registry.modules["interconnect"].__dict__, "gives", [Receiver("civil_status", "note", handle)])
    return told


def test_a_message_that_comes_five_times_is_handled_once(site: Flask, rows: Any, taken: list[str]) -> None:
    program = Outside(site, "hethong_btp", rows)
    body = {"id": "BTP-1", "call": "note", "content": {"noiDung": "đã đăng ký"}}
    assert [program.bring(body).status_code for _time in range(5)] == [201, 200, 200, 200, 200]
    house.turn(site)
    assert program.bring(body).status_code == 200
    house.turn(site)
    assert taken == ["BTP-1"]
    rows.rollback()
    row = rows.scalars(select(Incoming).where(Incoming.remote_id == "BTP-1")).one()
    assert row.state is Stage.HANDLED and row.times == 6


def test_one_that_cannot_be_handled_holds_up_no_other_and_waits_for_an_official(
    site: Flask, rows: Any, browse: Any, taken: list[str]
) -> None:
    program = Outside(site, "hethong_btp", rows)
    program.bring({"id": "H-1", "call": "note", "content": {"noiDung": "hỏng"}})
    program.bring({"id": "H-2", "call": "note", "content": {"noiDung": "tốt"}})
    program.bring({"id": "H-3", "call": "la", "content": {"noiDung": "không ai nhận"}})
    house.turn(site)
    assert taken == ["H-2"]
    rows.rollback()
    states = dict(
        rows.execute(select(Incoming.remote_id, Incoming.state).where(Incoming.remote_id.startswith("H-"))).all()
    )
    assert states == {"H-1": Stage.RECEIVED, "H-2": Stage.HANDLED, "H-3": Stage.STUCK}
    row = rows.scalars(select(Incoming).where(Incoming.remote_id == "H-1")).one()
    assert row.problem == "không đọc được nội dung" and row.tries == 1
    lost = rows.scalars(select(Incoming).where(Incoming.remote_id == "H-3")).one()
    assert "Chưa có phân hệ" in browse("lienthong").get(f"/interconnect/incoming/{lost.id}").text


def test_a_message_that_answers_ours_ends_it_as_a_poll_would(site: Flask, rows: Any, taken: list[str]) -> None:
    house.mood(site, "civil_status", "late", seconds=3600)
    program = Outside(site, "hethong_btp", rows)
    with site.app_context(), work(SYSTEM) as session:
        way = session.get_one(Connection, program.way)
        send(session, "civil_status", "push", {"module": "khai sinh", "data": {}}, key="goi-lai", purpose="thử", to=way)
    house.turn(site)
    body = {"id": "TL-1", "call": "result", "answers": "goi-lai", "content": {"soDangKy": "7"}}
    assert program.bring(body).status_code == 201
    house.turn(site)
    rows.rollback()
    assert rows.scalars(select(Outgoing).where(Outgoing.key == "goi-lai")).one().state is State.ANSWERED


def test_only_a_program_of_the_connection_brings_messages_in(site: Flask, rows: Any) -> None:
    body = {"id": "X-1", "call": "note", "content": {}}
    program = Outside(site, "hethong_btp", rows)
    assert program.bring(body, way=10**6).status_code == 404
    for wrong in (
        {},
        [],
        {"id": "", "call": "x", "content": {}},
        {"id": 7, "call": "x", "content": {}},
        body | {"content": 1},
    ):
        assert program.bring(wrong).status_code == 422
    assert Outside(site, "lienthong", rows).bring(body).status_code == 404
    program.secret = "mc_sai"
    assert program.bring(body).status_code == 401


def test_a_subscriber_is_told_once_and_can_know_the_house_by_its_signature(site: Flask, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        record = session.scalars(select(DataShare).limit(1)).one()
        for _time in range(2):
            assert publish(session, "civil_registration.births.registered", record, {"ma_xa": "27004"}) == 1
        assert publish(session, "equipment.requests.approved", record, {}) == 0
    house.turn(site)
    told = {key: times for key, times in house.received(site, "webhook").items() if key.startswith("civil_reg")}
    assert list(told.values()) == [1]
    wire = WEBHOOK.operation("event").adapter.write(
        Question("event", {"event": "a.b.c"}, "k", secrets={"secret": "bí mật"})
    )
    stamp, mark = (part.partition("=")[2] for part in wire.headers["X-MotCua-Signature"].split(","))
    assert mark == signature("bí mật", stamp, wire.body) != signature("khác", stamp, wire.body)
    assert json.loads(wire.body) == {"event": "a.b.c"}


@pytest.mark.parametrize(
    "address",
    [
        "http://vneid.example.vn/api", "ftp://10.0.0.1/", "file:///etc/passwd", "http://169.254.169.254/latest", "https://[fe80::1]/",
        "http://8.8.8.8/", "https://ai:mat-khau@lgsp.vn/", "https://", "http://0.0.0.0/", "gopher://x", "https://lgsp.vn:99999/",
        "https://lgsp.vn/?x=1",
    ],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_refused(site: Flask, address: str) -> None:
    with pytest.raises(ValueError, match=r"Địa chỉ|địa chỉ"):
        require_callable(address)


def test_addresses_of_the_own_network_and_https_may_be_called(site: Flask) -> None:
    for address in (
        "https://lgsp.tphcm.gov.vn/x",
        "http://10.1.2.3:8080/ndxp",
        "http://127.0.0.1/",
        "simulator:/portal",
    ):
        require_callable(address)
    assert may_reach("10.1.2.3") and not may_reach("169.254.169.254") and not may_reach("::ffff:169.254.1.1")


def test_without_an_address_nothing_leaves_the_house(site: Flask, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        way = session.scalars(select(Connection).where(Connection.port == "residence")).one()
        before, way.address = way.address, None
        send(session, "residence", "register", {"hoTen": "A"}, key="o-nha", purpose="thử", to=way)
    house.turn(site)
    rows.rollback()
    row = rows.scalars(select(Outgoing).where(Outgoing.key == "o-nha")).one()
    assert row.state is State.WAITING and row.tries == 0
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.scalars(select(Connection).where(Connection.port == "residence")).one().address = before
    house.turn(site)
    house.turn(site)
    rows.rollback()
    assert rows.scalars(select(Outgoing).where(Outgoing.key == "o-nha")).one().state is State.ANSWERED


def test_access_to_data_is_granted_by_another_person_and_runs_out(site: Flask, rows: Any, browse: Any) -> None:
    share = rows.scalars(select(DataShare).where(DataShare.state == Grant.ASKED)).one()
    page = f"/interconnect/shares/{share.id}/steps"
    assert browse("lienthong").post(f"{page}/grant", {}).status_code == 403
    assert browse("duyetdulieu").post(f"{page}/grant", {}).status_code == 303
    rows.rollback()
    rows.refresh(share)
    assert share.allows("ma_xa", today()) and not share.allows("so_dinh_danh", today())
    number = share.id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        found = session.get_one(DataShare, number)
        found.from_day, found.to_day = today() - timedelta(days=9), today() - timedelta(days=1)
    with site.app_context(), work(SYSTEM) as session:
        list(end_all(session))
    rows.rollback()
    rows.refresh(share)
    assert share.state is Grant.OVER and not share.allows("ma_xa", today())


def test_secrets_are_nowhere_to_be_read(site: Flask, rows: Any, browse: Any) -> None:
    way = rows.scalars(select(Connection.id).where(Connection.port == "portal")).one()
    rows.rollback()
    officer = browse("lienthong")
    officer.post(f"/interconnect/connections/{way}/secrets", {"SecretKey": "tuyet-mat-123", "token": ""})
    with site.app_context():
        connection = db.session.connection()
        tables = ("interconnect_sealed", "core_trail", "interconnect_connection")
        text = " ".join(str(connection.exec_driver_sql(f"SELECT * FROM {one}").all()) for one in tables)
        assert "tuyet-mat-123" not in text
        db.session.rollback()
        with work(SYSTEM) as session:
            assert session.get_one(Connection, way).place(session).secrets["SecretKey"] == "tuyet-mat-123"
    assert "tuyet-mat-123" not in officer.get(f"/interconnect/connections/{way}").text
