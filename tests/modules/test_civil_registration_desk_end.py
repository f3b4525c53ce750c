"""How a birth at the one-stop desk ends otherwise: refused, withdrawn, late and paid, revoked; and without its module."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.engine import modules
from app.engine.access import SYSTEM
from app.engine.demo import OTHER_WARD, unit_of
from app.engine.work import rehearsal, work
from modules.civil_registration.at_desk.case_of_dossier import BIRTHS as DESK
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import PersonalNumber, Registration, State
from modules.dossiers.desk.states import State as Stands
from modules.dossiers.outside.status import SENTENCES
from modules.dossiers.served.records import Served
from modules.dossiers.store.results import Standing
from modules.fees.charges import Charge
from modules.fees.receipts import Receipt
from modules.fees.rules import Exemption, FeeRule
from tests.modules.test_civil_registration_desk import (
    ASKED,
    case_of,
    declare,
    page_of,
    received,
    registered,
    step,
    switched_off,  # noqa: F401 - a fixture
)
from tests.modules.test_dossiers import HERE, read, take
from tests.modules.test_dossiers_forms import words_of
from tests.modules.test_dossiers_outside import ask
from tests.modules.test_dossiers_services import press, stored

REFUSED = {"reason": "Trẻ đã được đăng ký khai sinh.", "basis": "Điều 13 Luật Hộ tịch số 60/2014/QH13"}
KEY = "civil_registration.births"


def charge_of(rows: Any, row: int) -> Charge | None:
    birth = case_of(rows, row).id
    found: Charge | None = rows.scalar(select(Charge).where(Charge.resource == KEY, Charge.row_id == birth))
    return found


def late(rows: Any, browse: Any) -> int:
    """A dossier of a child born eighty days ago, put forward."""
    row = received(rows, browse)
    born = clock.today() - timedelta(days=80)
    assert declare(rows, browse, row, born=f"{born:%d/%m/%Y}").status_code == 303
    answer = step(rows, browse, "hotich", row, "put_forward")
    assert answer.status_code == 303, answer.text
    return row


def test_a_refusal_needs_a_reason_and_a_law_and_stops_the_dossier(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    assert step(rows, browse, "hotich", row, "refuse", reason=REFUSED["reason"]).status_code == 422
    assert step(rows, browse, "hotich", row, "refuse", basis=REFUSED["basis"]).status_code == 422
    assert read(rows, row).state is Stands.SOLVING
    assert step(rows, browse, "hotich", row, "refuse", **REFUSED).status_code == 303
    dossier = read(rows, row)
    assert dossier.state is Stands.STOPPED and dossier.basis == REFUSED["basis"] and dossier.stop_number
    notice = words_of(browse("motcua").client.get(f"{HERE}/{row}/print/dung-giai-quyet.pdf").data)
    assert "Trẻ đã được đăng ký khai sinh" in notice and "Điều 13 Luật Hộ tịch" in notice
    assert str(SENTENCES[Stands.STOPPED]) in ask(browse, dossier.code, dossier.phone).text


def test_taken_back_at_the_desk_it_is_taken_back_at_the_case(rows: Any, browse: Any) -> None:
    row = late(rows, browse)
    assert charge_of(rows, row)
    assert press(browse, "motcua", f"{HERE}/{row}/steps/withdraw", reason="Nộp lại ở nơi khác.").status_code == 303
    answer = press(browse, "motcua", f"{HERE}/{row}/steps/let_go")
    assert answer.status_code == 303, answer.text
    assert read(rows, row).state is Stands.STOPPED and not stored(rows, row)
    assert case_of(rows, row).state is State.WITHDRAWN and charge_of(rows, row) is None
    assert "Nộp lại ở nơi khác" in browse("hotich").get(page_of(rows, row)).text


def test_taken_back_at_the_case_its_dossier_is_withdrawn_for_the_same_reason(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    assert step(rows, browse, "hotich", row, "ask", **ASKED).status_code == 303
    assert step(rows, browse, "hotich", row, "withdraw", reason="Gia đình về quê.").status_code == 303
    dossier = read(rows, row)
    assert dossier.state is Stands.STOPPED and dossier.basis is None
    assert "Gia đình về quê" in browse("motcua").get(f"{HERE}/{row}").text


def test_what_is_signed_is_not_taken_back(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    declare(rows, browse, row)
    for login, name in (("hotich", "put_forward"), ("chutich", "sign")):
        assert step(rows, browse, login, row, name).status_code == 303
    assert press(browse, "motcua", f"{HERE}/{row}/steps/withdraw", reason="Thôi.").status_code == 303
    press(browse, "hotich", f"{HERE}/{row}/steps/let_go")
    assert read(rows, row).state is Stands.WITHDRAWAL and case_of(rows, row).state is State.SIGNED
    assert press(browse, "motcua", f"{HERE}/{row}/steps/keep_on", reason="Đã ký.").status_code == 303
    assert step(rows, browse, "vanthu", row, "seal").status_code == 303
    assert read(rows, row).state is Stands.SOLVED


def test_in_time_it_costs_nothing_and_late_it_is_paid_before_it_is_handed_over(rows: Any, browse: Any) -> None:
    free = received(rows, browse)
    declare(rows, browse, free)
    assert step(rows, browse, "hotich", free, "put_forward").status_code == 303
    assert charge_of(rows, free) is None
    row = late(rows, browse)
    charge = charge_of(rows, row)
    rule = rows.get(FeeRule, charge.rule_id)
    assert case_of(rows, row).registration is Registration.LATE
    assert charge.amount == rule.first_price and rule.code == "1.001193.QH" and "phải kiểm tra" in rule.source
    for login, name in (("chutich", "sign"), ("vanthu", "seal")):
        assert step(rows, browse, login, row, name).status_code == 303
    refused = take(browse, "motcua", row, "hand_over")
    assert refused.status_code == 422 and "lập biên lai trước" in refused.text
    birth = case_of(rows, row).id
    for page in (f"{HERE}/{row}", page_of(rows, row)):
        assert "Chưa thu" in browse("motcua" if page.startswith(HERE) else "hotich").get(page).text, page
    assert f"/fees/take/{KEY}/{birth}" in browse("motcua").get(f"{HERE}/{row}").text
    poor = rows.scalar(select(Exemption.id).where(Exemption.name == "Người thuộc hộ nghèo"))
    answer = browse("motcua").post(
        f"/fees/take/{KEY}/{birth}", {"payer": "Nguyễn Văn Thành", "means": "cash", "exemption": str(poor)}
    )
    assert answer.status_code == 303, answer.text
    rows.rollback()
    receipt = int(answer.location.rsplit("/", 1)[1])
    assert rows.get(Receipt, receipt).total == 0
    paper = words_of(browse("motcua").get(f"/fees/receipts/{receipt}/print/bien-lai.pdf").data)
    assert "Người thuộc hộ nghèo (theo Nghị quyết" in paper
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    assert read(rows, row).state is Stands.RETURNED and case_of(rows, row).state is State.ISSUED


def test_an_entry_revoked_later_loses_its_place_in_the_store(rows: Any, browse: Any) -> None:
    row = registered(rows, browse)
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    answer = step(rows, browse, "chutich", row, "revoke", reason="Quyết định số 12/QĐ-UBND: khai hai lần.")
    assert answer.status_code == 303, answer.text
    (result,) = stored(rows, row)
    assert result.state is Standing.REVOKED and read(rows, row).state is Stands.RETURNED
    page = browse("motcua").get(f"{HERE}/{row}").text
    assert "không còn giá trị" in page and "Quyết định số 12/QĐ-UBND" in page


def test_an_entry_revoked_before_is_not_handed_over(rows: Any, browse: Any) -> None:
    row = registered(rows, browse)
    assert step(rows, browse, "chutich", row, "revoke", reason="Nhầm người.").status_code == 303
    answer = take(browse, "motcua", row, "hand_over")
    assert answer.status_code == 422 and "đã bị thu hồi" in answer.text
    assert read(rows, row).state is Stands.SOLVED


def test_a_merged_unit_passes_its_open_case_on_and_not_what_is_signed(site: Flask, rows: Any, browse: Any) -> None:
    row = late(rows, browse)
    birth = case_of(rows, row).id
    rows.rollback()
    with site.app_context(), rehearsal(SYSTEM) as session:
        heir = unit_of(session, OTHER_WARD).id
        DESK.pass_on(session, birth, heir)
        charges = session.scalars(select(Charge).where(Charge.resource == KEY, Charge.row_id == birth)).all()
        assert session.get_one(Birth, birth).unit_id == heir and {one.unit_id for one in charges} == {heir}
    assert step(rows, browse, "chutich", row, "sign").status_code == 303
    rows.rollback()
    with site.app_context(), rehearsal(SYSTEM) as session:
        try:
            DESK.pass_on(session, birth, unit_of(session, OTHER_WARD).id)
        except ValueError as error:
            assert "chưa đóng dấu" in str(error)
        else:
            raise AssertionError("what is signed stays")


def test_without_its_module_a_birth_is_handled_by_hand(rows: Any, browse: Any, switched_off: None) -> None:  # noqa: F811
    row = received(rows, browse)
    assert rows.get(Served, row) is None and not read(rows, row).served
    for login, name in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        assert take(browse, login, row, name).status_code == 303
    words = {"result_number": "12/2026", "result_on": f"{clock.today():%d/%m/%Y}"}
    assert take(browse, "vanthu", row, "finish", **words).status_code == 303
    assert read(rows, row).state is Stands.SOLVED


def test_a_module_switched_off_under_a_dossier_leaves_it_to_people(site: Flask, rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    with site.app_context():
        modules.disable("civil_registration")
    try:
        assert "đang tắt" in browse("hotich").get(f"{HERE}/{row}").text
        assert take(browse, "hotich", row, "hand_on").status_code == 303
        assert read(rows, row).step_code == "B3"
    finally:
        with site.app_context():
            modules.install("civil_registration")


def test_a_birth_declared_without_the_desk_has_no_dossier(rows: Any, browse: Any) -> None:
    before = rows.scalar(select(func.count()).select_from(Served))
    birth = rows.scalar(select(Birth.id).where(Birth.promised_at.is_(None)).limit(1))
    assert "Hồ sơ một cửa" not in browse("hotich").get(f"/civil_registration/births/{birth}").text
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Served)) == before


def test_the_page_of_the_citizen_tells_of_the_branches_and_of_a_number_that_came_late(
    site: Flask, rows: Any, browse: Any
) -> None:
    row = received(rows, browse, "3.000722", "")
    dossier, birth = read(rows, row), case_of(rows, row).id
    page = ask(browse, dossier.code, dossier.phone).text
    assert "Cấp thẻ bảo hiểm y tế cho trẻ: Chờ đăng ký." in page and "Trẻ đã có số định danh" not in page
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(Birth, birth).pid = PersonalNumber.LATER
    page = ask(browse, dossier.code, dossier.phone).text
    assert "Trẻ đã có số định danh" in page and "Nguyễn" not in page
