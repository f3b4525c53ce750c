"""A catalogue as of today: people.py · listed.py (the list of a decision) · drafted.py (what is being prepared)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.procedures.decisions.decision import Decision
from modules.procedures.demo import drafted, listed, people


def load(session: Session) -> None:
    """Load the demo rows once, in the order in which a house would have come to them."""
    who = people.load(session)
    if session.scalar(select(Decision.id).limit(1)):
        return
    listed.load(session, who)
    drafted.load(session, who)
