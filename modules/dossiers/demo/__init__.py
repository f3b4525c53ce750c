"""A desk at work: people.py · desk.py (dossiers in every state) · city.py (all units, and the half year of 2023)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import covers_city
from modules.dossiers.demo import city, desk, people
from modules.dossiers.desk.dossier import Dossier


def load(session: Session) -> None:
    """Load the demo rows once, of all units where the site is to show a city."""
    who = people.load(session)
    if not session.scalar(select(Dossier.id).limit(1)):
        desk.load(session, who)
    if covers_city():
        city.load(session)
