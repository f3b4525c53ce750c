"""A line of a report: a figure that is the number of its rows, so that whoever opens it finds exactly those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Text, format_day
from modules.procedures.catalogue.online import OnlineService
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.decision import Decision
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process

Row = Procedure | Edition | Process | Decision | OnlineService
LOADS: dict[Any, tuple[Any, ...]] = {
    Procedure: (joinedload(Procedure.sector),),
    OnlineService: (joinedload(OnlineService.level),),
    Process: (joinedload(Process.level),),
}


@dataclass(frozen=True)
class Line:
    """A figure with its rows, all of one `model`; `part` ones say what the figure above is made of."""

    code: str
    label: Text | str
    model: type[Row]
    rows: Select[Any]
    number: int
    part: bool = False
    decisions: Line | None = None

    def read(self, session: Session, first: int = 0, most: int | None = None) -> list[Row]:
        """Return the rows behind it, or so many from one on."""
        found = self.rows.options(*LOADS.get(self.model, ())).offset(first)
        return list(session.scalars(found if most is None else found.limit(most)))


def counted(
    session: Session,
    code: str,
    label: Text | str,
    rows: Select[Any],
    *,
    part: bool = False,
    decisions: Line | None = None,
) -> Line:
    """Return a line whose number is counted from its rows."""
    number = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    return Line(code, label, rows.column_descriptions[0]["entity"], rows, number, part, decisions)


def cells(row: Row) -> tuple[str, str, str]:
    """What a list of rows says of one: its code or number, its name, and what tells it apart."""
    if isinstance(row, Decision):
        return str(row.number or ""), row.title, format_day(row.signed_on) if row.signed_on else ""
    if isinstance(row, OnlineService):
        return str(row.code or ""), row.name, row.level.name
    if isinstance(row, Process):
        return str(row), row.name, row.level.name
    return str(row), row.name, row.sector.name if isinstance(row, Procedure) else str(row.state)
