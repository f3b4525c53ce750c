"""Lists: search without marks, filters, sort, groups with counts and sums, pages — all in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, desc, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.data.clock import ZONE
from app.data.field import Meta, meta
from app.data.partial import parse_partial_day
from app.data.row_id import row_id
from app.spec.words import Column, List, Resource

PAGE = 80
CAP = 10_000


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for. `filters` is {column key: values}, `sort` a key with `-` for falling."""

    search: str = ""
    filters: dict[str, list[str]] = field(default_factory=dict)
    sort: str = ""
    group: str = ""
    page: int = 1
    size: int = PAGE


@dataclass
class Page:
    """One page of rows with what stands around it."""

    rows: list[Any]
    count: int
    capped: bool
    number: int
    size: int
    total: Any = None
    groups: list[tuple[Any, int, Any]] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def more(self) -> bool:
        """Whether a next page exists."""
        return self.capped or self.last < self.count


def columns_of(resource: Resource) -> dict[str, Column]:
    """Return every column that the address of a list may name, by key; personal numbers never stand in addresses."""
    found: dict[str, Column] = {}
    for view in resource.views:
        for column in getattr(view, "columns", ()) if isinstance(view, List) else ():
            found[column.key] = column
    for column in (*resource.filters, *resource.groups):
        found[column.key] = column
    return {key: column for key, column in found.items() if not meta(column).personal}


def filtered(resource: Resource, asked: Asked) -> Select[Any]:
    """Build the select of a list with its search and filters, without order or page."""
    statement = select(resource.model)
    if asked.search.strip():
        statement = statement.where(resource.model.found_by(asked.search))
    known = columns_of(resource)
    for key, values in asked.filters.items():
        column = known.get(key)
        if column is not None and values:
            statement = statement.where(_matches(column, values))
    return statement


def page_of(session: Session, resource: Resource, view: List, asked: Asked) -> Page:
    """Run a list: its page of rows, its count (capped at 10,000), its sum and its groups."""
    base = filtered(resource, asked)
    order = _order(resource, view, asked)
    number = max(asked.page, 1)
    rows = _cut(session, resource, view, base, order, number, asked.size)
    count = (number - 1) * asked.size + len(rows)
    is_last = len(rows) < asked.size and (rows or number == 1)  # then it tells how many there are
    if not is_last or count > CAP:
        ids = base.with_only_columns(resource.model.id).limit(CAP + 1).subquery()
        count = session.scalar(select(func.count()).select_from(ids)) or 0
        last = max(1, -(-count // asked.size))
        if number > last:  # behind the last page lies the last page
            number, rows = last, _cut(session, resource, view, base, order, last, asked.size)
    page = Page(rows, min(count, CAP), count > CAP, number, asked.size)
    if view.total is not None:
        page.total = session.scalar(base.with_only_columns(func.coalesce(func.sum(view.total), 0))) or 0
    group = group_of(resource, asked)
    if group is not None:
        page.groups = _groups(session, base, group, view.total)
    return page


def _cut(
    session: Session, resource: Resource, view: List, base: Select[Any], order: list[Any], number: int, size: int
) -> list[Any]:
    """The rows of a page. Where several units share a record no index has them in order: then ids alone are sorted."""
    asked = base.order_by(*order).offset((number - 1) * size).limit(size)
    if resource.also:
        model = resource.model
        chosen = asked.with_only_columns(model.id).subquery()
        asked = select(model).where(model.id.in_(select(chosen.c.id))).order_by(*order)
    return list(session.scalars(loaded(asked, resource, view)).unique())


def group_of(resource: Resource, asked: Asked) -> Column | None:
    """Return the column that a list is grouped by; None for one that the resource does not offer."""
    return next((column for column in resource.groups if column.key == asked.group), None)


def every_row(session: Session, resource: Resource, view: List, asked: Asked) -> Any:
    """Yield all rows of a list in its order, in batches; for sheets."""
    statement = loaded(filtered(resource, asked), resource, view).order_by(*_order(resource, view, asked))
    return session.scalars(statement.execution_options(yield_per=500))


def chosen_rows(session: Session, resource: Resource, view: List, ids: list[int]) -> Any:
    """Return the rows with these ids that the session's person may see, in the order of the ids."""
    found = loaded(select(resource.model).where(resource.model.id.in_(ids)), resource, view)
    place = {row: at for at, row in enumerate(ids)}
    return sorted(session.scalars(found).unique(), key=lambda row: place[row.id])


def groups(session: Session, resource: Resource, asked: Asked, by: Column, total: Column | None) -> list[Any]:
    """Return (value, count, sum) per value of the column `by` among the rows a list asks for."""
    return _groups(session, filtered(resource, asked), by, total)


def _groups(session: Session, base: Select[Any], group: Column, total: Column | None) -> list[tuple[Any, int, Any]]:
    amount = func.coalesce(func.sum(total), 0) if total is not None else func.count()
    statement = base.with_only_columns(group, func.count(), amount).group_by(group).order_by(_place(group))
    return [tuple(row) for row in session.execute(statement)]


def _order(resource: Resource, view: List, asked: Asked) -> list[Any]:
    order = []
    group = group_of(resource, asked)
    if group is not None:
        order.append(_place(group))
    key = asked.sort.lstrip("-")
    column = columns_of(resource).get(key)
    if column is not None:
        order.append(desc(column) if asked.sort.startswith("-") else column)
    elif view.sort is not None:
        order.extend(view.sort if isinstance(view.sort, tuple) else (view.sort,))
    return [*order, desc(resource.model.id)]


def _place(group: Column) -> Any:
    """What groups are ordered by: choices in the order they are declared, the road of a workflow, not by their codes."""
    choices = meta(group).choices
    return case({choice.value: at for at, choice in enumerate(choices)}, value=group) if choices else group


def list_of(resource: Resource) -> List:
    """Return the table a resource declares, or one of its heading."""
    found = [view for view in resource.views if isinstance(view, List)]
    return found[0] if found else List([resource.heading] if resource.heading is not None else [])


def loaded(statement: Select[Any], resource: Resource, view: List) -> Select[Any]:
    """Return the statement with the rows that the columns of a view refer to: one query, however many rows."""
    for column in view.columns:
        if meta(column).kind == "reference":
            statement = statement.options(joinedload(getattr(resource.model, column.key.removesuffix("_id"))))
    return statement


def _matches(column: Column, values: list[str]) -> Any:
    words = meta(column)
    if words.kind == "choice" and words.choices:
        known = {choice.value for choice in words.choices}
        return column.in_([words.choices(value) for value in values if value in known])
    if words.kind in {"day", "partial_day", "moment"}:
        return or_(*(within(column, value) for value in values))
    if words.kind == "yes_no":
        return column.is_(values[0] == "1")
    if words.kind == "reference":
        return column.in_([number for number in map(row_id, values) if number])
    if words.kind in {"whole", "money", "year"}:
        return column.in_([number for value in values if (number := _whole(words, value)) is not None])
    return column.in_(values)


def _whole(words: Meta, value: str) -> int | None:
    """A number that the column can hold; PostgreSQL compares no number with a text."""
    plain = value.isascii() and value.isdigit() and len(value) < 17
    return int(value) if plain and (words.low or 0) <= int(value) <= (words.high or 0) else None


def within(column: Column, value: str) -> Any:
    """A year, a month or a day as a range, so that an index can serve it: "2026", "11/2026", "23/11/2026", "2026-11-23"."""
    if meta(column).kind == "partial_day":
        return _beginning(column, value)
    try:
        parts = [int(part) for part in (value.split("-") if "-" in value else reversed(value.split("/")))]
        start = date(*[*parts, 1, 1][:3])
        end = {1: date(start.year + 1, 1, 1), 2: _next_month(start)}.get(len(parts)) or start + timedelta(days=1)
    except (ValueError, TypeError, OverflowError):
        return false()  # what is no day matches nothing, rather than everything
    if meta(column).kind == "moment":
        return and_(column >= datetime.combine(start, time(), ZONE), column < datetime.combine(end, time(), ZONE))
    return and_(column >= start, column < end)


def _beginning(column: Column, value: str) -> Any:
    """A year, a month or a day, and all that lies within: what is kept begins with the same text."""
    try:
        asked = parse_partial_day(value).stored
    except ValueError:
        return false()
    return and_(column >= asked, column < f"{asked}~")


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
