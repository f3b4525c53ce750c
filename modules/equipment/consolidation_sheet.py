"""The consolidated table as XLSX, ready to print on A3: values, not formulas, since the sums are checked here."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app.toolkit import clock, format_day
from modules.equipment.campaign import Campaign
from modules.equipment.consolidation import Block, Row, Table

HEADS = {
    "STT": 6,
    "Đơn vị, thiết bị": 38,
    "ĐVT": 10,
    "Nhu cầu": 9,
    "Hiện có": 9,
    "Định mức": 9,
    "Thiếu": 9,
    "Đề xuất": 9,
    "Được duyệt": 10,
    "Đơn giá (đồng)": 16,
    "Thành tiền đề xuất (đồng)": 19,
    "Thành tiền được duyệt (đồng)": 19,
    "Nguồn": 24,
    "Ghi chú": 40,
}
FIRST_MONEY, LAST_MONEY = 10, 12
HEAD_ROW = 4
BOLD = Font(bold=True)


def sheet(table: Table, campaign: Campaign) -> io.BytesIO:
    """Return the file; a price that differs between requests is shown as its range."""
    book = Workbook()
    page: Worksheet = book.active
    page.title = "Biểu tổng hợp"
    page.append(["BIỂU TỔNG HỢP NHU CẦU TRANG THIẾT BỊ"])
    page.append([campaign.name])
    page.append([f"Tính đến ngày {format_day(clock.today())}"])
    page.append(list(HEADS))
    for number, group, units in table.groups:
        _bold(page, [number, group.title, *[None] * 8, group.amount, group.granted])
        for place, unit in enumerate(units, 1):
            _bold(page, [place, unit.title, *[None] * 8, unit.amount, unit.granted])
            _rows(page, unit)
    _bold(page, [None, "TỔNG CỘNG TOÀN THÀNH PHỐ", *[None] * 8, table.total.amount, table.total.granted])
    _rows(page, table.total)
    page.append([None, f"Bằng chữ, đề xuất: {table.words}"])
    page.append([None, f"Bằng chữ, được duyệt: {table.granted_words}"])
    _set_up(page)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _rows(page: Worksheet, block: Block) -> None:
    for row in block.rows:
        page.append(_cells(row))


def _cells(row: Row) -> list[Any]:
    low, high = row.price
    return [
        None,
        row.item.name,
        row.item.measure,
        row.need,
        row.usable,
        row.norm,
        row.lacking,
        row.asked,
        row.approved,
        low if low == high else f"{low:,} - {high:,}".replace(",", "."),
        row.amount,
        row.granted,
        row.fund,
        row.note,
    ]


def _bold(page: Worksheet, cells: list[Any]) -> None:
    page.append(cells)
    for cell in page[page.max_row]:
        cell.font = BOLD


def _set_up(page: Worksheet) -> None:
    """A3 across, one page wide, the head on every page, numbered pages."""
    for cell, width in zip(page[HEAD_ROW], HEADS.values(), strict=True):
        cell.font, cell.alignment = BOLD, Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[cell.column_letter].width = width
    page["A1"].font = Font(bold=True, size=14)
    for cells in page.iter_rows(min_row=HEAD_ROW + 1, min_col=FIRST_MONEY, max_col=LAST_MONEY):
        for cell in cells:
            cell.number_format = "#,##0"
    page.freeze_panes = f"C{HEAD_ROW + 1}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "Trang &P/&N"
