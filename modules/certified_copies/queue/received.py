"""Who has submitted or scanned a copy: he does not certify it, unless his unit's rule lets him (four eyes)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Attachment, Passage
from modules.certified_copies.key import COPIES


def received_by(session: Session, copies: Sequence[int], user_id: int) -> set[int]:
    """Return those of the copies that a person has submitted or scanned."""
    scans = (Attachment.resource == COPIES, Attachment.row_id.in_(copies), Attachment.slot == "scan")
    scanned = session.scalars(select(Attachment.row_id).where(*scans, Attachment.author_id == user_id))
    return {row for row, actor in submitters(session, copies).items() if actor == user_id} | set(scanned)


def submitters(session: Session, copies: Sequence[int]) -> dict[int, int]:
    """Return who has submitted each copy last, by its id."""
    of_copies = (Passage.resource == COPIES, Passage.row_id.in_(copies), Passage.step == "submit")
    found = session.execute(select(Passage.row_id, Passage.actor_id).where(*of_copies).order_by(Passage.id))
    return {row: actor for row, actor in found if actor is not None}
