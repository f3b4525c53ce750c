"""Rows as a workbook; written row by row, so that a large list needs little memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from app.data.clock import local
from app.data.field import meta
from app.spec.words import Column, List, Resource

Shown = Callable[[Any, Column], str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(text: str) -> str:
    """Keep a spreadsheet from reading typed text as a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write(resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    """Return the rows as a workbook with one page, and its content type."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(str(resource.title)[:31])
    page.freeze_panes, new = "A2", partial(WriteOnlyCell, page)
    heads = []
    for at, column in enumerate(view.columns, 1):
        cell = new(str(meta(column).label))
        cell.font = Font(bold=True)
        heads.append(cell)
        page.column_dimensions[get_column_letter(at)].width = 28 if meta(column).kind in {"text", "reference"} else 18
    page.append(heads)
    for row in rows:
        page.append([_cell(new, row, column, shown) for column in view.columns])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out, XLSX


def _cell(new: Callable[[Any], Any], row: Any, column: Column, shown: Shown) -> Any:
    kind = meta(column).kind
    if kind in {"whole", "money", "number", "day"}:
        cell = new(getattr(row, column.key))
        cell.number_format = {"day": "dd/mm/yyyy"}.get(kind, "#,##0")
        return cell
    if kind == "moment" and getattr(row, column.key) is not None:
        cell = new(local(getattr(row, column.key)).replace(tzinfo=None, microsecond=0))
        cell.number_format = "hh:mm dd/mm/yyyy"
        return cell
    return safe(shown(row, column))
