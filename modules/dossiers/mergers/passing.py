"""Passing open dossiers of merged units on: the code stays, the work goes to whoever took over."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.toolkit import Unit, _, acting, as_person, clock, holders, move_tasks, tell
from modules.dossiers import fee
from modules.dossiers.desk.codes import next_line
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.mergers.heirs import heirs_of
from modules.dossiers.mergers.succession import Succession
from modules.dossiers.roles import OVERSEER
from modules.dossiers.served.records import Served

OVER = (State.REJECTED, State.STOPPED, State.RETURNED)
log = logging.getLogger(__name__)


def left_behind() -> ColumnElement[bool]:
    """The condition that an open dossier still lies with a unit that is closed; who solved what is solved is history."""
    closed = select(Unit.id).where(Unit.valid_to < clock.today())
    solves = and_(Dossier.competent_id.in_(closed), Dossier.ended_at.is_(None))
    return and_(Dossier.state.not_in(OVER), or_(Dossier.unit_id.in_(closed), solves))


def closed_of(session: Session, dossier: Dossier) -> list[int]:
    """Return the closed units with which a dossier still lies: that of the desk, that which solves it."""
    ids = {dossier.unit_id} if dossier.ended_at else {dossier.unit_id, dossier.competent_id}
    units = (session.get_one(Unit, number) for number in ids)
    return [unit.id for unit in units if unit.valid_to is not None and unit.valid_to < clock.today()]


def pass_on(session: Session, dossier: Dossier, old_id: int, new_id: int) -> None:
    """Give an open dossier to the unit that took over from another. ValueError: its service's record has to stay."""
    with as_person(acting().user_id):  # neither unit need be one of his
        served = Served.of(session, dossier)
        if served is not None and dossier.competent_id == old_id and not dossier.ended_at:
            held, service = served
            if service.pass_on is None:
                raise ValueError(str(_("The record that serves it cannot be passed on: finish it at the old unit.")))
            service.pass_on(session, held.row_id, new_id)
        line = dossier.book_line if dossier.unit_id == old_id else None
        row = {"dossier_id": dossier.id, "old_id": old_id, "new_id": new_id}
        session.add(Succession(line=line, at=clock.now(), **row))
        if dossier.unit_id == old_id:
            dossier.unit_id = new_id
            dossier.book_line = next_line(session, new_id, clock.today().year) if line else None
        if dossier.competent_id == old_id and not dossier.ended_at:
            dossier.competent_id = new_id
        if dossier.at_id == old_id:
            dossier.at_id = new_id
        session.flush()
        move_tasks(session, dossier, old_id, new_id)
        fee.pass_on(session, dossier)


def pass_all(session: Session) -> Iterator[tuple[int, int]]:
    """Pass on what has one heir alone; a nightly job. What has several waits for whoever chooses (pages.py)."""
    found = session.scalars(select(Dossier.id).where(left_behind()).order_by(Dossier.id)).all()
    for done, number in enumerate(found, 1):
        dossier = session.get_one(Dossier, number)
        try:
            with session.begin_nested():
                for old_id in closed_of(session, dossier):
                    heir = heirs_of(session, old_id, clock.today()).only
                    if heir is not None:
                        pass_on(session, dossier, old_id, heir.id)
        except ValueError:
            log.info("dossier %s stays with its closed unit", number)
        yield done, len(found)
    _tell_of_waiting(session)


def _tell_of_waiting(session: Session) -> None:
    """Let the overseers know, each night until nothing waits for them."""
    left = session.scalars(select(Dossier.id).where(left_behind()).order_by(Dossier.id)).all()
    if left:
        oldest, words = session.get_one(Dossier, left[0]), {"count": len(left)}
        for user in holders(session, OVERSEER, oldest.unit_id, clock.today()):
            tell(
                session,
                user.id,
                oldest,
                str(_("%(count)s open dossiers of merged units wait: choose who takes them over.", **words)),
            )
