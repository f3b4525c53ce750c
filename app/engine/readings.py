"""Who looked at personal data: lines of the trail, shown with the history of the record."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data import trail
from app.data.clock import midnight
from app.data.record import Record
from app.data.trail import Trail


def note(session: Session, record: Record, what: str, reason: str = "") -> None:
    """Write down that somebody looked at `what`: a personal column, or the name of a scanned file."""
    trail.note(session, record, "read", {what: [None, None]}, reason or None)


def noted_today(session: Session, record: Record, what: str, user_id: int | None) -> bool:
    """Whether it is written down already that this person looked at it today: a scan has many pages."""
    here = (Trail.table == record.__tablename__, Trail.row_id == record.id, Trail.act == "read")
    lines = select(Trail.changes).where(*here, Trail.actor_id == user_id, Trail.at >= midnight())
    return any(what in line for line in session.scalars(lines))


def note_once(session: Session, record: Record, what: str, user_id: int | None, *, reason: str = "") -> None:
    """Write down that a person looked at `what`, unless that is noted today already; with a `reason`, each time."""
    if reason or not noted_today(session, record, what, user_id):
        note(session, record, what, reason)
