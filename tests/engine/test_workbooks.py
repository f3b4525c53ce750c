"""What a module's own workbooks keep: typed text as text, numbers as numbers, sums in bold, one page wide on paper."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from app.engine.workbooks import workbook
from app.spec.sheet import Sheet, Strong

HEADS = {"Ngày": 12, "Người nộp": 30, "Số tiền": 16}


def _page(payer: str = "Trần Lan", **words: object) -> object:
    rows = [[date(2026, 11, 23), payer, 4_000], Strong([None, "TỔNG CỘNG", 4_000])]
    return load_workbook(workbook(Sheet("Bảng kê", HEADS, rows, **words))).active  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ['=HYPERLINK("http://a.example","xem")', "+84", "-5", "@x", "\tx"])
def test_a_name_that_begins_like_a_formula_stays_a_name(typed: str) -> None:
    cell = _page(typed)["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", True)


def test_days_and_amounts_can_be_counted_with() -> None:
    page = _page()
    assert page["A2"].value.date() == date(2026, 11, 23)
    assert (page["C2"].value, page["C2"].number_format) == (4_000, "#,##0")


def test_heads_stand_below_the_lines_above_and_stay_in_view() -> None:
    page = _page(above=["BẢNG KÊ THU", "Tháng 11"], fixed=2)
    assert [cell.value for cell in page[3]] == list(HEADS)
    assert page.freeze_panes == "C4"
    assert page.column_dimensions["B"].width == 30
    assert page["B5"].font.bold and not page["B4"].font.bold


def test_on_paper_the_head_comes_again_on_every_page() -> None:
    page = _page(paper="A3")
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (int(page.PAPERSIZE_A3), "landscape")
