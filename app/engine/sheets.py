"""Rows as files: CSV, XLSX, JSON and PDF of a list. One `shown` function words every value."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from app.data.clock import local
from app.data.field import meta
from app.data.moment import now
from app.engine import pdf, xlsx
from app.spec.words import Column, List, Resource

KINDS = ("xlsx", "csv", "pdf", "json")
Shown = Callable[[Any, Column], str]


@dataclass(frozen=True)
class Frame:
    """What stands around the rows on paper: the filters they were chosen by, the column they are grouped by."""

    said: str = ""
    group: Column | None = None


def write(
    kind: str, resource: Resource, view: List, rows: Iterable[Any], shown: Shown, frame: Frame = Frame()
) -> tuple[io.BytesIO, str]:
    """Return the rows as a file of `kind` (csv, xlsx, json, pdf) and its content type.

    Sheets for programs hold nothing but rows; the paper also has groups with counts and sums, and the filters.
    """
    if kind == "pdf":
        return _pdf(resource, view, rows, shown, frame)
    writers = {"csv": _csv, "xlsx": xlsx.write, "json": _json}
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


def _pdf(resource: Resource, view: List, rows: Iterable[Any], shown: Shown, frame: Frame) -> tuple[io.BytesIO, str]:
    columns = [column for column in view.columns if column is not frame.group]
    heads = [(str(meta(column).label), meta(column).kind in {"whole", "money", "number"}) for column in columns]
    groups, all_rows = [], list(rows)
    for _value, batch in groupby(all_rows, key=lambda row: getattr(row, frame.group.key) if frame.group else None):
        inside = list(batch)
        name = shown(inside[0], frame.group) if frame.group else ""
        table = [[shown(row, column) for column in columns] for row in inside]
        groups.append({"name": name, "rows": table, "total": _total(view, inside)})
    context = {"title": str(resource.title), "heads": heads, "groups": groups, "said": frame.said, "made": now()}
    context |= {"by": str(meta(frame.group).label) if frame.group else "", "total": _total(view, all_rows)}
    context |= {"count": len(all_rows), "sum_at": next((at for at, c in enumerate(columns) if c is view.total), None)}
    return io.BytesIO(pdf.render("print/list.html", context)), "application/pdf"


def _total(view: List, rows: Sequence[Any]) -> Any:
    """What the column that the list adds up comes to; None where it adds nothing up."""
    return None if view.total is None else sum(getattr(row, view.total.key) or 0 for row in rows)
