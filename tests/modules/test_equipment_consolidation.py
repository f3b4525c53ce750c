"""The consolidated table: the city's totals are the sums of its wards', to the đồng; screen, sheet and page agree."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from modules.equipment.consolidation import Block, Row, table_of, total_of
from modules.equipment.models import Campaign, Fund

QUANTITIES = st.integers(1, 10_000)
PRICES = st.integers(0, 10**10)
LINES = st.lists(st.tuples(st.sampled_from("ABC"), QUANTITIES, QUANTITIES, PRICES, PRICES), min_size=1, max_size=6)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_the_city_is_the_sum_of_its_wards(wards: list[list[tuple[str, int, int, int, int]]]) -> None:
    blocks = []
    for lines in wards:
        rows: dict[str, Row] = {}
        for code, asked, given_, price, granted in lines:
            item = SimpleNamespace(id=code, code=code)
            line = SimpleNamespace(
                quantity=asked,
                price=price,
                amount=asked * price,
                over_reason=None,
                at=lambda _stage, kept=(given_, granted): kept,
            )
            rows.setdefault(code, Row(item)).take(line, Fund.CITY)  # type: ignore[arg-type]
        blocks.append(Block("", list(rows.values())))
    total = Block("", total_of(blocks))
    flat = [line for lines in wards for line in lines]
    assert total.amount == sum(block.amount for block in blocks) == sum(line[1] * line[3] for line in flat)
    assert total.granted == sum(block.granted for block in blocks) == sum(line[2] * line[4] for line in flat)
    assert sum(row.asked for row in total.rows) == sum(line[1] for line in flat)


def test_screen_sheet_and_page_say_the_same(rows: Any, browse: Any) -> None:
    browser = browse("sokhcn")
    campaign = rows.scalar(select(Campaign.id).order_by(Campaign.opens_on.desc()))
    table = table_of(rows, campaign)
    assert [number for number, _group, _units in table.groups] == ["I", "II", "III"]
    assert sum(group.amount for _n, group, _u in table.groups) == table.total.amount
    assert f"{table.total.amount:,}".replace(",", ".") in browser.get("/equipment/consolidation").text
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/equipment/consolidation?format=xlsx").data))
    page = book.active
    sheet = list(page.iter_rows(min_row=5, values_only=True))
    money = {title: (row[10], row[11]) for row in sheet if (title := row[1])}
    assert money["TỔNG CỘNG TOÀN THÀNH PHỐ"] == (table.total.amount, table.total.granted)
    units = [unit.title for _number, _group, units in table.groups for unit in units]
    assert sum(money[unit][0] for unit in units) == table.total.amount
    assert (page.page_setup.orientation, page.print_title_rows) == ("landscape", "$4:$4")
    assert browser.get("/equipment/consolidation?format=pdf").data.startswith(b"%PDF-")


def test_wards_do_not_see_the_city(browse: Any) -> None:
    assert browse("canbo").get("/equipment/consolidation").status_code == 403
    assert browse("sokhcn").get("/equipment/consolidation?campaign=999999").status_code == 404
