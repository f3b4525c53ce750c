"""The catalogue of a whole city since 2018: names.py · acts.py · years.py · courses.py · closing.py · written*.py."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import User
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.decision import Decision
from modules.procedures.demo.past.acts import Past
from modules.procedures.demo.past.closing import close_districts
from modules.procedures.demo.past.names import chosen
from modules.procedures.demo.past.written import Writing
from modules.procedures.demo.past.written_processes import write_processes, write_services
from modules.procedures.demo.past.years import live_through


def load(session: Session, people: dict[str, User]) -> None:
    """Write everything once; procedures that the site has already keep their own history."""
    if session.scalar(select(Decision.id).where(Decision.number.startswith("DEMO-2018-")).limit(1)):
        return
    past = Past(chosen(set(session.scalars(select(Procedure.code)))))
    live_through(past)
    close_districts(past)
    writing = Writing(session, people, past)
    writing.write()
    write_processes(writing)
    write_services(writing)
