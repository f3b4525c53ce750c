"""List pages: the address is the state of the list, so that it can be shared, saved and walked back to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from flask import g, render_template, request, send_file
from sqlalchemy import select

from app.data.base import db
from app.data.field import meta
from app.data.row_id import row_id
from app.data.text import _
from app.engine import forms, pivots, query, sheets, steps
from app.spec.words import Board, Calendar, Column, List, Pivot, Resource
from app.web import calendars, filters, saved
from app.web.page import own_template

RESERVED = {"q", "sort", "group", "page", "view", "month", "format"}


@dataclass(frozen=True)
class Head:
    """A column as a list draws it, worked out once for all rows; the values of a `plain` one are nothing but text."""

    column: Column
    label: str
    numeric: bool
    plain: bool
    choice: bool

    @classmethod
    def of(cls, column: Column) -> Self:
        """Read what stands on the column."""
        words = meta(column)
        plain = words.kind not in {"choice", "long_text"} and column.key != "due_at"
        numeric = words.kind in {"money", "whole", "number"}
        return cls(column, str(words.label), numeric, plain, words.kind == "choice")


def asked() -> query.Asked:
    """Read the address of a list."""
    args = request.args
    chosen = {key: args.getlist(key) for key in args if key not in RESERVED and any(args.getlist(key))}
    page = row_id(args.get("page", "")) or 1
    return query.Asked(args.get("q", "")[:200], chosen, args.get("sort", ""), args.get("group", ""), page)


def index(res: Resource) -> str:
    """The list of a resource in the view the address asks for."""
    g.principal.require("read", res)
    view = _view(res)
    want = asked()
    extra: dict[str, Any] = {}
    if isinstance(view, Board):
        extra["columns"] = _board(res, view, want)
    elif isinstance(view, Calendar):
        extra["month"] = calendars.month_of(res, view, want, request.args.get("month", ""))
    elif isinstance(view, Pivot):
        extra["table"] = pivots.pivot(db.session(), res, view, want)
    page = query.page_of(db.session(), res, query.list_of(res), want)
    name = type(view).__name__.lower()
    return render_template(
        own_template(res, name),
        res=res,
        view=view,
        list=query.list_of(res),
        heads=[Head.of(column) for column in query.list_of(res).columns],
        page=page,
        want=want,
        chips=_chips(res, want),
        address=address,
        saved=saved.filters_of(res),
        views=_views(res),
        filter_columns=_filter_columns(res),
        may_create=g.principal.may("create", res),
        bulk_steps=steps.without_form(res, page.rows, g.principal),
        name_of_row=name_of_row,
        lead=_lead(query.list_of(res)),
        may_export=g.principal.may("export", res),
        may_import=g.principal.may("import", res),
        **extra,
    )


def sheet(res: Resource, kind: str) -> Any:
    """The same rows as a file: CSV, XLSX, JSON or PDF."""
    g.principal.require("export", res)
    want = asked()
    view, group = query.list_of(res), query.group_of(res, want)
    if group is not None and not any(column is group for column in view.columns):
        view = replace(view, columns=[*view.columns, group])  # else the sheet would not say what it is ordered by
    rows = query.every_row(db.session(), res, view, want)
    said = "; ".join(f"{chip['label']}: {chip['text']}" for chip in _chips(res, want))
    stream, content_type = sheets.write(kind, res, view, rows, filters.shown, sheets.Frame(said, group))
    return send_file(stream, content_type, as_attachment=True, download_name=f"{res.slug}.{kind}")


def address(**changes: Any) -> str:
    """Return this list's address with some words changed; None takes a word away, and paging starts again."""
    args = {key: request.args.getlist(key) for key in request.args if key != "page" or "page" in changes}
    for key, value in changes.items():
        if value is None:
            args.pop(key, None)
        else:
            args[key] = value if isinstance(value, list) else [str(value)]
    return request.path + ("?" + urlencode(args, doseq=True) if args else "")


def _lead(view: List) -> int:
    """How many columns stand before the one that is added up: a group's name spans them."""
    keys = [column.key for column in view.columns]
    return max(1, keys.index(view.total.key)) if view.total is not None and view.total.key in keys else len(keys)


def _views(res: Resource) -> list[str]:
    return [type(view).__name__.lower() for view in res.views]


def _view(res: Resource) -> Any:
    for view in res.views:
        if type(view).__name__.lower() == request.args.get("view"):
            return view
    return query.list_of(res)


def _filter_columns(res: Resource) -> list[tuple[Any, Any, list[Any]]]:
    found = []
    for column in res.filters:
        words = meta(column)
        found.append((column, words, list(words.choices) if words.choices else []))
    return found


def _chips(res: Resource, want: query.Asked) -> list[dict[str, str]]:
    known = query.columns_of(res)
    chips = []
    for key, values in want.filters.items():
        if key in known:
            words = meta(known[key])
            chips.append({"label": str(words.label), "text": _words(words, values), "off": address(**{key: None})})
    return chips


def _words(words: Any, values: list[str]) -> str:
    if words.choices:
        labels = {choice.value: str(choice) for choice in words.choices}
        return ", ".join(labels.get(value, value) for value in values)
    if words.kind == "reference":
        return ", ".join(name_of_row(words.target, value) for value in values)
    if words.kind == "yes_no":
        return str(_("Yes") if values[0] == "1" else _("No"))
    return ", ".join(filters.typed_period(value) for value in values)


def name_of_row(table: str, number: str) -> str:
    """Return the name of a row that a filter asks for; its number where this person may not see it."""
    model = forms.model_of(table)
    row = db.session.scalar(select(model).where(model.id == row_id(number)))
    return str(row) if row is not None else number


def _board(res: Resource, view: Board, want: query.Asked) -> list[dict[str, Any]]:
    totals = {group[0]: group for group in query.groups(db.session(), res, want, view.by, view.total)}
    columns = []
    for choice in meta(view.by).choices or ():
        part = query.Asked(want.search, want.filters | {view.by.key: [choice.value]}, want.sort, "", 1, 20)
        if choice in totals:
            rows = query.page_of(db.session(), res, query.list_of(res), part).rows
            columns.append({"choice": choice, "rows": rows, "count": totals[choice][1], "total": totals[choice][2]})
    return columns
