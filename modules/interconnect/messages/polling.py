"""The job that asks for results that come later, many in one call; what came already is not heard twice."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.toolkit import SYSTEM, Unit, _, clock, db, work
from modules.interconnect.links import health
from modules.interconnect.links.accounts import OfficerAccount
from modules.interconnect.links.connections import Connection, Place, Standing
from modules.interconnect.messages.calling import call
from modules.interconnect.messages.marking import UNHEARD, held, mark
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.ports.declared import operation_of
from modules.interconnect.ports.port import Content, Polled, Question, Refused, Silent

log = logging.getLogger(__name__)
MOST = 2000  # messages asked about in one turn


def ask_for_results() -> str:
    """Ask each connection for the results that are due; run by `interconnect.results`."""
    with work(SYSTEM) as session:
        due = (Outgoing.state == State.SENT, Outgoing.next_at <= clock.now())
        well = (Connection.state != Standing.PAUSED, Connection.address.is_not(None))
        found = select(Outgoing.connection_id, Outgoing.call, Outgoing.unit_id, Outgoing.id, Outgoing.key)
        rows = session.execute(
            found.join(Connection, Connection.id == Outgoing.connection_id)
            .where(*due, *well)
            .order_by(Outgoing.next_at)
            .limit(MOST)
        ).all()
    groups: dict[tuple[int, str, int], dict[str, int]] = defaultdict(dict)
    for way, name, unit_id, row_id, key in rows:
        groups[way or 0, name, unit_id][key] = row_id
    silent: set[int] = set()
    told = 0
    for (way, name, unit_id), keys in groups.items():
        if way not in silent:
            try:
                answers = _asked(way, name, unit_id, keys)
            except ValueError:  # its secrets cannot be opened, as sending notes; the other connections go on
                answers = None
            told += answers or 0
            silent |= {way} if answers is None else set()
    return str(told)


def _asked(way: int, name: str, unit_id: int, keys: dict[str, int]) -> int | None:
    """Ask about the messages of one kind; return how many have an answer now, None when nobody answers."""
    with work(SYSTEM) as session:
        connection = session.get_one(Connection, way)
        place, every = connection.place(session), connection.poll_every
        polled = operation_of(place.port, name).polled
        unit = session.get_one(Unit, unit_id).code
        officer = OfficerAccount.officer(
            session, way, session.get_one(Outgoing, next(iter(keys.values()))).created_by_id
        )
    if polled is None or not place.base:
        return 0
    done, names = 0, list(keys)
    for at in range(0, len(names), polled.many):
        part = names[at : at + polled.many]
        question = Question(
            polled.call, polled.asks(part), f"{part[0]}~{clock.now():%Y%m%d%H%M%S}", officer, place.secrets,
            str(_("Ask for results")), "", unit,
        )  # fmt: skip
        told = call(place, question)
        with work(SYSTEM) as session:
            session.add(told.sign(unit_id=unit_id))
            if isinstance(told.outcome, Silent):
                health.missed(session, place.id, told.outcome)
            else:
                health.well(session, place.id)
        if isinstance(told.outcome, Silent):
            return None
        for key in part:
            done += _heard(place, polled, told.outcome, key, keys[key], every)
    return done


def _heard(place: Place, polled: Polled, content: Content | Refused, key: str, row_id: int, every: int) -> bool:
    """Mark one message by what the answer says of it; whatever that is, it stops no other."""
    found: Any = None
    try:
        found = None if isinstance(content, Refused) else polled.outcome(content, key)
        with work(SYSTEM) as session:
            row = held(session, row_id)
            if row is not None and found is not None:
                mark(session, row, found, first=False)
                return True
            _wait(row, every, str(content) if isinstance(content, Refused) else "")
    except Exception as error:
        if not isinstance(error, ValueError):
            log.exception("the result of message %s at %s could not be worked on", row_id, place.name)
        db.session.rollback()
        with work(SYSTEM) as session:
            _wait(held(session, row_id), every, str(UNHEARD) % {"why": error})
    return False


def _wait(row: Outgoing | None, every: int, problem: str) -> None:
    if row is not None:
        row.next_at, row.problem = clock.now() + timedelta(seconds=every), problem[:300] or None
