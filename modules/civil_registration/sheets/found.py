"""What was found in a sheet: beside the batch, and as a workbook with every row."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.toolkit import Sheet, db, workbook
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.sheets.batch import SheetBatch, SheetLine, Verdict

SHOWN = 60
WORST = (Verdict.WRONG, Verdict.HELD, Verdict.DOUBTED)


@dataclass(frozen=True)
class Told:
    """The rows of a batch that are worth a look, the worst first; `more` are in the workbook."""

    batch: SheetBatch
    lines: list[SheetLine]
    more: int
    name: str


def told(batch: SheetBatch) -> Told:
    """Return what stands beside a batch."""
    order = case(*((SheetLine.verdict == one, place) for place, one in enumerate(WORST)), else_=len(WORST))
    found = select(SheetLine).where(SheetLine.batch_id == batch.id).order_by(order, SheetLine.row).limit(SHOWN)
    lines = list(db.session.scalars(found))
    return Told(batch, lines, max(0, batch.rows - len(lines)), name_of(batch.event))


def name_of(event: Event) -> str:
    """The column with the name of whom a row is about."""
    return "nksHoTen" if event is Event.BIRTH else "nktHoTen"


def rows_of(session: Session, batch: SheetBatch) -> io.BytesIO:
    """Return every row with what was found in it, as a workbook."""
    heads = {"Dòng": 8, "Ô": 8, "Số": 10, "Quyển số": 12, "Họ và tên": 34, "Kết quả": 24, "Cần xem": 90}
    columns = (SheetLine.row, SheetLine.said, SheetLine.problems, SheetLine.verdict)
    found = session.execute(select(*columns).where(SheetLine.batch_id == batch.id).order_by(SheetLine.row))
    return workbook(Sheet("Kết quả", heads, (cells for row in found for cells in _cells(batch.event, row))))


def _cells(event: Event, row: Any) -> list[list[Any]]:
    said = row.said
    same = [said.get("so", ""), said.get("quyenSo", ""), said.get(name_of(event), ""), str(row.verdict)]
    return [[row.row, cell, *same, sentence] for cell, _bad, sentence in row.problems or [("", "", "")]]
