"""Workbooks (XLSX) that a module lays out itself: lines above, headings, rows. Lists of records have `sheets.py`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

BOLD = Font(bold=True)
PAPERS = {"A3": Worksheet.PAPERSIZE_A3, "A4": Worksheet.PAPERSIZE_A4}


class Strong(list[Any]):
    """A row of a sheet in bold: the head of a group, a sum."""


@dataclass(frozen=True)
class Sheet:
    """One page of a workbook: `heads` gives the width of each column in letters, `above` the lines over them.

    `fixed` columns stay in view. With a `paper` ("A3", "A4") it prints across, one page wide, its head on every page.
    Whole numbers get dots between thousands; text stays text, also what begins like a formula.
    """

    title: str
    heads: Mapping[str, int]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    fixed: int = 1
    paper: str = ""


def workbook(*sheets: Sheet) -> io.BytesIO:
    """Return the file, from its beginning."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _draw(book.create_sheet(sheet.title[:31]), sheet)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _draw(page: Worksheet, sheet: Sheet) -> None:
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
