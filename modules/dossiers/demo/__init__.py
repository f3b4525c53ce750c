"""A desk at work: people.py · desk.py (dossiers in every state)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.dossiers.demo import desk, people
from modules.dossiers.desk.dossier import Dossier


def load(session: Session) -> None:
    """Load the demo rows once."""
    who = people.load(session)
    if not session.scalar(select(Dossier.id).limit(1)):
        desk.load(session, who)
