"""What a dossier costs: owed by the rule of its day and way, waited for with the clock standing still, ended by a receipt."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.dossiers.desk.states import State
from modules.dossiers.fee import KEY
from modules.dossiers.journey.handlings import Handling
from modules.fees.charges import Charge
from modules.fees.receipts import Receipt
from modules.fees.rules import Channel, Exemption, FeeRule, Kind
from tests.modules.test_dossiers import HERE, read, received, take


@pytest.fixture
def priced(site: Any) -> Iterator[None]:
    """A marriage costs 8,000 đ at the desk and nothing online, from 2025 on."""
    with site.app_context(), work(SYSTEM) as session:
        city = session.scalar(select(FeeRule.unit_id).limit(1))
        words = {
            "code": "1.000894",
            "name": "Lệ phí hộ tịch",
            "kind": Kind.CHARGE,
            "unit_name": "việc",
            "unit_id": city,
        }
        words |= {"first_units": 1, "source": "Thử", "valid_from": date(2025, 1, 1), "further_price": 8_000}
        rules = [
            FeeRule(channel=Channel.DESK, first_price=8_000, **words),
            FeeRule(channel=Channel.ONLINE, first_price=0, **words),
        ]
        session.add_all(rules)
        session.flush()
        numbers = [rule.id for rule in rules]
    yield
    with site.app_context(), work(SYSTEM) as session:
        for number in numbers:  # the rule is over: what was charged by it stays
            session.get_one(FeeRule, number).valid_to = date(2025, 1, 1)


def charge_of(rows: Any, row: int) -> Charge | None:
    rows.rollback()
    rows.expire_all()
    return rows.scalars(select(Charge).where(Charge.resource == KEY, Charge.row_id == row)).first()


def refused(browse: Any, login: str, row: int, step: str) -> str:
    """What the page says after a step that was pressed."""
    clerk, path = browse(login), f"{HERE}/{row}/steps/{step}"
    clerk.post(path, {"version": clerk.version(path)})
    return str(clerk.get(f"{HERE}/{row}").text).replace("\u00a0", " ")


def pay(browse: Any, row: int, **words: str) -> Any:
    path = f"/fees/take/{KEY}/{row}"
    form = {"payer": "Lê Thị Kim Ngân", "means": "cash", "exemption": ""} | words
    return browse("motcua").post(path, form, page=path)


def test_a_dossier_that_costs_nothing_cannot_be_made_to_wait_for_payment(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    assert charge_of(rows, row) is None
    assert "chưa có mức phí, lệ phí nào" in refused(browse, "motcua", row, "charge")
    assert read(rows, row).state is State.RECEIVED


def test_the_receipt_ends_the_wait_for_payment_and_the_clock_goes_on(rows: Any, browse: Any, priced: None) -> None:
    row = received(rows, browse, fee_units="2")
    charge = charge_of(rows, row)
    assert charge and charge.amount == 16_000
    assert "16.000 ₫" in browse("hotich").get(f"{HERE}/{row}").text.replace("\u00a0", " ")
    assert take(browse, "motcua", row, "begin").status_code == 303
    assert take(browse, "hotich", row, "charge").status_code == 303
    assert read(rows, row).state is State.DUTY and read(rows, row).due_at is None
    assert "Còn phải thu 16.000 ₫" in refused(browse, "motcua", row, "paid")
    assert pay(browse, row).status_code == 303
    dossier = read(rows, row)
    assert dossier.state is State.SOLVING and dossier.step_code == "B2" and dossier.due_at
    assert [stay.paused for stay in Handling.of(rows, row)] == [False, False, True, False]
    assert "không còn khoản nào phải nộp" in refused(browse, "hotich", row, "charge")


def test_who_is_exempt_gets_a_receipt_over_nothing(rows: Any, browse: Any, priced: None) -> None:
    row = received(rows, browse)
    poor = rows.scalars(select(Exemption).where(Exemption.percent == 100)).first()
    answer = pay(browse, row, exemption=str(poor.id))
    number = int(re.search(r"(\d+)$", answer.location).group(1))  # type: ignore[union-attr]
    rows.rollback()
    assert rows.get(Receipt, number).total == 0
    assert "Đã thu" in browse("motcua").get(f"{HERE}/{row}").text


def test_the_way_it_came_in_decides_and_nothing_is_owed_online(rows: Any, browse: Any, priced: None) -> None:
    row = received(rows, browse, way="online")
    charge = charge_of(rows, row)
    assert charge and charge.amount == 0
    assert "không còn khoản nào phải nộp" in refused(browse, "motcua", row, "charge")
    assert read(rows, row).state is State.RECEIVED
    assert pay(browse, row).status_code == 303 and charge_of(rows, row).receipt_id  # type: ignore[union-attr]


def test_whoever_presses_second_is_told_the_receipt_of_the_first(rows: Any, browse: Any, priced: None) -> None:
    row, path = received(rows, browse), f"/fees/take/{KEY}"
    number = re.search(r"(\d+)$", pay(browse, row).location).group(1)  # type: ignore[union-attr]
    rows.rollback()
    receipt = str(rows.get(Receipt, int(number)))
    second = browse("motcua").post(f"{path}/{row}", {"payer": "Người khác", "means": "cash"})
    assert second.status_code == 422 and f"Đã lập biên lai cho khoản này: {receipt}." in second.text
    assert f'href="/fees/receipts/{number}"' in browse("motcua").get(f"{path}/{row}").text


def test_a_fee_that_is_partly_waived_is_told_as_it_was_paid(rows: Any, browse: Any, priced: None) -> None:
    row = received(rows, browse)
    free = rows.scalars(select(Exemption).where(Exemption.percent == 100)).first()
    answer = pay(browse, row, exemption=str(free.id))
    page = browse("hotich").get(f"{HERE}/{row}").text.replace("\u00a0", " ")
    assert "đã thu 0 ₫ sau khi miễn, giảm" in page
    content = browse("motcua").client.get(f"{answer.location}/print/bien-lai.pdf").data
    run = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True)
    paper = " ".join(run.stdout.decode().split())
    assert f"Lệ phí hộ tịch: {read(rows, row).code} Đăng ký kết hôn" in paper
    assert "Trung tâm Phục vụ hành chính công" in paper and "Bộ phận Một cửa" not in paper
    assert "Người nộp không phải trả tiền." in paper and "tiền mặt" not in paper


def test_a_receipt_for_three_dossiers_stays_on_its_sheet(rows: Any, browse: Any, priced: None) -> None:
    numbers = ",".join(str(received(rows, browse)) for _dossier in range(3))
    elderly = rows.scalars(select(Exemption).where(Exemption.name.startswith("Người cao tuổi"))).one().id
    rows.rollback()
    path = f"/fees/take/{KEY}/{numbers}"
    answer = browse("motcua").post(path, {"payer": "Lê Thị Kim Ngân", "means": "cash", "exemption": str(elderly)})
    content = browse("motcua").client.get(f"{answer.location}/print/bien-lai.pdf").data
    run = subprocess.run(["pdfinfo", "-"], input=content, check=True, capture_output=True)
    assert re.search(r"Pages: +1\n", run.stdout.decode())


def test_no_result_leaves_the_desk_before_it_is_paid(rows: Any, browse: Any, priced: None) -> None:
    row = received(rows, browse)
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        assert take(browse, login, row, step).status_code == 303, step
    told = {"result_number": "12/2026", "result_on": f"{clock.today():%d/%m/%Y}"}
    assert take(browse, "vanthu", row, "finish", **told).status_code == 303
    early = take(browse, "motcua", row, "hand_over")
    assert early.status_code == 422 and "Còn phải thu 8.000 ₫" in early.text.replace("\u00a0", " ")
    assert read(rows, row).state is State.SOLVED
    assert pay(browse, row).status_code == 303
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    assert read(rows, row).state is State.RETURNED
