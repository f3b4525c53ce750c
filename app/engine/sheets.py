"""Rows as files: CSV, XLSX, JSON and PDF of a list. One `shown` function words every value."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.data.field import meta
from app.engine import pdf
from app.spec.words import Column, List, Resource

KINDS = ("xlsx", "csv", "pdf", "json")
Shown = Callable[[Any, Column], str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(kind: str, resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    """Return the rows as a file of `kind` (csv, xlsx, json, pdf) and its content type."""
    writers = {"csv": _csv, "xlsx": _xlsx, "json": _json, "pdf": _pdf}
    return writers[kind](resource, view, rows, shown)


def safe(text: str) -> str:
    """Keep a spreadsheet from reading typed text as a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _csv(_resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(meta(column).label) for column in view.columns])
    for row in rows:
        writer.writerow([safe(shown(row, column)) for column in view.columns])
    # The mark at the front makes Excel read the file as UTF-8.
    return io.BytesIO(("\ufeff" + out.getvalue()).encode()), "text/csv; charset=utf-8"


def _xlsx(resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    book = Workbook(write_only=True)
    page = book.create_sheet(str(resource.title)[:31])
    page.freeze_panes = "A2"
    heads = []
    for at, column in enumerate(view.columns, 1):
        cell = WriteOnlyCell(page, str(meta(column).label))
        cell.font = Font(bold=True)
        heads.append(cell)
        page.column_dimensions[get_column_letter(at)].width = 28 if meta(column).kind in {"text", "reference"} else 18
    page.append(heads)
    for row in rows:
        page.append([_cell(page, row, column, shown) for column in view.columns])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out, XLSX


def _cell(page: Any, row: Any, column: Column, shown: Shown) -> Any:
    kind = meta(column).kind
    if kind in {"whole", "money", "number", "day"}:
        cell = WriteOnlyCell(page, getattr(row, column.key))
        cell.number_format = {"day": "dd/mm/yyyy"}.get(kind, "#,##0")
        return cell
    return safe(shown(row, column))


def _json(_resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    content = [{column.key: shown(row, column) for column in view.columns} | {"id": row.id} for row in rows]
    return io.BytesIO(json.dumps(content, ensure_ascii=False, indent=1).encode()), "application/json"


def _pdf(resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    heads = [(str(meta(column).label), meta(column).kind in {"whole", "money", "number"}) for column in view.columns]
    table = [[shown(row, column) for column in view.columns] for row in rows]
    content = pdf.render("print/list.html", {"title": str(resource.title), "heads": heads, "rows": table})
    return io.BytesIO(content), "application/pdf"
