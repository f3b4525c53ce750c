"""The job that sends: it claims messages for a while, calls the other system, marks each in a transaction of its own.

A process that dies between call and mark leaves its claims to run out; the message goes out again, under the same key.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from app.toolkit import SYSTEM, Unit, clock, db, later, work
from modules.interconnect.links import health
from modules.interconnect.links.accounts import OfficerAccount
from modules.interconnect.links.connections import Connection, Place, Standing
from modules.interconnect.messages.calling import Told, call
from modules.interconnect.messages.calls import Result
from modules.interconnect.messages.marking import UNHEARD, fail, held, mark, miss
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.ports.port import Question, Silent

log = logging.getLogger(__name__)
MANY = 20  # messages claimed at once
MARGIN = 30  # seconds that a claim lasts beyond the longest wait for an answer
TURN = 20.0  # seconds for one connection, so that a slow system does not hold up the others


@dataclass(frozen=True)
class Letter:
    """A claimed message without its row."""

    id: int
    question: Question
    until: datetime


def send_all() -> str:
    """Send what is due, connection by connection; run by `interconnect.send`, which opens its own transactions."""
    with work(SYSTEM) as session:
        _find_ways(session)
        open_ones = select(Connection.id).where(*_callable())
        ways = list(session.scalars(open_ones.order_by(Connection.id)))
    sent, more = 0, False
    for way in ways:
        done, left = send_by(way)
        sent, more = sent + done, more or left
    if more:
        with work(SYSTEM) as session:
            later(session, "interconnect.send")
    return str(sent)


def send_by(way: int, turn: float = TURN) -> tuple[int, bool]:
    """Send what is due by one connection; return how many were sent, and whether its turn ended before they did."""
    end, done, silent, known = time.monotonic() + turn, 0, 0, False
    while time.monotonic() < end:
        with work(SYSTEM) as session:
            place, letters = claim(session, way)
        if place is None or not letters:
            return done, False
        for at, letter in enumerate(letters):
            if clock.now() + timedelta(seconds=place.seconds) > letter.until or time.monotonic() > end:
                release([one.id for one in letters[at:]])
                return done, True
            outcome, done = _sent(place, letter, known_well=known), done + 1
            known = outcome is not None and not isinstance(outcome, Silent)
            silent = silent + 1 if isinstance(outcome, Silent) else 0
            if isinstance(outcome, Silent) and (silent >= health.IN_A_ROW or not outcome.reached):
                release([one.id for one in letters[at + 1 :]])
                return done, False
    return done, True


def claim(session: Session, way: int, many: int = MANY) -> tuple[Place | None, list[Letter]]:
    """Take messages in hand, those that have waited longest first; nobody else sends them until the claim runs out."""
    connection = session.scalar(select(Connection).where(Connection.id == way, *_callable()))
    if connection is None:
        return None, []
    try:
        place = connection.place(session)
    except ValueError as error:  # its secrets cannot be opened; the other connections go on
        health.note(session, connection, str(error))
        return None, []
    if not place.base:
        return None, []
    until = clock.now() + timedelta(seconds=place.seconds + MARGIN)
    due = select(Outgoing).where(Outgoing.connection_id == way, *_due()).order_by(Outgoing.next_at, Outgoing.id)
    rows = list(
        session.scalars(due.limit(many).with_for_update(skip_locked=True).execution_options(populate_existing=True))
    )
    if rows:
        taken = update(Outgoing).where(Outgoing.id.in_([row.id for row in rows])).values(claimed_until=until)
        session.execute(taken, execution_options={"synchronize_session": False})
    letters = []
    for row, question in questions_of(session, rows, place):
        if isinstance(question, ValueError):
            fail(session, row, str(question))
        else:
            letters.append(Letter(row.id, question, until))
    return place, letters


def questions_of(
    session: Session, rows: list[Outgoing], place: Place
) -> Iterator[tuple[Outgoing, Question | ValueError]]:
    """Yield what is asked with each message, or why it cannot be: its content cannot be opened any more."""
    officer = cache(partial(OfficerAccount.officer, session, place.id))
    codes = dict(session.execute(select(Unit.id, Unit.code).where(Unit.id.in_({row.unit_id for row in rows}))).all())
    for row in rows:
        try:
            told = (
                row.call,
                row.content,
                row.key,
                officer(row.created_by_id),
                place.secrets,
                row.purpose,
                row.about or "",
            )
            yield row, Question(*told, codes[row.unit_id])
        except ValueError as error:
            yield row, error


def release(ids: list[int]) -> None:
    """Let go of messages that were not sent after all."""
    if ids:
        with work(SYSTEM) as session:
            free = (
                update(Outgoing).where(Outgoing.id.in_(ids), Outgoing.state == State.WAITING).values(claimed_until=None)
            )
            session.execute(free, execution_options={"synchronize_session": False})


def _sent(place: Place, letter: Letter, *, known_well: bool) -> object:
    """Send one and mark it; whatever it does, it stops no other."""
    try:
        told = call(place, letter.question)
    except Exception as error:
        if not isinstance(error, ValueError):
            log.exception("message %s cannot be sent", letter.id)
        with work(SYSTEM) as session:
            if row := held(session, letter.id):
                fail(session, row, str(error) or type(error).__name__)
        return None
    try:
        _marked(place, letter, told, known_well=known_well)
    except Exception as error:
        if not isinstance(error, ValueError):
            log.exception("the answer to message %s could not be worked on", letter.id)
        db.session.rollback()
        with work(SYSTEM) as session:
            if row := held(session, letter.id):
                miss(session, row, str(UNHEARD) % {"why": error})
    return told.outcome


def _marked(place: Place, letter: Letter, told: Told, *, known_well: bool) -> None:
    with work(SYSTEM) as session:
        row = held(session, letter.id)
        if row is None:
            return  # answered meanwhile, by whatever way
        who = {"unit_id": row.unit_id, "created_by_id": row.created_by_id, "about": row.about}
        who |= {"about_resource": row.about_resource, "about_row": row.about_row}
        line = told.sign(**who)
        session.add(line)
        if isinstance(told.outcome, Silent):
            miss(session, row, str(told.outcome))
            health.missed(session, place.id, told.outcome)
            return
        if not known_well:  # what the last answer has written need not be written again
            health.well(session, place.id)
        row.tries += 1
        mark(session, row, told.outcome)
        if row.state is State.SENT:
            line.result = Result.TAKEN


def _find_ways(session: Session) -> None:
    """Messages that had no connection take one as soon as there is one."""
    lost = select(Outgoing).where(Outgoing.connection_id.is_(None), Outgoing.state == State.WAITING)
    ways: dict[tuple[str, int], Connection | None] = {}
    for row in session.scalars(lost.limit(1000)):
        here = (row.port, row.unit_id)
        if here not in ways:
            ways[here] = Connection.of(session, *here)
        if way := ways[here]:
            row.connection_id = way.id


def _callable() -> tuple[ColumnElement[bool], ...]:
    due = or_(Connection.probe_at.is_(None), Connection.probe_at <= clock.now())
    return Connection.state != Standing.PAUSED, Connection.address.is_not(None), due


def _due() -> tuple[ColumnElement[bool], ...]:
    free = or_(Outgoing.claimed_until.is_(None), Outgoing.claimed_until < clock.now())
    return Outgoing.state == State.WAITING, Outgoing.next_at <= clock.now(), free
