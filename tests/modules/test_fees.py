"""Fees: what is owed by the rule of the day, receipts without gaps, the cash sheet to the đồng."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.data import clock
from app.data.base import db
from app.engine.principals import as_person
from modules.certified_copies.models import Copy
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt, State
from modules.fees.rules import Channel, Exemption, FeeRule, Kind
from modules.fees.till import till_of
from tests.module_case import ModuleCase

KEY = "certified_copies.copies"
COPYING = FeeRule(first_units=2, first_price=2_000, further_price=1_000, cap=200_000)


class TestEverything(ModuleCase):
    """Inherits what every module must do."""

    name = "fees"


@pytest.mark.parametrize(
    ("pages", "fee"),
    [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (197, 199_000), (198, 200_000), (199, 200_000)],
)
def test_the_fee_of_certification_is_that_of_the_circular(pages: int, fee: int) -> None:
    assert COPYING.amount(pages) == fee


@given(st.integers(1, 500), st.integers(1, 300))
def test_each_copy_costs_the_same_and_more_pages_never_less(pages: int, copies: int) -> None:
    assert COPYING.amount(pages, copies) == copies * COPYING.amount(pages) <= copies * COPYING.cap
    assert COPYING.amount(pages + 1) >= COPYING.amount(pages)


@given(st.integers(0, 10**12), st.integers(1, 100))
def test_an_exemption_never_takes_more_than_there_is(amount: int, percent: int) -> None:
    left = Exemption(percent=percent).left_of(amount)
    assert 0 <= left <= amount and (left == 0 or percent < 100)


def test_the_rule_of_the_day_and_of_the_channel_counts(rows: Any) -> None:
    city = rows.scalar(select(FeeRule.unit_id).limit(1))
    words = {"code": "thu", "name": "Thử", "kind": Kind.CHARGE, "unit_name": "việc", "source": "Thử", "unit_id": city}
    prices = {"first_units": 1, "further_price": 0}
    for first, last, price, channel in (
        (date(2025, 1, 1), date(2025, 9, 30), 9_000, None),
        (date(2025, 10, 1), None, 8_000, None),
        (date(2025, 10, 1), None, 0, Channel.ONLINE),
    ):
        dates = {"valid_from": first, "valid_to": last}
        rows.add(FeeRule(**words, **prices, **dates, first_price=price, channel=channel))
    rows.flush()

    def price(day: date, channel: Channel) -> int | None:
        rule = FeeRule.of(rows, "thu", channel, day)
        return rule.first_price if rule else None

    assert price(date(2024, 12, 31), Channel.DESK) is None
    assert price(date(2025, 9, 30), Channel.ONLINE) == 9_000
    assert price(date(2025, 10, 1), Channel.DESK) == 8_000
    assert price(date(2026, 6, 1), Channel.ONLINE) == 0


@pytest.fixture
def desk(site: Flask) -> Iterator[Any]:
    """The session of somebody at work; what the test does is taken back."""
    with site.app_context(), as_person(None):
        yield db.session()
        db.session.rollback()


def _unpaid(rows: Any) -> Charge:
    found = select(Charge).where(Charge.receipt_id.is_(None), Charge.resource == KEY).order_by(Charge.id)
    return rows.scalars(found).first()


def test_a_clerk_takes_the_fee_and_takes_a_mistake_back(browse: Any, rows: Any) -> None:
    charge = _unpaid(rows)
    clerk, page = browse("motcua"), f"/fees/take/{KEY}/{charge.row_id}"
    assert "Thu phí" in clerk.get(f"/certified_copies/copies/{charge.row_id}").text
    assert "2.000" in clerk.get(page).text
    refused = clerk.post(page, {"payer": " ", "means": "cash"})
    assert refused.status_code == 422 and "Hãy nhập người nộp." in refused.text
    done = clerk.post(page, {"payer": "Nguyễn Văn Nộp", "means": "cash", "exemption": ""})
    assert done.status_code == 303
    rows.rollback()
    issued = rows.scalar(select(func.count()).select_from(Receipt))
    twice = clerk.post(page, {"payer": "Nguyễn Văn Nộp", "means": "cash"})
    assert twice.status_code == 422, "a second press"
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Receipt)) == issued
    receipt = rows.scalars(select(Receipt).order_by(Receipt.id.desc()).limit(1)).one()
    assert (receipt.payer, receipt.total, receipt.state) == ("Nguyễn Văn Nộp", charge.amount, State.ISSUED)
    assert "Đã thu đủ." in clerk.get(page).text
    paper = clerk.client.get(f"/fees/receipts/{receipt.id}/print/bien-lai.pdf")
    assert paper.status_code == 200 and paper.data.startswith(b"%PDF")
    assert browse("motcua2").client.get(page).status_code == 404, "another ward"
    assert browse("vanthu").client.get(page).status_code == 403
    cancelled = clerk.post(f"/fees/receipts/{receipt.id}/steps/cancel", {"reason": "Thu nhầm"})
    assert cancelled.status_code == 303
    rows.rollback()
    rows.refresh(receipt)
    rows.refresh(charge)
    assert receipt.state is State.CANCELLED and charge.receipt_id is None


def test_the_cashier_may_not_cancel_yesterdays_receipt_but_the_supervisor_may(browse: Any, rows: Any) -> None:
    receipt = rows.scalars(select(Receipt).where(Receipt.state == State.ISSUED).order_by(Receipt.id)).first()
    with clock.frozen(clock.now() + timedelta(days=1)):
        late = browse("motcua").post(f"/fees/receipts/{receipt.id}/steps/cancel", {"reason": "Muộn"})
        assert late.status_code == 422
        rows.rollback()
        assert rows.get(Receipt, receipt.id).state is State.ISSUED
        assert browse("lanhdao").post(f"/fees/receipts/{receipt.id}/steps/cancel", {"reason": "Sai"}).status_code == 303


def test_a_receipt_of_nothing_is_a_receipt_too(desk: Any) -> None:
    charge = Charge.of(desk, KEY, [_unpaid(desk).row_id])[0]
    free = desk.scalars(select(Exemption).where(Exemption.percent == 100).order_by(Exemption.id)).first()
    receipt = Receipt.take(desk, [charge], "Hộ nghèo", Means.CASH, free)
    assert (receipt.total, receipt.in_words) == (0, "Không đồng")
    with pytest.raises(ValueError, match="vừa lập biên lai"):
        Receipt.take(desk, [charge], "Hai lần", Means.CASH, None)


def test_a_paid_copy_cannot_change_its_price_silently(desk: Any) -> None:
    paid = desk.scalars(
        select(Charge).where(Charge.receipt_id.is_not(None), Charge.resource == KEY).order_by(Charge.id)
    ).first()
    copy = desk.get(Copy, paid.row_id)
    words = {"code": "certified_copies.copy", "what": "x", "payer": "y", "channel": Channel.DESK, "day": clock.today()}
    assert Charge.put(desk, KEY, copy, units=paid.units, copies=paid.copies, **words) is paid
    with pytest.raises(ValueError, match="số tiền khác"):
        Charge.put(desk, KEY, copy, units=paid.units + 5, copies=paid.copies, **words)


def test_the_cash_sheet_adds_up_to_the_dong(browse: Any, rows: Any) -> None:
    unit = rows.scalar(select(Receipt.unit_id).limit(1))
    held = (Receipt.unit_id == unit, Receipt.state == State.ISSUED)
    last = rows.scalar(select(func.max(Receipt.created_at)).where(*held))
    day = last.astimezone(clock.ZONE).date()  # the suite may run over midnight
    till = till_of(rows, unit, day)
    assert till.receipts
    answer = browse("motcua").client.get(f"/fees/sheet.xlsx?day={day:%d/%m/%Y}")
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows()]
    total = next(row[6] for row in cells if row[1] == "TỔNG CỘNG")
    assert total == till.total == sum(row[6] for row in cells[3:] if isinstance(row[0], int))
    assert browse("motcua").client.get("/fees/sheet.pdf").data.startswith(b"%PDF")
    assert "chưa lập biên lai nào" in browse("motcua").get("/fees/sheet?day=01/01/2020").text


def test_a_new_fee_counts_one_unit_first_unless_told_otherwise(browse: Any) -> None:
    page = browse("sotaichinh").get("/fees/rules/new").text
    assert re.search(r'name="first_units"[^>]*value="1"', page)
