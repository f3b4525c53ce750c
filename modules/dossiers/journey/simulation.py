"""What a process that is being prepared would do to the dossiers that are open today, if they went on by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import COMMUNE_LEVEL, Unit, as_system, calendar_of, clock
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey import travel
from modules.procedures.catalogue.levels import Level
from modules.procedures.processes.checking import Graph
from modules.procedures.processes.comparison import Comparison
from modules.procedures.processes.process import PREPARING, Process
from modules.procedures.processes.review import steps_of
from modules.procedures.processes.steps import ProcessStep

OPEN = (State.RECEIVED, State.SOLVING, State.WAITING, State.DUTY, State.WITHDRAWAL)


@dataclass(frozen=True)
class Place:
    """The dossiers that stand at one step of their process."""

    step: ProcessStep
    count: int
    hours_now: Decimal
    hours_then: Decimal | None  # None: the new process has no such step

    @property
    def saved(self) -> Decimal:
        """Working hours that each of them would be spared."""
        return Decimal(0) if self.hours_then is None else self.hours_now - self.hours_then


@dataclass(frozen=True)
class Simulation:
    """What the panel shows: where the open dossiers stand, and how many would be late."""

    places: list[Place]
    late_now: int
    late_then: int
    faults: list[str]  # why the desk could run no dossier by it

    @property
    def count(self) -> int:
        """All open dossiers that were counted."""
        return sum(place.count for place in self.places)

    @property
    def stranded(self) -> int:
        """Those at a step that would be no more: somebody must say where they go on."""
        return sum(place.count for place in self.places if place.hours_then is None)

    @property
    def saved(self) -> Decimal:
        """Working hours saved on all of them together."""
        return sum((place.saved * place.count for place in self.places), Decimal(0))


def simulate(process: Process) -> Simulation | None:
    """Try a process that is being prepared; None for others, while it goes in a circle, or where there is nothing to tell."""
    if process.state not in PREPARING:
        return None
    with as_system() as session:
        after = Graph(steps_of(session, process))
        if not after.steps or after.circle:
            return None
        places: list[Place] = []
        late = [0, 0]
        for row_id, rows in _open(session, process).items():
            before = Graph(steps_of(session, session.get_one(Process, row_id)))
            _add(session, before, after, rows, places, late)
        faults = list(travel.faults(after.steps))
        return Simulation(places, late[0], late[1], faults) if places or faults else None


def _open(session: Session, process: Process) -> dict[int, list[tuple[str, datetime | None, int]]]:
    """Where the open dossiers of the procedure stand at this level, by the process that they run."""
    communal = session.get_one(Level, process.level_id).communal
    kinds = Unit.kind.in_(COMMUNE_LEVEL) if communal else Unit.kind.not_in(COMMUNE_LEVEL)
    found = (
        select(Dossier.process_id, Dossier.step_code, Dossier.promised_at, func.count())
        .join(Unit, Unit.id == Dossier.competent_id)
        .where(Dossier.procedure_id == process.procedure_id, Dossier.state.in_(OPEN), kinds)
        .group_by(Dossier.process_id, Dossier.step_code, Dossier.promised_at)
    )
    by_process: dict[int, list[tuple[str, datetime | None, int]]] = {}
    for row_id, code, promised, count in session.execute(found):
        if row_id and code:
            by_process.setdefault(row_id, []).append((code, promised, count))
    return by_process


def _add(
    session: Session,
    before: Graph,
    after: Graph,
    rows: Iterable[tuple[str, datetime | None, int]],
    places: list[Place],
    late: list[int],
) -> None:
    now, calendar = clock.now(), calendar_of(session, None)
    pairs = {one.before.code: one.after for one in Comparison(before.steps, after.steps).pairs if one.before}
    counts: dict[str, int] = {}
    for code, promised, count in rows:
        counts[code] = counts.get(code, 0) + count
        step = pairs.get(code)
        left = float("inf") if promised is None else calendar.working_hours_between(now, promised)
        late[0] += count * (before.left_from[code] > left)
        late[1] += count * ((after.left_from[step.code] if step else before.left_from[code]) > left)
    for code, count in sorted(counts.items()):
        step = pairs.get(code)
        then = after.left_from[step.code] if step else None
        places.append(Place(before.by_code[code], count, before.left_from[code], then))
