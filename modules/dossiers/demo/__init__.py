"""A desk at work: people.py · desk.py (in every state) · votes.py · stored.py · sample.py (of rows) · city.py (all units)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import covers_city
from modules.dossiers.demo import city, desk, people, sample, stored, votes
from modules.dossiers.desk.dossier import Dossier


def load(session: Session) -> None:
    """Load the demo rows once, of all units where the site is to show a city."""
    who = people.load(session)
    if not session.scalar(select(Dossier.id).limit(1)):
        desk.load(session, who)
        votes.load(session)
        stored.load(session)
    sample.load(session, who)
    if covers_city():
        city.load(session)
