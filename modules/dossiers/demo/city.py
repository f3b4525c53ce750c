"""The demo of a whole city: what was solved in the first half of 2023, and half a year that is being lived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import COMMUNE_LEVEL, Unit, calendar_of, clock, commune_units, fold
from modules.dossiers.demo.solved import Maker
from modules.dossiers.demo.waiting import Waiting
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.journey.travel import NAMES
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep

SOLVED_2023 = 181_177  # dossiers solved from 01/01 to 30/06/2023, as the city reported
HALF_2023 = (date(2023, 1, 3), date(2023, 6, 30))
OLD_CITY = "26734"  # codes of 2023 below it belong to the provinces that joined in 2025 (QĐ 19/2025/QĐ-TTg)
EACH, OPEN = 200, 4  # dossiers of a unit in the half year that is being lived: ended (on average), and still open


def load(session: Session) -> None:
    """Load everything once; loading twice changes nothing."""
    if session.scalar(select(Dossier.id).where(Dossier.ended_at < clock.begin_of(date(2024, 1, 1))).limit(1)):
        return
    processes = _processes(session)
    found = select(Procedure.id, Procedure.name).where(Procedure.id.in_(processes)).order_by(Procedure.id)
    maker = Maker([(row, name[:500], fold(name[:500])) for row, name in session.execute(found)])
    old = _units_of_2023(session)
    maker.spread(session, old, _working_days(session, old[0].id, *HALF_2023), SOLVED_2023)
    new, today = commune_units(session, clock.today()), clock.today()
    begin = date(today.year, 1 if today.month <= 6 else 7, 1)
    lived = _working_days(session, new[0].id, begin - timedelta(days=20), today - timedelta(days=1))
    maker.spread(session, new, lived, EACH * len(new))
    # Whose result was put off, with an apology, is in time; the others were due the day they came.
    ahead = _working_days(session, new[0].id, today + timedelta(days=1), today + timedelta(days=9))
    asked = [(unit, lived[-1 - turn * 2 % len(lived)], turn == OPEN - 1) for unit in new for turn in range(OPEN)]
    Waiting(maker, processes, ahead).put(session, asked)


def _processes(session: Session) -> dict[int, Process]:
    """The processes that communes run at the one-stop desk today, by procedure."""
    level = select(Level.id).where(Level.communal).scalar_subquery()
    run = select(ProcessStep.process_id).where(ProcessStep.role.in_(NAMES))
    where = (Process.valid_on(clock.today()), Process.id.in_(run), Process.level_id.in_(level))
    held = select(Process).where(*where).options(selectinload(Process.steps))
    return {one.procedure_id: one for one in session.scalars(held)}


def _units_of_2023(session: Session) -> Sequence[Unit]:
    """The wards and communes that the city had then."""
    where = (Unit.kind.in_(COMMUNE_LEVEL), Unit.valid_on(HALF_2023[1]), Unit.code >= OLD_CITY)
    return session.scalars(select(Unit).where(*where).order_by(Unit.code)).all()


def _working_days(session: Session, unit_id: int, first: date, last: date) -> list[date]:
    calendar = calendar_of(session, unit_id)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]
