"""Ghi chú: what was changed of entries after they were made, in the words of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.toolkit import as_system, db, format_day
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.cases.kinds import ENTERED, Event, State

COLUMNS = {Event.BIRTH: Change.birth_id, Event.DEATH: Change.death_id}
WRITTEN = (State.REGISTERED, State.ISSUED, State.REVOKED)


def notes_of(event: Event, rows: Iterable[int]) -> dict[int, list[str]]:
    """Return the notes of births or deaths by their id, first to last; one statement for all of them."""
    column = COLUMNS.get(event)
    if column is None:
        return {}
    wanted = (
        select(Change)
        .where(column.in_(list(rows)), Change.state.in_(WRITTEN))
        .order_by(Change.registered_on, Change.id)
    )
    notes: dict[int, list[str]] = defaultdict(list)
    with as_system():
        for change in db.session.scalars(wanted.options(selectinload(Change.lines), joinedload(Change.unit))):
            notes[getattr(change, column.key)].append(note_of(change))
    return notes


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
