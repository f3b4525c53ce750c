"""Pivot tables: counts and sums of one column against another, grouped by the database, with their totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.data.field import meta
from app.engine import layout, query
from app.engine.forms import model_of
from app.spec.words import Column, Pivot, Resource

Cell = tuple[int, int]  # count and sum


@dataclass(frozen=True)
class Table:
    """The values down the side and across the top, in their order, with what stands where they meet."""

    rows: list[Any]
    columns: list[Any]
    cells: dict[tuple[Any, Any], Cell]
    names: dict[Any, str]

    def row(self, value: Any) -> Cell:
        """Add up a row."""
        return self._sum(cell for (side, _top), cell in self.cells.items() if side == value)

    def column(self, value: Any) -> Cell:
        """Add up a column."""
        return self._sum(cell for (_side, top), cell in self.cells.items() if top == value)

    @property
    def whole(self) -> Cell:
        """Add up everything."""
        return self._sum(self.cells.values())

    def _sum(self, cells: Any) -> Cell:
        found = list(cells)
        return sum(count for count, _amount in found), sum(amount for _count, amount in found)


def pivot(session: Session, resource: Resource, view: Pivot, asked: query.Asked) -> Table:
    """Compute a pivot table over the rows that a list asks for."""
    amount = func.coalesce(func.sum(view.total), 0) if view.total is not None else func.count()
    statement = query.filtered(resource, asked).with_only_columns(view.rows, view.columns, func.count(), amount)
    found = list(session.execute(statement.group_by(view.rows, view.columns)))
    cells = {(side, top): (count, int(total)) for side, top, count, total in found}
    names: dict[Any, str] = {}
    rows = _ordered(session, view.rows, {side for side, _top in cells}, names)
    columns = _ordered(session, view.columns, {top for _side, top in cells}, names)
    return Table(rows, columns, cells, names)


def _ordered(session: Session, column: Column, values: set[Any], names: dict[Any, str]) -> list[Any]:
    """Sort choices as they are declared and references by name; what is empty comes last."""
    words, known = meta(column), values - {None}
    if words.none:
        names[None] = str(words.none)
    if words.choices:
        ordered = [choice for choice in words.choices if choice in known]
    elif words.kind == "reference":
        model = model_of(words.target or "")
        names |= {row.id: str(row) for row in session.scalars(select(model).where(model.id.in_(sorted(known))))}
        ordered = sorted(known, key=lambda number: names.get(number, ""))
    else:
        ordered = sorted(known)
        names |= {
            value: layout.worded(words, value, lambda _words: {}) for value in known
        }  # yes or no, a role, a number
    return [*ordered, *([None] if None in values else [])]
