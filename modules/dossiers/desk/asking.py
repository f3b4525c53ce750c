"""The edition that says what is asked for today: looked up once in a unit of work, however many dossiers a sheet has."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import clock
from modules.procedures.editions.edition import Edition


def edition_of_today(session: Session, procedure_id: int) -> Edition | None:
    """Return the edition of a procedure that holds today, with all its tables; None when none does."""
    root = session.get_transaction()
    kept = session.info.get("editions of today")
    if kept is None or kept[0] is not root:
        kept = session.info["editions of today"] = (root, {})
    key = (procedure_id, clock.today())
    found: dict[tuple[int, date], Edition | None] = kept[1]
    if key not in found:
        found[key] = Edition.in_force_of(session, procedure_id, clock.today())
    return found[key]
