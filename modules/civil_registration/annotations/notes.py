"""Ghi chú: what the register says of entries after they were made; the one place that extracts, books and pages ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.toolkit import as_system, clock, db, format_day
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.cases.actions import Action
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import ENTERED, Event, State

COLUMNS = {Event.BIRTH: Change.birth_id, Event.DEATH: Change.death_id}
WRITTEN = (State.REGISTERED, State.ISSUED, State.REVOKED)


def notes_of(cases: Sequence[Case]) -> dict[int, list[str]]:
    """Return {case id: what is noted of it, oldest first} for cases of one kind; two statements for all of them."""
    found: dict[int, list[tuple[date, str]]] = {case.id: [] for case in cases}
    if cases:
        event = cases[0].event
        gone = [case.id for case in cases if case.state is State.REVOKED]
        with as_system() as session, session.no_autoflush:
            for row, change in _changes(session, event, list(found)):
                found[row].append((change.registered_on or date.min, note_of(change)))
            where = (Action.event == event, Action.case_id.in_(gone), Action.kind == "revoke")
            for one in session.scalars(select(Action).where(*where).order_by(Action.id)) if gone else ():
                found[one.case_id].append((clock.local(one.at).date(), _revoked(one)))
    return {row: [said for _day, said in sorted(notes, key=itemgetter(0))] for row, notes in found.items()}


def _changes(session: Session, event: Event, rows: Collection[int]) -> Iterator[tuple[int, Change]]:
    column = COLUMNS.get(event)
    if column is None:
        return
    wanted = select(Change).where(column.in_(rows), Change.state.in_(WRITTEN)).order_by(Change.id)
    for change in session.scalars(wanted.options(selectinload(Change.lines), joinedload(Change.unit))):
        yield getattr(change, column.key), change


def _revoked(action: Action) -> str:
    return f"{State.REVOKED.label} ngày {format_day(clock.local(action.at).date())}: {action.reason or ''}".rstrip(": ")


def changes_of(event: Event, row: int) -> Sequence[Change]:
    """Return the changes in force of one birth or death, first to last, for whoever is told no more than that there are some."""
    column = COLUMNS.get(event)
    if column is None:
        return []
    here = (column == row, Change.state.in_(ENTERED))
    with as_system():
        return db.session.scalars(select(Change).where(*here).order_by(Change.registered_on, Change.id)).all()


def what_changes(change: Change) -> str:
    """Say the parts of a change: from what to what."""
    return "; ".join(
        f"{line.part.label if line.part else line.what}: "
        + (f"“{line.old}” thành “{line.new}”" if line.old else f"“{line.new}”")
        for line in change.lines
    )


def note_of(change: Change) -> str:
    """Say one change as it is written beside an entry, or onto the back of a certificate."""
    day = format_day(change.registered_on) if change.registered_on else ""
    where = f"Trích lục số {change.entry}, ngày {day}, {change.unit.committee}"
    said = f"{change.kind}: {what_changes(change)} ({where})"
    return f"{said}; đã thu hồi, hủy bỏ" if change.state is State.REVOKED else said
