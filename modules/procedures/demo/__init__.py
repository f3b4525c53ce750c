"""A catalogue as of today: people.py · past/ (a whole city since 2018) · listed.py (the list of a decision) · drafted.py (what is being prepared)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import covers_city
from modules.procedures.decisions.decision import Decision
from modules.procedures.demo import drafted, joined, listed, past, people


def load(session: Session) -> None:
    """Load the demo rows once, in the order in which a house would have come to them."""
    who = people.load(session)
    there = session.scalar(select(Decision.id).limit(1))
    if covers_city():
        past.load(session, who)
    if not there:
        listed.load(session, who)
        drafted.load(session, who)
        joined.load(session, who)
