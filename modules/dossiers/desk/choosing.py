"""Which procedure a citizen has come for: those that this unit solves today, the ones asked for most first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import Unit
from modules.dossiers.desk.dossier import Dossier
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process

MOST = 30  # procedures on one page
LATELY = 300  # of the unit's last dossiers tell what is asked for most


@dataclass(frozen=True)
class Choice:
    """A procedure as the desk offers it: its edition of today, with the cases that it tells apart."""

    procedure: Procedure
    edition: Edition

    @property
    def cases(self) -> list[str]:
        """The cases; one empty where it tells none apart."""
        return self.edition.cases or [""]

    @property
    def terms(self) -> list[str]:
        """The legal time of each way, in words, once."""
        return list(dict.fromkeys(f"{route.way}: {route.term}" for route in self.edition.routes))


def offered(session: Session, unit: Unit, day: date, typed: str) -> list[Choice]:
    """Return what a unit may receive on a day; `typed` narrows it by code or name, without marks."""
    level = Level.of_unit(session, unit, day)
    run = select(Process.procedure_id).where(Process.level_id == (level.id if level else None), Process.valid_on(day))
    found = select(Procedure).where(Procedure.id.in_(run), Procedure.found_by(typed)).order_by(Procedure.code)
    lately = [] if typed.strip() else _lately(session, unit)
    if lately:
        found = found.where(Procedure.id.in_(lately))
    procedures = session.scalars(found.limit(MOST)).all()
    if lately:
        procedures = sorted(procedures, key=lambda one: lately.index(one.id))
    editions = _editions(session, [one.id for one in procedures], day)
    return [Choice(one, editions[one.id]) for one in procedures if one.id in editions]


def _lately(session: Session, unit: Unit) -> list[int]:
    rows = select(Dossier.procedure_id).where(Dossier.unit_id == unit.id).order_by(Dossier.id.desc()).limit(LATELY)
    return [procedure for procedure, _times in Counter(session.scalars(rows)).most_common(MOST)]


def _editions(session: Session, procedures: list[int], day: date) -> dict[int, Edition]:
    found = select(Edition).where(Edition.procedure_id.in_(procedures), Edition.valid_on(day)).order_by(Edition.number)
    rows = session.scalars(found.options(selectinload(Edition.routes), selectinload(Edition.papers)))
    return {row.procedure_id: row for row in rows}
