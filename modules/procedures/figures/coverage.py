"""How many procedures a day has, by level; which lack a process at a level, an online service, the public on the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Subquery, distinct, func, select
from sqlalchemy.orm import Session

from app.toolkit import Choice, _
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import EditionLevel
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process


class Lack(Choice):
    """What a procedure in force is without."""

    PROCESS = "process", _("No internal process"), "rose"
    ONLINE = "online", _("No online service"), "amber"
    PUBLIC = "public", _("Not public on the portal"), "amber"


@dataclass(frozen=True)
class Count:
    """Procedures in force on a day: all, by level, and those at several levels, which the sum of levels counts more than once.

    `lacks` says how long each list of `lacking` is.
    """

    total: int
    by_level: list[tuple[Level, int]]
    several: int
    lacks: dict[Lack, int]

    @property
    def summed(self) -> int:
        """The levels added up."""
        return sum(number for _level, number in self.by_level)


def count(session: Session, day: date) -> Count:
    """Count the procedures of a day, in seven queries whatever their number."""
    here = at_levels(day)
    per_level = select(here.c.level_id, func.count()).group_by(here.c.level_id)
    found: dict[int, int] = dict(session.execute(per_level).all())
    levels = session.scalars(select(Level).where(Level.id.in_(found)).order_by(Level.rank))
    several = select(here.c.procedure_id).group_by(here.c.procedure_id).having(func.count() > 1).subquery()
    return Count(
        total=session.scalar(select(func.count(distinct(Edition.procedure_id))).where(Edition.valid_on(day))) or 0,
        by_level=[(level, found[level.id]) for level in levels],
        several=session.scalar(select(func.count()).select_from(several)) or 0,
        lacks={
            lack: session.scalar(select(func.count()).select_from(lacking(lack, day).subquery())) or 0 for lack in Lack
        },
    )


def lacking(lack: Lack, day: date) -> Select[Procedure, str]:
    """Return the procedures in force that lack something, each with a text.

    One without a process comes once for each level that has none, with the level's name; the others with their code.
    """
    if lack is Lack.PROCESS:
        here = at_levels(day)
        run = (Process.procedure_id == here.c.procedure_id, Process.level_id == here.c.level_id)
        running = select(Process.id).where(*run, Process.valid_on(day)).exists()
        found = select(Procedure, Level.name).join(here, here.c.procedure_id == Procedure.id)
        return found.join(Level, Level.id == here.c.level_id).where(~running).order_by(Procedure.code, Level.rank)
    there = select(Edition.id).where(Edition.procedure_id == Procedure.id, Edition.valid_on(day)).exists()
    found = select(Procedure, Procedure.code).where(there).order_by(Procedure.code)
    if lack is Lack.PUBLIC:
        shown = (Edition.procedure_id == Procedure.id, Edition.valid_on(day), Edition.public_on <= day)
        return found.where(~select(Edition.id).where(*shown).exists())
    online = select(OnlineService.id).join(ServiceLevel, ServiceLevel.id == OnlineService.level_id)
    handed_in = (OnlineService.procedure_id == Procedure.id, OnlineService.valid_on(day), ServiceLevel.handed_in)
    return found.where(~online.where(*handed_in).exists())


def at_levels(day: date) -> Subquery:
    """Each procedure in force with each of its levels, once."""
    found = select(Edition.procedure_id, EditionLevel.level_id).join(
        EditionLevel, EditionLevel.edition_id == Edition.id
    )
    return found.where(Edition.valid_on(day)).distinct().subquery()
