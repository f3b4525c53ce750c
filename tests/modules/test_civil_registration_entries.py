"""Looking for an entry of any ward: what is shown, who may, what is written down, and that it reads no whole register."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as sql_event
from sqlalchemy import select

from app.data import clock
from app.data.base import db
from app.data.trail import Trail
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import VITAL, Event
from modules.civil_registration.deaths.death import Death
from modules.civil_registration.extracts.finding import Sought
from modules.civil_registration.extracts.log import Act, EntryReading
from tests.modules.test_civil_registration import BIRTHS, declared, registered
from tests.modules.test_civil_registration_extracts import ENTRIES, EXTRACTS, look, newest


@pytest.mark.parametrize("way", ["number", "name", "citizen_id"])
def test_another_ward_finds_an_entry_and_sees_only_what_it_needs_to_choose(
    site: Flask, browse: Any, rows: Any, way: str
) -> None:
    own = {"citizen_id": f"0792{clock.today():%y}11{len(way):04d}"}
    birth = registered(browse, rows, declared(browse, rows, child_name=f"Nguyễn Thúy {way[:1].upper()}yên Mỹ", **own))
    words = {
        "number": {"number": str(birth.number), "year": str(birth.year), "unit": str(birth.unit_id)},
        "name": {"name": f"nguyen thuy {way[:1]}yen mi", "born": f"{birth.born}"},
        "citizen_id": {"citizen_id": own["citizen_id"]},
    }[way]
    answer = look(browse, "hotich2", **words)
    assert answer.status_code == 303, answer.text
    browser = browse("hotich2")
    found = browser.get(answer.location).text
    assert birth.child_name in found and birth.entry in found and "Phường Tân Bình" in found
    for hidden in (birth.mother_name, birth.declarer_name, birth.born_at, own["citizen_id"]):
        assert hidden not in found, hidden
    assert browser.get(f"{BIRTHS}/{birth.id}").status_code == 404
    begun = browser.post(f"{answer.location}/{birth.id}", {})
    assert begun.status_code == 303 and "/civil_registration/extracts/" in begun.location
    extract = newest(rows)
    assert (extract.source_id, extract.asker_name) == (birth.unit_id, "Lê Văn Tám")
    assert extract.unit_id != birth.unit_id
    assert birth.child_name in browser.get(f"{EXTRACTS}/{extract.id}").text
    assert browse("hotich").get(f"{EXTRACTS}/{extract.id}").status_code == 404
    rows.rollback()
    opened = rows.scalars(select(EntryReading).order_by(EntryReading.id.desc()).limit(1)).one()
    assert (opened.act, opened.entry, opened.owner_id) == (Act.OPENED, birth.entry, birth.unit_id)
    lines = rows.scalars(select(Trail).where(Trail.table == Birth.__tablename__, Trail.row_id == birth.id)).all()
    assert any(line.act == "read" and line.reason == "Làm hộ chiếu" for line in lines)
    assert "Làm hộ chiếu" in browse("sotuphap").get(f"/civil_registration/readings/{opened.id}").text
    assert "Lê Văn Tám" in browse("chutich").get(f"/civil_registration/readings/{opened.id}").text  # whose entry it is


def test_a_search_says_for_whom_and_what_for_or_finds_nothing(browse: Any, rows: Any) -> None:
    rows.rollback()
    before = rows.scalars(select(EntryReading.id)).all()
    for typed, sentence in (
        ({"purpose": ""}, "mục đích"),
        ({"asker": "Tám"}, "họ tên người yêu cầu"),
        ({"event": ""}, "khai sinh hay khai tử"),
        ({}, "hoặc họ tên và ngày sinh"),
        ({"name": "Đỗ Thúy"}, "ghi đủ họ tên và ngày sinh"),
        ({"name": "Đỗ Thúy", "born": "30/2/2020"}, "30/2/2020"),
        ({"citizen_id": "12"}, "12 chữ số"),
    ):
        answer = look(browse, "hotich2", **typed)
        assert answer.status_code == 422 and sentence in answer.text, (typed, answer.status_code)
    rows.rollback()
    assert rows.scalars(select(EntryReading.id)).all() == before


def test_only_what_ones_own_search_has_found_can_be_opened(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    other = registered(browse, rows, declared(browse, rows))
    number = {"number": str(birth.number), "year": str(birth.year), "unit": str(birth.unit_id)}
    there = look(browse, "hotich2", **number).location
    assert browse("hotich2").post(f"{there}/{other.id}", {}).status_code == 404
    assert browse("hotich").get(there).status_code == 404
    assert browse("hotich").post(f"{there}/{birth.id}", {}).status_code == 404
    assert browse("chutich").get(ENTRIES).status_code == 403
    assert look(browse, "motcua", **number).status_code == 403
    nothing = look(browse, "hotich2", number="99999", year="2026", unit=str(birth.unit_id)).location
    assert "Không có mục đăng ký nào" in browse("hotich2").get(nothing).text


def test_a_search_of_yesterday_is_over(site: Flask, browse: Any, rows: Any) -> None:
    there = look(browse, "hotich2", number="2", year="2026", unit=str(newest(rows).source_id)).location
    assert browse("hotich2").get(there).status_code == 200
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(EntryReading, int(there.rsplit("/", 1)[1])).created_at -= timedelta(days=1)
    assert browse("hotich2").get(there).status_code == 404


@pytest.mark.parametrize("event", VITAL)
@pytest.mark.parametrize("way", ["citizen_id", "name", "number"])
def test_no_search_reads_the_whole_register(site: Flask, rows: Any, event: Event, way: str) -> None:
    kind = Birth if event is Event.BIRTH else Death
    unit = rows.scalars(select(kind.unit_id)).first()
    typed = {
        "citizen_id": {"citizen_id": "079226123456"},
        "name": {"name": "Nguyễn Văn An", "born": "14/5/1990"},
        "number": {"number": "12", "year": "2026", "unit": str(unit)},
    }[way]
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        if session.get_bind().dialect.name != "sqlite":
            session.execute(db.text("SET LOCAL enable_seqscan = off"))
            begin = "EXPLAIN "
        else:
            begin = "EXPLAIN QUERY PLAN "
        plan: list[str] = []

        def explain(_connection: Any, cursor: Any, statement: str, words: Any, *_more: Any) -> None:
            if kind.__tablename__ in statement and not statement.startswith("EXPLAIN"):
                cursor.execute(begin + statement, words)
                plan.extend(str(line) for line in cursor.fetchall())

        engine = db.engine
        sql_event.listen(engine, "before_cursor_execute", explain)
        try:
            Sought.typed({"event": event.value} | typed).found()
        finally:
            sql_event.remove(engine, "before_cursor_execute", explain)
    lines = [line for line in plan if kind.__tablename__ in line]
    assert any("ix_civil" in line or "uq_civil" in line for line in lines), plan
    assert not any("SCAN civil" in line or "Seq Scan on civil" in line for line in lines), plan


def test_a_birth_of_a_year_alone_is_found_by_its_full_day(site: Flask, rows: Any) -> None:
    rows.rollback()
    with site.app_context(), work(SYSTEM):
        sought = Sought.typed({"event": "death", "name": "le van bay", "born": "14/5/1941"})
        days = str(sought.conditions[1].compile(compile_kwargs={"literal_binds": True}))
    assert all(str(one) in days for one in (1941, "1941-05", "1941-05-14"))
