"""The consolidated table: the city's totals are the sums of its wards', to the đồng; screen, sheet and page agree."""

from __future__ import annotations

import io
import re
import subprocess
from types import SimpleNamespace
from typing import Any

import lxml.html
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
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/equipment/consolidation.xlsx").data))
    page = book.active
    sheet = list(page.iter_rows(min_row=5, values_only=True))
    money = {title: (row[10], row[11]) for row in sheet if (title := row[1])}
    assert money["TỔNG CỘNG TOÀN THÀNH PHỐ"] == (table.total.amount, table.total.granted)
    units = [unit.title for _number, _group, units in table.groups for unit in units]
    assert sum(money[unit][0] for unit in units) == table.total.amount
    assert (page.page_setup.orientation, page.print_title_rows) == ("landscape", "$4:$4")


def test_no_cell_differs_between_screen_sheet_and_page(rows: Any, browse: Any) -> None:
    browser, compared = browse("sokhcn"), 0
    for campaign in rows.scalars(select(Campaign.id)).all():
        page, asked = "/equipment/consolidation", f"?campaign={campaign}"
        told = lxml.html.fromstring(browser.get(f"{page}{asked}").text)
        if not told.xpath("//table"):
            continue
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{page}.xlsx{asked}").data)).active
        sheet = [_said(row) for row in book.iter_rows(min_row=5, values_only=True)]
        words, sheet = sheet[-2:], sheet[:-2]
        screen = [[_bare(cell.text_content()) for cell in row] for row in told.xpath("//tbody/tr")]
        for shown, written in zip(screen, sheet, strict=True):
            whole, pieces = "".join(shown).lower(), "".join(written).lower()
            # A group is "Phường" on the screen, "PHƯỜNG" on paper; the city's total has a longer name there.
            assert whole.replace("toànthànhphố", "tổngcộngtoànthànhphố") == pieces
            compared += len(written)
        foot = _bare(told.xpath("//table/ancestor::section/footer")[0].text_content())
        assert all(words[at][1].partition(":")[2] in foot for at in (0, 1))
        paper = browser.get(f"{page}.pdf{asked}").data
        run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=paper, check=True, capture_output=True)
        text = re.sub(r"Trang \d+/\d+|STT Đơn vị[^\f]*?duyệt\s+Đề xuất\s+Được\s+duyệt", "", run.stdout.decode())
        assert "".join(cell for row in sheet for cell in row).lower() in _bare(text).lower()
    assert compared > 1000


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-")


def _said(row: Any) -> list[str]:
    """A row of the sheet as it is read; a norm that does not exist is a dash on the screen and on paper."""
    cells = [f"{cell:,}".replace(",", ".") if isinstance(cell, int) else _bare(cell or "") for cell in row]
    return [cell or "-" if at == 5 and row[2] else cell for at, cell in enumerate(cells)]


def test_wards_do_not_see_the_city(browse: Any) -> None:
    assert browse("canbo").get("/equipment/consolidation").status_code == 403
    assert browse("sokhcn").get("/equipment/consolidation?campaign=999999").status_code == 404
