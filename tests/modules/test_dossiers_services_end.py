"""How a dossier that a module serves ends: with results in the store, refused, handed over, annulled; its fee is owed once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.base import db
from app.data.stored import Attachment
from app.engine.access import SYSTEM
from app.engine.demo import WARD, add_person
from app.engine.work import work
from modules.certified_copies.after.shares import Handover, Means
from modules.certified_copies.models import State as Copied
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.visits import Progress
from modules.dossiers.desk.states import State
from modules.dossiers.figures.counting import By, Question
from modules.dossiers.figures.figures import Figure
from modules.dossiers.figures.period import Period
from modules.dossiers.figures.tally import Tally
from modules.dossiers.store.results import Standing
from modules.fees.charges import Charge
from modules.fees.rules import FeeRule, Kind
from tests.modules.test_certified_copies_log import annul
from tests.modules.test_dossiers import HERE, read, take
from tests.modules.test_dossiers_forms import words_of
from tests.modules.test_dossiers_services import (
    copies_of,
    handed_in,
    issue,
    press,
    received,
    refuse,
    stored,
    submit,
    visit_of,
)


def pay(rows: Any, browse: Any, row: int) -> None:
    numbers = ",".join(str(copy.id) for copy in copies_of(rows, row))
    path = f"/fees/take/certified_copies.copies/{numbers}"
    form = {"payer": "Vũ Thị Bản Sao", "means": "cash", "exemption": ""}
    assert browse("motcua").post(path, form, page=path).status_code == 303


def test_issued_copies_end_the_dossier_with_number_and_files_in_the_store(site: Flask, rows: Any, browse: Any) -> None:
    today = Period(clock.today(), clock.today())

    def counted() -> Tally:
        ward = read(rows, row).competent_id
        rows.rollback()
        with site.app_context():
            return sum(Question(today, [ward]).count(db.session(), By.UNIT).values(), Tally())

    row = handed_in(rows, browse, "Bằng cử nhân; Bảng điểm")
    before = counted()
    assert take(browse, "motcua", row, "receive").status_code == 303
    first, second = (copy.id for copy in copies_of(rows, row))
    issue(rows, browse, first)
    assert read(rows, row).state is not State.SOLVED, "the other one is still being prepared"
    issue(rows, browse, second)
    dossier, copies = read(rows, row), copies_of(rows, row)
    assert dossier.state is State.SOLVED and dossier.on_time and dossier.digital_result
    assert dossier.result_number == "; ".join(str(copy) for copy in copies)[:60] or "…" in dossier.result_number
    assert dossier.result_on == copies[0].certified_on and visit_of(rows, row).state is Progress.FINISHED
    results = stored(rows, row)
    assert [(one.title, one.number) for one in results] == [(copy.title, str(copy)) for copy in copies]
    for one, copy in zip(results, copies, strict=True):
        where = (Attachment.resource == "dossiers.results", Attachment.row_id == one.id)
        assert rows.scalar(select(Attachment.sha256).where(*where)) == copy.sha256
    after = counted()
    assert [after[one] - before[one] for one in (Figure.RECEIVED, Figure.SOLVED)] == [1, 1]


def test_handed_over_at_the_copies_it_is_handed_over_at_the_desk(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    issue(rows, browse, copy.id)
    pay(rows, browse, row)
    browse("motcua").post(f"/certified-copies/{copy.id}/handover", {})
    dossier = read(rows, row)
    assert dossier.state is State.RETURNED and dossier.taken_by == "Vũ Thị Bản Sao" and dossier.step_role is None


def test_handed_over_at_the_desk_it_is_handed_over_at_the_copies_once_it_is_paid(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    issue(rows, browse, copy.id)
    refused = take(browse, "motcua", row, "hand_over")
    assert refused.status_code == 422 and "thu phí" in refused.text.lower()
    pay(rows, browse, row)
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    assert read(rows, row).state is State.RETURNED
    given = rows.get(Handover, copy.id)
    assert given.means is Means.DESK and given.by_id == visit_of(rows, row).created_by_id


@pytest.fixture
def priced(site: Flask) -> Iterator[None]:
    """The procedure has a fee of its own for its dossiers, beside that of copies by their pages."""
    with site.app_context(), work(SYSTEM) as session:
        city = session.scalar(select(FeeRule.unit_id).limit(1))
        words = {"code": "2.000815", "name": "Phí chứng thực", "kind": Kind.FEE, "unit_name": "việc", "unit_id": city}
        words |= {"first_units": 1, "first_price": 9_000, "further_price": 9_000, "valid_from": date(2025, 1, 1)}
        rule = FeeRule(source="Thử", **words)
        session.add(rule)
        session.flush()
        number = rule.id
    yield
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(FeeRule, number).valid_to = date(2025, 1, 1)


def test_the_fee_is_owed_once_and_shown_on_both_pages(rows: Any, browse: Any, priced: None) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    submit(rows, browse, copy.id)
    rows.rollback()
    keys = ("dossiers.dossiers", "certified_copies.copies")
    of_either = ((Charge.resource == keys[0]) & (Charge.row_id == row)) | (
        (Charge.resource == keys[1]) & (Charge.row_id == copy.id)
    )
    assert [one.resource for one in rows.scalars(select(Charge).where(of_either))] == [keys[1]]
    page = browse("motcua").get(f"{HERE}/{row}").text.replace("\u00a0", " ")
    assert f"{HERE}/{row}/steps/charge" not in page
    assert "2.000 ₫" in page and f"/fees/take/{keys[1]}/{copy.id}" in page


def test_the_fee_of_its_copies_stands_in_the_payment_table_and_opens_the_dossier(
    site: Flask, rows: Any, browse: Any
) -> None:
    today, figures = Period(clock.today(), clock.today()), (Figure.DUTY, Figure.PAID_ONLINE, Figure.PAID_DESK)

    def counted() -> list[int]:
        ward = read(rows, row).competent_id
        rows.rollback()
        with site.app_context():
            found = sum(Question(today, [ward]).count(db.session(), By.PROCEDURE).values(), Tally())
            return [found[one] for one in figures]

    def opens(figure: Figure) -> bool:
        day = f"{clock.today():%d/%m/%Y}"
        return (
            f'href="{HERE}/{row}"'
            in browse("motcua").get(f"/dossiers/report/behind/{figure.value}?from={day}&to={day}").text
        )

    row = received(rows, browse, "Bằng cử nhân; Bảng điểm")
    before = counted()
    assert not opens(Figure.DUTY), "nothing is owed before the pages are counted"
    for copy in [copy.id for copy in copies_of(rows, row)]:
        submit(rows, browse, copy)
    duty, online, desk = before
    assert counted() == [duty + 1, online, desk], "one dossier, though two copies are owed for"
    assert opens(Figure.DUTY) and not opens(Figure.PAID_DESK)
    pay(rows, browse, row)
    assert counted() == [duty + 1, online, desk + 1] and opens(Figure.PAID_DESK)


def test_when_all_is_refused_the_dossier_is_stopped_with_reason_and_law(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    refuse(rows, browse, copy.id)
    dossier = read(rows, row)
    assert dossier.state is State.STOPPED and dossier.stop_number and not stored(rows, row)
    law = rows.scalar(select(Condition.source).where(Condition.code == "R01"))
    assert dossier.basis == law
    page = browse("motcua").get(f"{HERE}/{row}").text
    assert "Bằng cử nhân" in page and "Bản chính bị tẩy xóa ở ngày cấp" in page
    notice = words_of(browse("motcua").client.get(f"{HERE}/{row}/print/dung-giai-quyet.pdf").data)
    assert "Bản chính bị tẩy xóa ở ngày cấp" in notice and law.split(";")[0] in notice


def test_one_refused_and_one_issued_is_handled_with_what_was_issued(rows: Any, browse: Any) -> None:
    row = received(rows, browse, "Bằng cử nhân; Bảng điểm")
    first, second = (copy.id for copy in copies_of(rows, row))
    refuse(rows, browse, first)
    assert read(rows, row).state is State.RECEIVED
    issue(rows, browse, second)
    assert read(rows, row).state is State.SOLVED and [one.title for one in stored(rows, row)] == ["Bảng điểm"]


def test_a_copy_annulled_later_loses_its_place_in_the_store(site: Flask, rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    issue(rows, browse, copy.id)
    page = f"/certified_copies/annulments/{annul(browse, rows, copy.id)}"
    rows.rollback()
    assert press(browse, "canbo", f"{page}/steps/confirm").status_code == 403
    with site.app_context(), work(SYSTEM) as session:
        add_person(session, "lanhdao3", "certified_copies.certifier", WARD, "PHÓ CHỦ TỊCH", "Phạm Thị Hai")
    assert press(browse, "lanhdao3", f"{page}/steps/confirm").status_code == 303
    (result,) = stored(rows, row)
    assert copies_of(rows, row)[0].state is Copied.ANNULLED and result.state is Standing.REVOKED
    assert read(rows, row).state is State.SOLVED
    assert "Đã hủy bỏ" in browse("motcua").get(f"{HERE}/{row}").text


def test_a_dossier_that_was_handed_over_tells_of_a_copy_annulled_since(site: Flask, rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    issue(rows, browse, copy.id)
    pay(rows, browse, row)
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    assert "không còn giá trị" not in browse("motcua").get(f"{HERE}/{row}").text
    page = f"/certified_copies/annulments/{annul(browse, rows, copy.id)}"
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        add_person(session, "lanhdao3", "certified_copies.certifier", WARD, "PHÓ CHỦ TỊCH", "Phạm Thị Hai")
    assert press(browse, "lanhdao3", f"{page}/steps/confirm").status_code == 303
    assert read(rows, row).state is State.RETURNED
    told = browse("motcua").get(f"{HERE}/{row}").text
    assert "không còn giá trị" in told and "Quyết định số" in told


def test_what_the_citizen_takes_back_leaves_no_copy_and_no_fee_behind(rows: Any, browse: Any) -> None:
    row = received(rows, browse, "Bằng cử nhân; Bảng điểm")
    first = copies_of(rows, row)[0].id
    submit(rows, browse, first)
    owed = select(Charge.id).where(Charge.resource == "certified_copies.copies", Charge.row_id == first)
    rows.rollback()
    assert rows.scalar(owed)
    for step, words in (("withdraw", {"reason": "Không cần nữa."}), ("let_go", {})):
        answer = press(browse, "motcua", f"{HERE}/{row}/steps/{step}", **words)
        assert answer.status_code == 303, answer.text
    assert read(rows, row).state is State.STOPPED and not stored(rows, row)
    assert {copy.state for copy in copies_of(rows, row)} == {Copied.WITHDRAWN}
    assert visit_of(rows, row).state is Progress.FINISHED and rows.scalar(owed) is None
    assert press(browse, "lanhdao", f"/certified_copies/copies/{first}/steps/sign").status_code in (403, 422)


def test_what_is_signed_already_is_not_taken_back_and_goes_on(rows: Any, browse: Any) -> None:
    row = received(rows, browse, "Bằng cử nhân; Bảng điểm")
    first, second = (copy.id for copy in copies_of(rows, row))
    submit(rows, browse, first)
    assert press(browse, "lanhdao", f"/certified_copies/copies/{first}/steps/sign").status_code == 303
    assert press(browse, "motcua", f"{HERE}/{row}/steps/withdraw", reason="Không cần nữa.").status_code == 303
    desk = browse("motcua")
    desk.get(f"{HERE}/{row}")
    refused = desk.post(f"{HERE}/{row}/steps/let_go", {"version": desk.version(f"{HERE}/{row}")})
    assert "Đã ký, không rút lại được: Bằng cử nhân" in refused.text + desk.get(f"{HERE}/{row}").text, refused.location
    assert read(rows, row).state is State.WITHDRAWAL
    assert [copy.state for copy in copies_of(rows, row)] == [Copied.SIGNED, Copied.DRAFT], "nothing is half taken back"
    assert press(browse, "motcua", f"{HERE}/{row}/steps/keep_early", reason="Bản sao đã ký.").status_code == 303
    assert press(browse, "vanthu", f"/certified_copies/copies/{first}/steps/seal").status_code == 303
    issue(rows, browse, second)
    assert read(rows, row).state is State.SOLVED and len(stored(rows, row)) == 2
