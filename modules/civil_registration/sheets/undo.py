"""Taking a whole batch out of the book again: only what nobody has worked with since; its rows stay, and say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.toolkit import db, remove_rows, resource_of
from modules.civil_registration.annotations.notes import COLUMNS
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.cases.actions import Action
from modules.civil_registration.cases.kinds import State
from modules.civil_registration.extracts.extract import Extract
from modules.civil_registration.sheets.batch import SheetBatch, SheetLine, Verdict
from modules.civil_registration.sheets.lines import chunks


def undo(batch: SheetBatch) -> None:
    """Remove the entries of a batch that are as they came; what an official has touched since stays, with its row."""
    session = db.session()
    kind: Any = KINDS[batch.event]
    resource = resource_of(kind)
    of_batch = (SheetLine.batch_id == batch.id, SheetLine.verdict == Verdict.TAKEN)
    cases = list(session.scalars(select(SheetLine.case_id).where(*of_batch).order_by(SheetLine.case_id)))
    years: set[int] = set()
    gone = 0
    for some in chunks(cases):
        years |= set(session.scalars(select(kind.year).where(kind.id.in_(some)).distinct()))
        free = _untouched(session, kind, some)
        away = remove_rows(session, resource, free)
        session.execute(delete(Action).where(Action.event == batch.event, Action.case_id.in_(away)))
        mine = (SheetLine.batch_id == batch.id, SheetLine.event == batch.event)
        session.execute(
            update(SheetLine).where(*mine, SheetLine.case_id.in_(away)).values(verdict=Verdict.UNDONE, case_id=None)
        )
        session.execute(update(SheetLine).where(*mine, SheetLine.case_id.in_(some)).values(verdict=Verdict.HELD))
        gone += len(away)
    batch.taken, batch.held = 0, len(cases) - gone
    for year in years:
        last = session.scalar(select(func.max(kind.number)).where(kind.unit_id == batch.unit_id, kind.year == year))
        RegisterBook.recede(session, batch.event, batch.unit_id, year, last or 0)


def _untouched(session: Session, kind: Any, rows: Sequence[Any]) -> list[int]:
    """Those of which there is one action, in the state and version in which they came, and which nothing else is about."""
    acted = select(Action.case_id).where(Action.event == kind.event, Action.case_id.in_(rows)).group_by(Action.case_id)
    changed = set(session.scalars(acted.having(func.count() > 1)))
    of_change = COLUMNS[kind.event]
    changed |= set(session.scalars(select(of_change).where(of_change.in_(rows))))
    for beside in (Extract, Branch):
        about = select(beside.case_id).where(beside.event == kind.event, beside.case_id.in_(rows))
        changed |= set(session.scalars(about))
    found = select(kind.id).where(kind.id.in_(rows), kind.version == 1, kind.state == State.ISSUED)
    return [row for row in session.scalars(found) if row not in changed]
