"""The catalogue of procedures: drafted, appraised, published in a decision, in force on its day, solved by a process."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.procedures.catalogue.procedures import CODE, Procedure, Standing
from modules.procedures.decisions.decision import Decision, State
from modules.procedures.decisions.turning import turn_night
from modules.procedures.editions.contents import Outcome, Required
from modules.procedures.editions.edition import Edition, Stage
from modules.procedures.figures.coverage import Lack, count, lacking
from modules.procedures.processes.checking import Graph
from modules.procedures.processes.comparison import Comparison
from modules.procedures.processes.process import Process
from modules.procedures.processes.process import Stage as Drafting
from modules.procedures.processes.steps import ProcessStep
from tests.module_case import ModuleCase
from tests.web.sheets import send, xlsx

HOME = "/procedures"


class TestEverything(ModuleCase):
    """Inherits what every module must do."""

    name = "procedures"


def steps(*rows: tuple[str, str, int]) -> list[ProcessStep]:
    """Steps as (code, onward, hours)."""
    return [
        ProcessStep(code=code, name=code, role="x", hours=Decimal(hours), onward=onward) for code, onward, hours in rows
    ]


@pytest.mark.parametrize(
    ("rows", "legal", "sentence"),
    [
        ([], 8, "Quy trình chưa có bước nào."),
        ([("B1", "B2", 1), ("B2", "B1", 1)], 8, "Các bước đi vòng tròn: B1 → B2 → B1."),
        ([("B1", "B1", 1)], 8, "Các bước đi vòng tròn: B1 → B1."),
        ([("B1", "B9", 1)], 8, "B1 chuyển đến B9 nhưng quy trình không có bước này."),
        ([("B1", "", 1), ("B2", "", 1)], 8, "Không có đường nào từ B1 đến B2."),
        ([("B1", "B2", 4), ("B2", "", 5)], 8, "Đường xử lý dài nhất mất 9 giờ làm việc, vượt thời hạn quy định 8 giờ."),
        ([("B1", "", 1), ("B1", "", 1)], 8, "Mã bước B1 bị nhập hai lần."),
        ([("B1", "B2;B3", 1), ("B2", "", 1), ("B3", "B3", 1)], 8, "Từ B3 không đi đến bước kết thúc được."),
    ],
)
def test_a_process_that_cannot_work_is_told_why(rows: Any, legal: int, sentence: str) -> None:
    found = [one.text for one in Graph(steps(*rows)).findings(Decimal(legal)) if one.grave]
    assert sentence in found


def test_of_two_ways_the_longer_one_is_compared_with_the_law() -> None:
    graph = Graph(steps(("B1", "B2; B3", 1), ("B2", "B4", 2), ("B3", "B4", 5), ("B4", "", 1)))
    assert not [one for one in graph.findings(Decimal(7)) if one.grave]
    assert graph.longest == 7


@given(st.lists(st.tuples(st.text("ABCDEFG", min_size=1, max_size=3), st.integers(0, 40)), max_size=8, unique_by=lambda x: x[0]),
       st.lists(st.tuples(st.text("ABCDEFG", min_size=1, max_size=3), st.integers(0, 40)), max_size=8, unique_by=lambda x: x[0]))  # fmt: skip
def test_hours_saved_are_the_old_sum_less_the_new(old: Any, new: Any) -> None:
    before, after = (steps(*[(code, "", hours) for code, hours in rows]) for rows in (old, new))
    change = Comparison(before, after)
    assert change.saved == sum(h for _c, h in old) - sum(h for _c, h in new)
    assert {one.code for one in change.dropped} == {c for c, _h in old} - {c for c, _h in new}
    assert len(change.pairs) == len({c for c, _h in old} | {c for c, _h in new})


@pytest.mark.parametrize("code", ["1.001193", "3.000181.000.00.00.H29"])
def test_both_forms_of_a_code_are_known(code: str) -> None:
    assert CODE.match(code)


@pytest.mark.parametrize("code", ["", "1001193", "1.00119", "1.001193.H29", "x" * 40])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert not CODE.match(code)


def _procedure(rows: Any, code: str) -> Procedure:
    return rows.scalars(select(Procedure).where(Procedure.code == code)).one()


def test_an_amended_edition_goes_from_the_draft_to_the_portal(site: Flask, browse: Any, rows: Any) -> None:
    drafter, office, signer = browse("sotuphap"), browse("vanphongub"), browse("lanhdaotp")
    edition = rows.scalars(select(Edition).where(Edition.code == "1.004859", Edition.state == Stage.DRAFTED)).one()
    page = f"{HOME}/editions/{edition.id}"
    refused = drafter.post(f"{page}/steps/send", {})
    assert "Còn thiếu: Thành phần hồ sơ; Kết quả thực hiện." in drafter.get(refused.headers.get("Location", page)).text
    row = edition.id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.add(Required(edition_id=row, position=1, name="Tờ khai", originals=1))
        session.add(Outcome(edition_id=row, position=1, name="Trích lục"))
    assert drafter.post(f"{page}/steps/send", {}).status_code == 303
    assert drafter.post(f"{page}/steps/appraise", {}).status_code == 403, "who drafts does not appraise"
    assert office.post(f"{page}/steps/appraise", {}).status_code == 303
    decision = rows.scalars(select(Decision).where(Decision.state == State.DRAFT)).one()
    lacks = office.post(f"{page}/steps/submit", {"decision_id": ""})
    assert lacks.status_code == 422 and "Hãy chọn dự thảo quyết định sẽ ban hành nội dung này." in lacks.text
    assert office.post(f"{page}/steps/submit", {"decision_id": str(decision.id)}).status_code == 303
    there = f"{HOME}/decisions/{decision.id}"
    assert office.post(f"{there}/steps/submit", {}).status_code == 303
    today = clock.today()
    signed = {
        "number": "99/QĐ-UBND",
        "signed_on": f"{today:%d/%m/%Y}",
        "effective_on": f"{today + timedelta(days=2):%d/%m/%Y}",
    }
    assert "Hãy nhập số quyết định." in signer.post(f"{there}/steps/issue", signed | {"number": ""}).text
    assert signer.post(f"{there}/steps/issue", signed).status_code == 303
    rows.rollback()
    rows.refresh(edition)
    old = rows.scalars(select(Edition).where(Edition.code == "1.004859", Edition.number == 1)).one()
    assert edition.state is Stage.PUBLISHED and edition.valid_from == today + timedelta(days=2)
    assert old.valid_to == today + timedelta(days=1) and old.state is Stage.PUBLIC, "still in force until then"
    with clock.frozen(clock.now() + timedelta(days=3)), site.app_context(), work(SYSTEM) as session:
        turn_night(session)
    rows.rollback()
    rows.refresh(old)
    assert old.state is Stage.SUPERSEDED
    assert not rows.scalar(select(Procedure.public).where(Procedure.code == "1.004859")), (
        "the new edition is not shown yet"
    )
    shown = {"public_on": f"{today:%d/%m/%Y}", "address": "https://dichvucong.gov.vn/1.004859"}
    assert office.post(f"{page}/steps/show", shown).status_code == 303
    assert "Đã công bố" in office.get(page).text


def test_a_list_that_does_not_suit_the_catalogue_is_refused_line_by_line(browse: Any, rows: Any) -> None:
    office = browse("vanphongub")
    base = {"version": "0", "title": "Thử danh mục", "items-0-id": ""}
    for line, sentence in (
        ({"act": "new", "code": "1.001193", "name": "x", "levels": "XA"}, "thủ tục đang có hiệu lực"),
        ({"act": "amended", "code": "9.999999"}, "thủ tục không có hiệu lực nên chỉ có thể là thủ tục mới"),
        ({"act": "new", "code": "9.99"}, "không đúng dạng mã thủ tục"),
        ({"act": "new", "code": "9.999999"}, "thủ tục mới phải có tên, lĩnh vực và cấp thực hiện"),
    ):
        answer = office.post(f"{HOME}/decisions/new", base | {f"items-0-{key}": value for key, value in line.items()})
        assert answer.status_code == 422 and sentence in answer.text, answer.text[-2000:]


def test_a_decision_abolishes_on_its_day_and_not_before(site: Flask, browse: Any, rows: Any) -> None:
    office, signer, today = browse("vanphongub"), browse("lanhdaotp"), clock.today()
    typed = {
        "version": "0",
        "title": "Bãi bỏ",
        "items-0-id": "",
        "items-0-act": "abolished",
        "items-0-code": "1.000419",
    }
    made = office.post(f"{HOME}/decisions/new", typed)
    assert made.status_code == 303, made.text[-1500:]
    decision = rows.scalars(select(Decision).where(Decision.title == "Bãi bỏ")).one()
    there = f"{HOME}/decisions/{decision.id}"
    office.post(f"{there}/steps/submit", {})
    last = today + timedelta(days=9)
    signed = {"number": "98/QĐ-UBND", "signed_on": f"{today:%d/%m/%Y}", "effective_on": f"{last:%d/%m/%Y}"}
    assert signer.post(f"{there}/steps/issue", signed).status_code == 303
    rows.rollback()
    gone = _procedure(rows, "1.000419")
    assert gone.standing is Standing.IN_FORCE
    again = typed | {"title": "Bãi bỏ lần nữa"}
    assert office.post(f"{HOME}/decisions/new", again).status_code == 303
    rows.rollback()
    twice = rows.scalars(select(Decision).where(Decision.title == "Bãi bỏ lần nữa")).one()
    office.post(f"{HOME}/decisions/{twice.id}/steps/submit", {})
    told = signer.post(f"{HOME}/decisions/{twice.id}/steps/issue", signed | {"number": "98b/QĐ-UBND"})
    assert told.status_code == 422 and "theo một quyết định khác" in told.text
    with clock.frozen(clock.now() + timedelta(days=10)), site.app_context(), work(SYSTEM) as session:
        turn_night(session)
    rows.rollback()
    rows.refresh(gone)
    assert gone.standing is Standing.ABOLISHED and gone.until == last


def test_levels_are_summed_and_those_at_two_counted_once(rows: Any) -> None:
    found = count(rows, date(2026, 1, 15))
    assert found.total == 16 and found.several == 4
    assert found.summed - found.several == found.total
    codes = [one.code for one, _level in rows.execute(lacking(Lack.ONLINE, date(2026, 1, 15)))]
    assert codes == ["1.000419", "2.000908"]


def test_hours_saved_are_counted_in_the_period_of_the_decision(browse: Any, rows: Any) -> None:
    lean = rows.scalars(select(Process).where(Process.code == "1.001193", Process.number == 2)).one()
    assert (lean.hours_before, lean.hours, lean.saved_hours, lean.dropped) == (8, Decimal("4.5"), Decimal("3.5"), 2)
    day = lean.valid_from
    office = browse("vanphongub")
    page = office.get(f"{HOME}/work/?first={day:%d/%m/%Y}&last={day:%d/%m/%Y}").text
    assert "3,5" in page and "1.001193" in page
    none = office.get(
        f"{HOME}/work/?first={day - timedelta(days=1):%d/%m/%Y}&last={day - timedelta(days=1):%d/%m/%Y}"
    ).text
    assert "Trong kỳ không có quy trình nào được tái cấu trúc." in none
    assert office.get(f"{HOME}/work/?figure=approved&first=01/01/2025").status_code == 200
    assert office.client.get(f"{HOME}/work/?figure=nothing").status_code == 404
    for kind in ("xlsx", "pdf"):
        assert office.client.get(f"{HOME}/work/report.{kind}").status_code == 200
    assert browse("motcua").client.get(f"{HOME}/work/").status_code == 403


def test_a_dossier_runs_the_version_of_its_day(rows: Any) -> None:
    lean = rows.scalars(select(Process).where(Process.code == "1.001193", Process.number == 2)).one()
    old = rows.scalars(select(Process).where(Process.code == "1.001193", Process.number == 1)).one()
    assert old.state in (Drafting.RETIRED, Drafting.APPROVED)
    before = Process.of(rows, lean.procedure_id, lean.level_id, lean.valid_from - timedelta(days=1))
    assert before is old and Process.of(rows, lean.procedure_id, lean.level_id, lean.valid_from) is lean


def test_a_faulty_process_is_shown_its_faults_and_not_sent(browse: Any, rows: Any) -> None:
    drafter = browse("sotuphap")
    faulty = rows.scalars(select(Process).where(Process.code == "1.004873")).one()
    page = drafter.get(f"{HOME}/processes/{faulty.id}").text
    assert "Các bước đi vòng tròn: B2 → B3 → B2." in page
    drafter.post(f"{HOME}/processes/{faulty.id}/steps/send", {})
    rows.rollback()
    rows.refresh(faulty)
    assert faulty.state is Drafting.DRAFTED


def test_the_papers_come_out(browse: Any, rows: Any) -> None:
    office = browse("vanphongub")
    for path, model in (("editions", Edition), ("processes", Process), ("decisions", Decision)):
        name = {"editions": "noi-dung", "processes": "quy-trinh", "decisions": "quyet-dinh"}[path]
        for row in rows.scalars(select(model.id).order_by(model.id.desc()).limit(3)):
            paper = office.client.get(f"{HOME}/{path}/{row}/print/{name}.pdf")
            assert paper.status_code == 200 and paper.data.startswith(b"%PDF"), (path, row)
    assert office.client.get(f"{HOME}/coverage/?lack=process").status_code == 200
    assert office.client.get(f"{HOME}/coverage/sheet.xlsx").status_code == 200


def test_a_published_list_comes_in_as_a_sheet_and_holds_at_the_signature(browse: Any, rows: Any) -> None:
    office, signer, today = browse("vanphongub"), browse("lanhdaotp"), clock.today()
    heads = [
        "Trích yếu",
        "Danh mục kèm theo: Loại công bố",
        "Danh mục kèm theo: Mã thủ tục",
        "Danh mục kèm theo: Tên thủ tục",
    ]
    heads += ["Danh mục kèm theo: Lĩnh vực", "Danh mục kèm theo: Các cấp thực hiện"]
    lines = [
        ["Danh mục nhập từ tệp" if at == 0 else None, "Mới", f"9.{at:06d}", f"Thủ tục thử {at}", "Đất đai", "TINH; XA"]
        for at in range(40)
    ]
    path = f"{HOME}/decisions/import"
    broken = [list(line) for line in lines]
    broken[7][2] = "9.9"
    page = send(office, path, "danh-muc.xlsx", xlsx(heads, *broken))
    assert "Dòng 8, 9.9: không đúng dạng mã thủ tục." in page
    assert "Ghi 1 bản ghi" in send(office, path, "danh-muc.xlsx", xlsx(heads, *lines))
    office.post(office.last, {})
    rows.rollback()
    decision = rows.scalars(select(Decision).where(Decision.title == "Danh mục nhập từ tệp")).one()
    there = f"{HOME}/decisions/{decision.id}"
    assert office.post(f"{there}/steps/submit", {}).status_code == 303
    signed = {"number": "97/QĐ-UBND", "signed_on": f"{today:%d/%m/%Y}", "effective_on": f"{today:%d/%m/%Y}"}
    assert signer.post(f"{there}/steps/issue", signed).status_code == 303
    rows.rollback()
    found = rows.scalars(select(Procedure).where(Procedure.code.startswith("9.0"))).all()
    assert len(found) == 40 and all(one.standing is Standing.IN_FORCE and one.since == today for one in found)
    assert count(rows, today).by_level[0][1] >= 40
    shown = office.get(there).text
    assert "20 dòng mới nhất trong tổng số 40." in shown and f"?decision_id={decision.id}" in shown
    assert "1–40 / 40" in office.get(f"{HOME}/editions?decision_id={decision.id}").text


def test_a_table_over_yes_and_no_says_so_in_vietnamese(browse: Any) -> None:
    page = browse("vanphongub").get(f"{HOME}/online-services?view=pivot").text
    heads = re.findall(r"<th[^>]*>([^<]+)</th>", page)
    assert {"Có", "Không"} <= {head.strip() for head in heads} and "True" not in page and "False" not in page
