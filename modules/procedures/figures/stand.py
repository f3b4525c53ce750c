"""What holds on a day: procedures by level, online services by level, processes; each figure with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.toolkit import _
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.edition import Edition
from modules.procedures.figures.coverage import at_levels
from modules.procedures.figures.lines import Line, counted
from modules.procedures.processes.process import Process


@dataclass(frozen=True)
class Stand:
    """The catalogue as it is on a day."""

    day: date

    def lines(self, session: Session) -> Iterator[Line]:
        """The figures of the report, in its order."""
        here = at_levels(self.day)
        yield counted(session, "in_force", _("Procedures in force"), self.procedures())
        for level in session.scalars(select(Level).where(Level.id.in_(select(here.c.level_id))).order_by(Level.rank)):
            there = Procedure.id.in_(select(here.c.procedure_id).where(here.c.level_id == level.id))
            yield counted(session, f"level_{level.id}", level.name, self.procedures(there), part=True)
        twice = select(here.c.procedure_id).group_by(here.c.procedure_id).having(func.count() > 1)
        several = self.procedures(Procedure.id.in_(twice))
        yield counted(session, "several", _("of them at several levels, counted once above"), several, part=True)
        shown = self.procedures(Procedure.id.in_(self._editions().where(Edition.public_on <= self.day)))
        yield counted(session, "public", _("of them public on the portal"), shown, part=True)
        yield counted(session, "services", _("Online services"), self.services())
        for rank in session.scalars(self._ranks()):
            yield counted(
                session, f"service_{rank.id}", rank.name, self.services(OnlineService.level_id == rank.id), part=True
            )
        taking = OnlineService.level_id.in_(select(ServiceLevel.id).where(ServiceLevel.handed_in))
        yield counted(session, "handed_in", _("of them those that take dossiers in"), self.services(taking), part=True)
        running = select(Process).where(Process.valid_on(self.day)).order_by(Process.code, Process.id)
        yield counted(session, "processes", _("Internal processes in force"), running)

    def procedures(self, *where: ColumnElement[bool]) -> Select[Any]:
        """Return the procedures that hold, or those of them that meet a condition."""
        found = select(Procedure).where(Procedure.id.in_(self._editions()), *where)
        return found.order_by(Procedure.code)

    def services(self, *where: ColumnElement[bool]) -> Select[Any]:
        """Return the online services of that day, or those of them that meet a condition."""
        found = select(OnlineService).where(OnlineService.valid_on(self.day), *where)
        return found.order_by(OnlineService.code, OnlineService.id)

    def _editions(self) -> Select[Any]:
        return select(Edition.procedure_id).where(Edition.valid_on(self.day))

    def _ranks(self) -> Select[Any]:
        used = select(OnlineService.level_id).where(OnlineService.valid_on(self.day))
        return select(ServiceLevel).where(ServiceLevel.id.in_(used)).order_by(ServiceLevel.rank)
