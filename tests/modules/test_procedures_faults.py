"""What goes wrong with procedures and processes: each with a clear sentence, and nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.demo import unit_of
from app.engine.saving import add
from app.engine.work import work
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.online import OnlineService
from modules.procedures.catalogue.procedures import Procedure, Standing
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import TOLD, Decision
from modules.procedures.editions.contents import EditionLevel
from modules.procedures.editions.edition import Edition, Stage
from modules.procedures.figures.savings import Savings
from modules.procedures.figures.work import Period
from modules.procedures.processes.checking import Graph
from modules.procedures.processes.process import Process
from modules.procedures.processes.process import Stage as Drafting
from modules.procedures.processes.review import findings_of
from modules.procedures.processes.steps import ProcessStep
from tests.web.sheets import send, xlsx

HOME = "/procedures"
HEADS = ["Trích yếu"] + [
    f"Danh mục kèm theo: {name}"
    for name in ("Loại công bố", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Các cấp thực hiện")
]


def _lines(title: str, number: int) -> list[list[Any]]:
    return [
        [title if at == 0 else None, "Mới", f"8.{at:06d}", f"Thủ tục thử {at}", "Đất đai", "TINH; XA"]
        for at in range(number)
    ]


@pytest.mark.parametrize("circle", [True, False])
def test_a_list_of_steps_longer_than_pythons_stack_is_checked(circle: bool) -> None:
    steps = [
        ProcessStep(code=f"B{at}", name="x", role="x", hours=Decimal(1), onward=f"B{at + 1}") for at in range(3000)
    ]
    steps[-1].onward = "B0" if circle else None
    graph = Graph(steps)
    assert len(graph.circle) == (3001 if circle else 0)
    assert circle or graph.longest == 3000


def test_all_broken_lines_of_a_list_are_told_at_the_trial(browse: Any) -> None:
    office, lines = browse("vanphongub"), _lines("Danh mục hỏng", 300)
    lines[7][2], lines[100][5], lines[200][2] = "9.9", "HUYEN", "8.000199"
    page = send(office, f"{HOME}/decisions/import", "hong.xlsx", xlsx(HEADS, *lines))
    assert "Dòng 8, 9.9: không đúng dạng mã thủ tục." in page
    assert "Dòng 101, 8.000100: không có cấp “HUYEN”; các cấp hiện có: TINH; XA; KHAC." in page, "districts are no more"
    assert "Dòng 201, 8.000199: mã bị nhập hai lần trong danh mục." in page
    lines = [[title, act, f"x{code}", *rest] for title, act, code, *rest in _lines("Danh mục hỏng", TOLD + 20)]
    page = send(office, f"{HOME}/decisions/import", "hong.xlsx", xlsx(HEADS, *lines))
    assert page.count("không đúng dạng mã thủ tục") == TOLD and "Và 20 dòng khác." in page


def _issue(browse: Any, rows: Any, title: str, number: str, day: date, **items: str) -> Any:
    office, signer = browse("vanphongub"), browse("lanhdaotp")
    typed = {"version": "0", "title": title, "items-0-id": ""} | {f"items-0-{key}": one for key, one in items.items()}
    assert office.post(f"{HOME}/decisions/new", typed).status_code == 303
    rows.rollback()
    decision = rows.scalars(select(Decision).where(Decision.title == title)).one()
    assert office.post(f"{HOME}/decisions/{decision.id}/steps/submit", {}).status_code == 303
    signed = {"number": number, "signed_on": f"{clock.today():%d/%m/%Y}", "effective_on": f"{day:%d/%m/%Y}"}
    return signer.post(f"{HOME}/decisions/{decision.id}/steps/issue", signed)


def test_what_is_abolished_takes_its_processes_and_services_along(site: Flask, browse: Any, rows: Any) -> None:
    death = rows.scalars(select(Procedure).where(Procedure.code == "1.000656")).one()
    unit = death.unit_id
    with site.app_context(), work(SYSTEM) as session:
        waiting = Edition(unit_id=unit, procedure_id=death.id, act=Act.AMENDED, name=death.name, state=Stage.SUBMITTED)
        add(session, waiting)
        level = session.scalars(select(Level.id).where(Level.code == "XA")).one()
        drafted = add(
            session,
            Process(unit_id=unit, procedure_id=death.id, level_id=level, name="Khai tử", state=Drafting.SUBMITTED),
        )
        ids = (waiting.id, drafted.id)
    answer = _issue(browse, rows, "Bãi bỏ khai tử", "61/QĐ-UBND", clock.today(), act="abolished", code="1.000656")
    assert answer.status_code == 303, answer.text[-1500:]
    rows.rollback()
    rows.refresh(death)
    yesterday = clock.today() - timedelta(days=1)
    assert death.standing is Standing.ABOLISHED
    run = select(Process).where(Process.procedure_id == death.id, Process.valid_from.is_not(None))
    process = rows.scalars(run).one()
    assert (process.valid_to, process.state) == (yesterday, Drafting.RETIRED)
    service = rows.scalars(select(OnlineService).where(OnlineService.procedure_id == death.id)).one()
    assert service.valid_to == yesterday
    assert "Thủ tục đã bị bãi bỏ." in browse("sotuphap").get(f"{HOME}/processes/{ids[1]}").text
    rows.rollback()
    for model, row, sentence in (
        (Edition, ids[0], "thủ tục không còn hiệu lực nên không thể sửa đổi, thay thế"),
        (Process, ids[1], "thủ tục của quy trình này không có hiệu lực"),
    ):
        title = f"Sau khi bãi bỏ {model.__name__}"
        with site.app_context(), work(SYSTEM) as session:
            decision = add(session, Decision(unit_id=unit, title=title))
            session.get_one(model, row).decision_id = decision.id
            there = f"{HOME}/decisions/{decision.id}"
        assert browse("vanphongub").post(f"{there}/steps/submit", {}).status_code == 303
        signed = {"number": "62/QĐ-UBND", "signed_on": f"{clock.today():%d/%m/%Y}"}
        told = browse("lanhdaotp").post(f"{there}/steps/issue", signed)
        assert told.status_code == 422 and sentence in told.text, told.text[-1500:]


def test_a_process_at_a_level_that_does_not_solve_it_is_not_sent(site: Flask, browse: Any, rows: Any) -> None:
    birth = rows.scalars(select(Procedure).where(Procedure.code == "1.000894")).one()
    city = rows.scalars(select(Level.id).where(Level.code == "TINH")).one()
    drafter = browse("sotuphap")
    typed = {"version": "0", "procedure_id": str(birth.id), "level_id": str(city), "name": "Kết hôn tại sở"}
    typed |= {"steps-0-id": "", "steps-0-code": "B1", "steps-0-name": "Ký", "steps-0-hours": "1"}
    made = drafter.post(f"{HOME}/processes/new", typed | {"steps-0-role": "certified_copies.clerk"})
    assert made.status_code == 303, made.text[-1500:]
    page = drafter.get(made.headers["Location"]).text
    assert "Thủ tục không thực hiện ở cấp này, mà ở: Cấp xã." in page
    rows.rollback()
    process = rows.scalars(select(Process).where(Process.name == "Kết hôn tại sở")).one()
    drafter.post(f"{HOME}/processes/{process.id}/steps/send", {})
    rows.rollback()
    rows.refresh(process)
    assert process.state is Drafting.DRAFTED


def _process(session: Any, code: str, level: str, hours: str, **words: Any) -> Process:
    """A process of one step that nobody has checked yet."""
    procedure = session.scalars(select(Procedure).where(Procedure.code == code)).one()
    level_id = session.scalars(select(Level.id).where(Level.code == level)).one()
    step = ProcessStep(position=1, code="B1", name="Ký", role="certified_copies.clerk", hours=Decimal(hours))
    words = {"name": f"Quy trình {code} {level}", "steps": [step]} | words
    return add(session, Process(unit_id=procedure.unit_id, procedure_id=procedure.id, level_id=level_id, **words))


def _grave(site: Flask, row: int) -> list[str]:
    with site.app_context(), work(SYSTEM) as session:
        return [one.text for one in findings_of(session.get_one(Process, row)) if one.grave]


def test_a_process_fits_the_edition_that_is_being_prepared_or_yet_to_begin(site: Flask, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        ids = [_process(session, code, "TINH", "8").id for code in ("1.004772", "1.005461")]
        prepared, coming = (session.scalars(select(Procedure).where(Procedure.code == code)).one()
                            for code in ("1.004772", "1.005461"))  # fmt: skip
        level = session.scalars(select(Level.id).where(Level.code == "TINH")).one()
    for row in ids:
        assert "Thủ tục không thực hiện ở cấp này, mà ở: Cấp xã." in _grave(site, row)
    with site.app_context(), work(SYSTEM) as session:
        for procedure, words in ((prepared, {}), (coming, {"valid_from": clock.today() + timedelta(days=9)})):
            edition = Edition(unit_id=procedure.unit_id, procedure_id=procedure.id, act=Act.AMENDED,
                              name=procedure.name, levels=[EditionLevel(level_id=level)], **words)  # fmt: skip
            add(session, edition)
            if words:
                edition.state = Stage.PUBLISHED
    for row in ids:
        assert _grave(site, row) == []


def test_a_version_follows_one_that_ended_with_the_abolished_procedure(site: Flask, browse: Any, rows: Any) -> None:
    code, today = "1.004746", clock.today()
    with site.app_context(), work(SYSTEM) as session:
        before = _process(session, code, "XA", "8", state=Drafting.APPROVED, valid_from=date(2025, 8, 1))
        ended = before.valid_to = today - timedelta(days=30)
        before.state = Drafting.RETIRED
        decision = add(session, Decision(unit_id=before.unit_id, title="Quy trình ban hành lại"))
        again = _process(session, code, "XA", "6", name="Kết hôn lại")
        again.decision_id, again.state = decision.id, Drafting.SUBMITTED
        ids = (before.id, again.id, decision.id)
    there = f"{HOME}/decisions/{ids[2]}"
    assert browse("vanphongub").post(f"{there}/steps/submit", {}).status_code == 303
    signed = {"number": "63/QĐ-UBND", "signed_on": f"{today:%d/%m/%Y}"}
    told = browse("lanhdaotp").post(f"{there}/steps/issue", signed)
    assert told.status_code == 303, told.text[-1500:]
    old, new = (rows.get(Process, row) for row in ids[:2])
    assert (old.valid_to, new.valid_from, new.state) == (ended, today, Drafting.APPROVED)


def test_a_procedure_whose_online_service_is_yet_to_begin_is_not_abolished(site: Flask, browse: Any, rows: Any) -> None:
    marriage = rows.scalars(select(Procedure).where(Procedure.code == "2.000806")).one()
    first, day, last = (clock.today() + timedelta(days=days) for days in (0, 9, 20))
    held = select(OnlineService).where(OnlineService.procedure_id == marriage.id)
    now, unit = rows.scalars(held).one(), marriage.unit_id
    words = {"unit_id": unit, "procedure_id": marriage.id, "level_id": now.level_id, "pays": False}
    number = now.id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(OnlineService, number).valid_to = day
        later = add(session, OnlineService(name="Kết hôn trực tuyến", valid_from=last, **words)).id
    told = _issue(browse, rows, "Bãi bỏ kết hôn", "64/QĐ-UBND", day, act="abolished", code="2.000806")
    sentence = f"2.000806: dịch vụ công trực tuyến “Kết hôn trực tuyến” bắt đầu từ {last:%d/%m/%Y}"
    assert told.status_code == 422 and sentence in told.text, told.text[-1500:]
    rows.rollback()
    rows.expire_all()
    edition = rows.scalars(select(Edition).where(Edition.procedure_id == marriage.id)).one()
    assert edition.valid_to is None and rows.get(OnlineService, number).valid_to == day, "nothing has changed"
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.delete(session.get_one(OnlineService, later))
    decision = rows.scalar(select(Decision.id).where(Decision.title == "Bãi bỏ kết hôn"))
    signed = {"number": "64/QĐ-UBND", "signed_on": f"{first:%d/%m/%Y}", "effective_on": f"{day:%d/%m/%Y}"}
    assert browse("lanhdaotp").post(f"{HOME}/decisions/{decision}/steps/issue", signed).status_code == 303
    rows.rollback()
    rows.expire_all()
    assert rows.get(OnlineService, number).valid_to == day - timedelta(days=1), "one that ended on that day, too"


def test_hours_are_saved_in_the_period_in_which_the_decision_was_signed(site: Flask, browse: Any, rows: Any) -> None:
    code, today = "1.000689", clock.today()
    with site.app_context(), work(SYSTEM) as session:
        _process(session, code, "XA", "8", state=Drafting.APPROVED, valid_from=date(2025, 8, 1))
        decision = add(session, Decision(unit_id=unit_of(session, "79").id, title="Quy trình cắt giảm"))
        lean = _process(session, code, "XA", "3", name="Khai sinh kết hợp nhận con")
        lean.decision_id, lean.state = decision.id, Drafting.SUBMITTED
        there, row = f"{HOME}/decisions/{decision.id}", lean.id
    assert browse("vanphongub").post(f"{there}/steps/submit", {}).status_code == 303
    later = today + timedelta(days=40)
    signed = {"number": "65/QĐ-UBND", "signed_on": f"{today:%d/%m/%Y}", "effective_on": f"{later:%d/%m/%Y}"}
    assert browse("lanhdaotp").post(f"{there}/steps/issue", signed).status_code == 303
    saved = {day: Savings.of(rows, Period(day, day)).rows for day in (today, later)}
    assert row in [one.id for one in saved[today]] and not saved[later]
    page = browse("vanphongub").get(f"{HOME}/work/?first={today:%d/%m/%Y}&last={today:%d/%m/%Y}").text
    assert "Khai sinh kết hợp nhận con" in page


def test_a_list_of_thousands_of_lines_is_tried_while_the_person_does_something_else(browse: Any) -> None:
    office = browse("vanphongub")
    page = send(office, f"{HOME}/decisions/import", "lon.xlsx", xlsx(HEADS, *_lines("Danh mục lớn", 4000)))
    assert "Đã kiểm tra 0 trên 1" in page and 'hx-trigger="every 2s"' in page
