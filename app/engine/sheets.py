"""Rows as files: CSV, XLSX, JSON and PDF of a list. One `shown` function words every value."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.data.clock import local
from app.data.field import meta
from app.engine import pdf, xlsx
from app.spec.words import Column, List, Resource

KINDS = ("xlsx", "csv", "pdf", "json")
Shown = Callable[[Any, Column], str]


def write(kind: str, resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    """Return the rows as a file of `kind` (csv, xlsx, json, pdf) and its content type."""
    writers = {"csv": _csv, "xlsx": xlsx.write, "json": _json, "pdf": _pdf}
    return writers[kind](resource, view, rows, shown)


def _csv(_resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(meta(column).label) for column in view.columns])
    for row in rows:
        writer.writerow([xlsx.safe(shown(row, column)) for column in view.columns])
    # The mark at the front makes Excel read the file as UTF-8.
    return io.BytesIO(("\ufeff" + out.getvalue()).encode()), "text/csv; charset=utf-8"


def _json(_resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    content = [{column.key: _plain(row, column, shown) for column in view.columns} | {"id": row.id} for row in rows]
    return io.BytesIO(json.dumps(content, ensure_ascii=False, indent=1).encode()), "application/json"


def _plain(row: Any, column: Column, shown: Shown) -> Any:
    """Numbers, yes or no, and ISO 8601 for programs; everything else, above all what is personal, as people read it."""
    value, words = getattr(row, column.key), meta(column)
    if words.personal or words.kind not in {"whole", "year", "money", "number", "yes_no", "day", "moment"}:
        return shown(row, column)
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _pdf(resource: Resource, view: List, rows: Iterable[Any], shown: Shown) -> tuple[io.BytesIO, str]:
    heads = [(str(meta(column).label), meta(column).kind in {"whole", "money", "number"}) for column in view.columns]
    table = [[shown(row, column) for column in view.columns] for row in rows]
    content = pdf.render("print/list.html", {"title": str(resource.title), "heads": heads, "rows": table})
    return io.BytesIO(content), "application/pdf"
