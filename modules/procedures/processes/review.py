"""A process against the house: its level and legal time by its edition, who holds its roles, the version before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import COMMUNE_LEVEL, Post, Unit, _, as_system, clock, commune_units, gives, name_of
from modules.procedures.catalogue.levels import Level
from modules.procedures.catalogue.procedures import Procedure, Standing
from modules.procedures.decisions.acts import Act
from modules.procedures.editions.contents import EditionLevel
from modules.procedures.editions.edition import PREPARING, Edition
from modules.procedures.processes.checking import Finding, Graph
from modules.procedures.processes.comparison import Comparison
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep


def findings_of(process: Process) -> list[Finding]:
    """Everything that is wrong with a process as it stands."""
    with as_system() as session:
        graph = Graph(steps_of(session, process))
        found = [*_misplaced(session, process), *graph.findings(_legal_hours(session, process))]
        return [*found, *_unmanned(session, process, graph.steps)]


def require_sound(process: Process) -> None:
    """ValueError with the first grave finding."""
    grave = next((finding.text for finding in findings_of(process) if finding.grave), None)
    if grave:
        raise ValueError(grave)


@dataclass(frozen=True)
class Checks:
    """What the panel of findings shows; hours are working hours, None where they cannot be told."""

    process: Process
    findings: list[Finding]
    legal: Decimal | None
    longest: Decimal | None


@dataclass(frozen=True)
class Change:
    """What the panel of the comparison shows."""

    before: Process
    comparison: Comparison


def checks(process: Process) -> Checks:
    """Check a process as it stands."""
    with as_system() as session:
        legal = _legal_hours(session, process)
        graph = Graph(steps_of(session, process))
        longest = graph.longest if graph.steps and not graph.circle else None
    return Checks(process, findings_of(process), legal, longest)


def change(process: Process) -> Change | None:
    """Compare a process with the version before; None for a first version."""
    with as_system() as session:
        before = process.before(session)
        if before is None:
            return None
        return Change(before, Comparison(before.steps, steps_of(session, process)))


def _legal_hours(session: Session, process: Process) -> Decimal | None:
    """The working hours that the law leaves: the longest legal time of the edition it runs by; None where none is said."""
    level = session.get_one(Level, process.level_id)
    editions = _editions_of(session, process)
    fit = next((one for one in editions if process.level_id in _levels(one)), next(iter(editions), None))
    return fit.legal_hours(level.day_hours) if fit else None


def _editions_of(session: Session, process: Process) -> list[Edition]:
    """The editions by which it may run, the newest first.

    Once it is decided on, that of its first day; till then also one that is yet to begin or is being prepared.
    """
    day = process.valid_from or clock.today()
    known = or_(Edition.valid_on(day), Edition.valid_from > day, Edition.state.in_(PREPARING))
    found = select(Edition).where(Edition.procedure_id == process.procedure_id, known).order_by(Edition.number.desc())
    found = found.options(selectinload(Edition.routes), selectinload(Edition.levels).joinedload(EditionLevel.level))
    editions = list(session.scalars(found))
    held = [one for one in editions if process.is_decided() and one.in_force(day)]
    return held or editions


def _levels(edition: Edition) -> dict[int, str]:
    return {line.level_id: line.level.name for line in edition.levels}


def _misplaced(session: Session, process: Process) -> Iterator[Finding]:
    """A process of a procedure that is no more and does not come anew, or that no edition of it solves at its level."""
    editions = _editions_of(session, process)
    gone = session.get_one(Procedure, process.procedure_id).standing is Standing.ABOLISHED
    if gone and not any(one.act is Act.NEW and (one.valid_from or date.max) > clock.today() for one in editions):
        yield Finding(str(_("The procedure is abolished.")))
    levels = {row: name for one in reversed(editions) for row, name in _levels(one).items()}
    if levels and process.level_id not in levels:
        yield Finding(
            str(_("The procedure is not solved at this level, but at: %(levels)s.", levels="; ".join(levels.values())))
        )


def steps_of(session: Session, process: Process) -> list[ProcessStep]:
    """The steps of a process in their order."""
    found = select(ProcessStep).where(ProcessStep.process_id == process.id).order_by(ProcessStep.position)
    return list(session.scalars(found))


def _unmanned(session: Session, process: Process, steps: Sequence[ProcessStep]) -> Iterator[Finding]:
    """A role that nobody holds stops a process; units without one are told of."""
    roles = list(dict.fromkeys(step.role for step in steps if not step.outside))
    today = clock.today()
    held = select(func.count(Post.unit_id.distinct())).where(Post.valid_on(today))
    level = session.get_one(Level, process.level_id)
    units = len(commune_units(session, today)) if level.communal else 0
    if units:
        held = held.join(Unit, Unit.id == Post.unit_id).where(Unit.kind.in_(COMMUNE_LEVEL))
    found = {role: session.scalar(held.where(gives(role))) or 0 for role in roles}
    names = {step.role: step for step in steps}
    for role in roles:
        words = {"step": names[role].code, "role": name_of("roles", role)}
        if not found[role]:
            yield Finding(str(_("%(step)s: nobody holds the role “%(role)s”.", **words)))
        elif units and found[role] < units:
            words |= {"held": str(found[role]), "units": str(units)}
            yield Finding(str(_("%(step)s: “%(role)s” is held in %(held)s of %(units)s units.", **words)), grave=False)
