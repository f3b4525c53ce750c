"""The one-stop desk: received with whole papers, handed from step to step by the process of its day, handed over."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.demo import OTHER_WARD, WARD, add_person, unit_of
from app.engine.saving import add as add_record
from app.engine.work import work
from modules.dossiers.desk.codes import CODE, code_of
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey.handlings import Handling, Outcome
from modules.dossiers.journey.simulation import simulate
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.edition import Edition, Stage
from modules.procedures.processes.process import Process
from modules.procedures.processes.process import Stage as Drafting
from modules.procedures.processes.steps import ProcessStep
from tests.module_case import ModuleCase
from tests.working_days import working_day

HERE = "/dossiers/dossiers"
MARRIAGE, CASE = "1.000894", "Chưa từng kết hôn"  # which no module serves: people hand it on


class TestEverything(ModuleCase):
    """Inherits what every module must do."""

    name = "dossiers"


def handed_in(rows: Any, browse: Any, **words: str) -> int:
    """A dossier that the desk has typed in."""
    procedure = rows.scalar(select(Procedure.id).where(Procedure.code == MARRIAGE))
    form = {"version": "0", "procedure_id": str(procedure), "case": CASE, "way": "direct", "kind": "citizen"}
    form |= {"applicant": "Lê Thị Kim Ngân", "phone": "0903001234", "sets": "1"} | words
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def take(browse: Any, login: str, row: int, step: str, **words: str) -> Any:
    """Take a step as somebody, as its form asks."""
    clerk, path = browse(login), f"{HERE}/{row}/steps/{step}"
    page = clerk.get(path).text
    found = dict(re.findall(r'name="(papers-\d+-id)"[^>]*value="(\d+)"', page))
    shapes = {name.replace("-id", "-shape"): "original" for name in found}
    return clerk.post(path, {"version": clerk.version(path)} | found | shapes | words)


def read(rows: Any, row: int) -> Dossier:
    rows.rollback()
    rows.expire_all()
    return rows.get(Dossier, row)


def received(rows: Any, browse: Any, **words: str) -> int:
    row = handed_in(rows, browse, **words)
    assert take(browse, "motcua", row, "receive").status_code == 303
    return row


def test_a_marriage_travels_from_the_desk_to_the_citizen(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    dossier = read(rows, row)
    assert dossier.state is State.RECEIVED and CODE.match(dossier.code) and dossier.promised_at
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        assert take(browse, login, row, step).status_code == 303
    answer = take(browse, "vanthu", row, "finish", result_number="12/2026", result_on=f"{clock.today():%d/%m/%Y}")
    assert answer.status_code == 303, answer.text
    assert read(rows, row).state is State.SOLVED and read(rows, row).step_role == "dossiers.reception"
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    dossier = read(rows, row)
    assert dossier.state is State.RETURNED and dossier.on_time and dossier.step_role is None
    stays = Handling.of(rows, row)
    assert [stay.code for stay in stays] == ["B1", "B2", "B3", "B4", "B5"] and all(stay.left_at for stay in stays)


def test_only_whoever_has_it_hands_it_on(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    assert take(browse, "motcua", row, "begin").status_code == 303
    refused = browse("lanhdao").post(f"{HERE}/{row}/steps/hand_on", {"version": "3"})
    assert refused.status_code == 403 and read(rows, row).step_code == "B2"
    assert "Chuyển bước tiếp theo" not in browse("lanhdao").get(f"{HERE}/{row}").text
    assert "Chuyển bước tiếp theo" in browse("hotich").get(f"{HERE}/{row}").text


def test_it_is_sent_back_with_a_reason_that_the_course_keeps(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    for login, step in (("motcua", "begin"), ("hotich", "hand_on")):
        take(browse, login, row, step)
    assert take(browse, "lanhdao", row, "send_back").status_code == 422
    assert take(browse, "lanhdao", row, "send_back", reason="Thiếu quê quán.").status_code == 303
    assert read(rows, row).step_code == "B2"
    stay = Handling.of(rows, row)[2]
    assert (stay.outcome, stay.note) == (Outcome.BACK, "Thiếu quê quán.")


def test_what_is_missing_is_named_and_nothing_is_received(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    path = f"{HERE}/{row}/steps/receive"
    clerk = browse("motcua")
    answer = clerk.post(path, {"version": clerk.version(path)})
    assert answer.status_code == 422 and "Còn thiếu: Tờ khai đăng ký kết hôn" in answer.text
    assert read(rows, row).state is State.REGISTERED


def test_an_unknown_case_is_answered_with_those_that_there_are(rows: Any, browse: Any) -> None:
    procedure = rows.scalar(select(Procedure.id).where(Procedure.code == MARRIAGE))
    form = {"version": "0", "procedure_id": str(procedure), "case": "Kết hôn lưu động", "way": "direct"}
    answer = browse("motcua").post(f"{HERE}/new", form | {"kind": "citizen", "applicant": "A", "sets": "1"})
    assert answer.status_code == 422 and CASE in answer.text


def test_papers_are_asked_for_once_and_the_clock_stands_still(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")
    promised = read(rows, row).promised_at
    words = {"missing": "Giấy xác nhận tình trạng hôn nhân", "missing_why": "Bản nộp bị rách."}
    assert take(browse, "hotich", row, "ask", missing="", missing_why="").status_code == 422
    assert take(browse, "hotich", row, "ask", **words).status_code == 303
    assert read(rows, row).due_at is None and Handling.of(rows, row)[-1].paused
    assert take(browse, "motcua", row, "complete").status_code == 303
    dossier = read(rows, row)
    assert dossier.state is State.SOLVING and dossier.step_code == "B2" and dossier.due_at >= promised
    assert "Yêu cầu bổ sung giấy tờ" not in browse("hotich").get(f"{HERE}/{row}/steps/ask").text
    assert take(browse, "hotich", row, "ask", **words).status_code in (303, 422)
    assert read(rows, row).asked == 1


def test_the_day_is_put_off_once_and_only_to_a_later_working_day(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")
    past = f"{clock.today():%d/%m/%Y}"
    refused = take(browse, "hotich", row, "extend", extended_until=past, reason="Chờ xác minh.")
    assert refused.status_code == 422 and "phải sau hôm nay" in refused.text
    later = working_day(20)
    told = {"extended_until": f"{later:%d/%m/%Y}", "reason": "Chờ xác minh."}
    assert take(browse, "hotich", row, "extend", **told).status_code == 303
    assert clock.local(read(rows, row).due_at).date() >= later
    assert take(browse, "hotich", row, "extend", **told).status_code == 422
    assert read(rows, row).extensions == 1


def test_a_ward_receives_for_another_that_solves_it(rows: Any, browse: Any) -> None:
    other = rows.scalar(select(Dossier.competent_id).where(Dossier.competent_id != Dossier.unit_id))
    row = received(rows, browse, competent_id=str(other))
    assert take(browse, "motcua", row, "begin").status_code == 303
    assert take(browse, "hotich", row, "hand_on").status_code == 403
    assert take(browse, "hotich2", row, "hand_on").status_code == 303
    assert browse("hotich").get(f"{HERE}/{row}").status_code == 200


def test_it_ends_by_the_process_of_its_day(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    dossier = read(rows, row)
    process = rows.get(Process, dossier.process_id)
    assert process.in_force(clock.today()) and process.procedure_id == dossier.procedure_id


@given(st.datetimes(min_value=datetime(2018, 1, 1), max_value=datetime(2040, 1, 1)), st.integers(1, 99_999))  # noqa: DTZ001
def test_every_code_of_the_two_forms_is_taken(day: datetime, serial: int) -> None:
    for code in (f"H29.26734-{day:%y%m%d}-{serial:04d}", f"000.00.00.H29-{day:%y%m%d}-{serial:04d}"):
        assert code_of(f" {code.lower()} ") == code


@pytest.mark.parametrize("typed", ["", "H29", "H29.26734-260601", "29.26734-260601-0001", "H29.26734-2606-0001"])
def test_other_codes_are_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="không phải mã hồ sơ"):
        code_of(typed)


def test_the_desk_begins_with_what_the_citizen_has_come_for(rows: Any, browse: Any) -> None:
    clerk = browse("motcua")
    page = clerk.get("/dossiers/receive/?q=ket+hon").text
    found = re.search(r'href="(/dossiers/dossiers/new\?[^"]*case=[^"]+)"', page)
    assert found
    form = clerk.get(found[1].replace("&amp;", "&")).text
    assert f'value="{CASE}"' in form and MARRIAGE in form
    assert "Hãy gõ" not in page and "Không có thủ tục nào" in clerk.get("/dossiers/receive/?q=xyz").text
    assert "Được yêu cầu nhiều gần đây" in clerk.get("/dossiers/receive/").text
    assert browse("vanphongub").get("/dossiers/receive/").status_code == 403


def test_who_only_receives_reads_the_catalogue_and_sits_where_he_receives(site: Flask, browse: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        add_person(session, "tiepnhan", "certified_copies.clerk", OTHER_WARD, "Thử")
        add_person(session, "tiepnhan", "dossiers.reception", WARD, "Thử")
        sent, here = (unit_of(session, code).committee for code in (OTHER_WARD, WARD))
    clerk = browse("tiepnhan")
    page = clerk.get("/dossiers/receive/?q=ket+hon").text
    assert MARRIAGE in page and "case=" in page
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found and here in found[0] and sent not in found[0]


def test_what_an_open_dossier_runs_by_stays_readable_when_it_is_out_of_force(rows: Any, browse: Any) -> None:
    retired = rows.scalars(select(Process.id).where(Process.state == Drafting.RETIRED)).all()
    older = rows.scalars(select(Edition.id).where(Edition.state.in_((Stage.SUPERSEDED, Stage.ABOLISHED)))).all()
    drafted = rows.scalars(select(Process.id).where(Process.state == Drafting.DRAFTED)).all()
    assert retired and older and drafted
    expert = browse("hotich")
    for path, ids in (("processes", retired), ("editions", older)):
        assert expert.get(f"/procedures/{path}/{ids[0]}").status_code == 200, path
    assert expert.get(f"/procedures/processes/{drafted[0]}").status_code == 404


def test_a_process_being_prepared_shows_what_it_would_do_to_open_dossiers(site: Flask, rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")  # at B2, with 2 + 1 + 0,5 + 0,5 hours before its end
    before = rows.get(Process, read(rows, row).process_id)
    words = {"unit_id": before.unit_id, "procedure_id": before.procedure_id, "level_id": before.level_id}
    found = select(ProcessStep).where(ProcessStep.process_id == before.id, ProcessStep.code != "B3")
    shorter = [_halved(step) for step in rows.scalars(found.order_by(ProcessStep.position))]
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        process = add_record(session, Process(name="Quy trình rút gọn", **words, steps=shorter))
        simulation = simulate(process)
        assert simulation is not None
        at_b2 = next(place for place in simulation.places if place.step.code == "B2")
        assert at_b2.count >= 1 and (at_b2.hours_now, at_b2.hours_then) == (Decimal("4.0"), Decimal("1.5"))
        assert simulation.stranded == sum(one.count for one in simulation.places if one.step.code == "B3")
        address = f"/procedures/processes/{process.id}"
    page = browse("sotuphap").get(address).text
    assert "Tác động đến hồ sơ đang giải quyết" in page and "không còn bước này" in page


def _halved(step: ProcessStep) -> ProcessStep:
    onward = {"B2": "B4"}.get(step.code, step.onward)
    words = {"position": step.position, "code": step.code, "name": step.name, "role": step.role}
    return ProcessStep(**words, hours=step.hours / 2, onward=onward)
