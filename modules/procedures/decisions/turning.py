"""The days on which editions and processes begin and end: at the signature, and each night for days to come."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.toolkit import clock, take_steps
from modules.procedures.catalogue.procedures import Procedure, Standing
from modules.procedures.editions.edition import HOLDS, Edition, Stage
from modules.procedures.processes.process import Process
from modules.procedures.processes.process import Stage as Drafting


def turn(session: Session, today: date, procedure_ids: Collection[int] | None = None) -> None:
    """Make the standing of procedures and the state of what has ended true for a day; None: of all."""
    for procedure, editions in _published(session, procedure_ids):
        current = next((one for one in editions if one.in_force(today)), None)
        begun = [one for one in editions if one.valid_from and one.valid_from <= today]
        if current is not None:
            procedure.standing, procedure.name, procedure.until = Standing.IN_FORCE, current.name, None
            procedure.public = current.state is Stage.PUBLIC
            procedure.since = procedure.since or min(one.valid_from for one in begun if one.valid_from)
        elif begun:
            last = max((one.valid_to for one in begun if one.valid_to), default=today)
            procedure.standing, procedure.until, procedure.public = Standing.ABOLISHED, last + timedelta(days=1), False
        for edition in begun:
            if edition.state in HOLDS and edition.valid_to and edition.valid_to < today:
                take_steps(session, edition, [("abolish" if current is None else "supersede", None)])
    ended = (Process.state == Drafting.APPROVED, Process.valid_to < today)
    for process in session.scalars(select(Process).where(*ended)):
        take_steps(session, process, [("retire", None)])


def turn_night(session: Session) -> None:
    """Each night: what has begun or ended since; an edition that follows another begins where that one ends."""
    today = clock.today()
    held = (Edition.state.in_(HOLDS), or_(Edition.valid_to < today, Procedure.standing != Standing.IN_FORCE))
    due = select(Edition.procedure_id).join(Procedure, Procedure.id == Edition.procedure_id).where(*held)
    turn(session, today, set(session.scalars(due)))


def _published(session: Session, ids: Collection[int] | None) -> Iterator[tuple[Procedure, list[Edition]]]:
    asked = select(Edition, Procedure).join(Procedure, Procedure.id == Edition.procedure_id)
    asked = asked.where(Edition.valid_from.is_not(None)).order_by(Edition.procedure_id, Edition.number)
    if ids is not None:
        asked = asked.where(Edition.procedure_id.in_(ids))
    found: dict[int, tuple[Procedure, list[Edition]]] = {}
    for edition, procedure in session.execute(asked):
        found.setdefault(procedure.id, (procedure, []))[1].append(edition)
    yield from found.values()
