"""The pages of a workbook as openpyxl draws them; apart from `workbooks`, since the library is large and seldom needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app.spec.sheet import Sheet, Strong

BOLD = Font(bold=True)
PAPERS = {"A3": Worksheet.PAPERSIZE_A3, "A4": Worksheet.PAPERSIZE_A4}


def draw(page: Worksheet, sheet: Sheet) -> None:
    """Lay one page out."""
    for at, line in enumerate(sheet.above, 1):
        _write(page, at, [line])
    if sheet.above:
        page["A1"].font = Font(bold=True, size=14)
    head = len(sheet.above) + 1
    _write(page, head, list(sheet.heads))
    for cell, width in zip(page[head], sheet.heads.values(), strict=True):
        cell.font, cell.alignment = BOLD, Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[cell.column_letter].width = width
    for at, row in enumerate(sheet.rows, head + 1):
        _write(page, at, row)
    page.freeze_panes = page.cell(head + 1, sheet.fixed + 1)
    if sheet.paper:
        page.print_title_rows = f"{head}:{head}"
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", PAPERS[sheet.paper]
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.oddFooter.center.text = "Trang &P/&N"


def _write(page: Worksheet, at: int, values: Sequence[Any]) -> None:
    for place, value in enumerate(values, 1):
        if value is not None:
            _fill(page.cell(at, place), value, strong=isinstance(values, Strong))


def _fill(cell: Cell, value: Any, *, strong: bool) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = True  # also after somebody has opened the cell and closed it again
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    if strong:
        cell.font = BOLD
