"""`ask`: a question to another system that somebody waits for."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import SYSTEM, Record, Unit, _, acting, after_failure, apart, as_person, clock, db, work
from modules.interconnect.links import health
from modules.interconnect.links.accounts import OfficerAccount
from modules.interconnect.links.connections import Connection, Place, Standing, since
from modules.interconnect.messages.calling import Told
from modules.interconnect.messages.calling import call as call_out
from modules.interconnect.ports.declared import operation_of, port_of
from modules.interconnect.ports.port import Content, Question, Refused, Silent
from modules.interconnect.sending_out import about_of

MOMENT = timedelta(seconds=20)


class NotAnswering(ValueError):
    """Nobody answers: the sentence says since when, and what one may do instead."""


@dataclass(frozen=True)
class Answer:
    """What came back: the content, when, and the number of the request that the log knows it by."""

    content: Content
    at: datetime
    request_id: str


def ask(
    port: str,
    call: str,
    content: dict[str, Any],
    *,
    purpose: str,
    about: Record | None = None,
    unit_id: int | None = None,
) -> Answer:
    """Ask at once and wait as long as the connection says, in the name of who acts and for the unit of `about`.

    NotAnswering: nobody answers, or it is paused, or there is no connection. Refused: the other side says no.
    Every call is written down, also where the caller's own work fails.
    """
    operation_of(port, call)
    where = about.unit_id if about is not None else unit_id or acting().unit_id
    line = {"unit_id": where, "created_by_id": acting().user_id, **about_of(about)}
    with nullcontext() if db.session().info.get("working") else apart():
        place, question = _question(port, call, content, purpose, about, where)
        told = call_out(place, question)
        _write_down(told, line)
    if isinstance(told.outcome, Silent):
        raise NotAnswering(_sentence(place.name, clock.now()))
    if isinstance(told.outcome, Refused):
        raise told.outcome
    return Answer(told.outcome, clock.now(), question.key)


def _question(
    port: str, call: str, content: dict[str, Any], purpose: str, about: Record | None, where: int | None
) -> tuple[Place, Question]:
    session = db.session()
    with as_person(acting().user_id):
        connection = Connection.of(session, port, where) if where else None
        if connection is None or not connection.address:
            told = _("%(name)s: no connection is set up. Enter the particulars by hand.", name=port_of(port).title)
            raise NotAnswering(str(told))
        if connection.state is Standing.PAUSED:
            raise NotAnswering(
                str(_("%(name)s is paused. Try again later, or enter the particulars by hand.", name=connection.name))
            )
        if _just_missed(connection):
            raise NotAnswering(_sentence(connection.name, connection.silent_since or clock.now()))
        place = connection.place(session)
        officer = OfficerAccount.officer(session, connection.id, acting().user_id)
        unit = session.scalar(select(Unit.code).where(Unit.id == where)) or ""
    key = uuid.uuid4().hex
    return place, Question(
        call, content, key, officer, place.secrets, purpose, str(about) if about is not None else "", unit
    )


def _just_missed(row: Connection) -> bool:
    """Whether somebody has waited for it in vain a moment ago: the next one is not made to wait as long for the same."""
    if row.state is not Standing.SILENT or row.probe_at is None:
        return False
    return clock.now() - (row.probe_at - row.wait(row.misses)) < MOMENT


def _sentence(name: str, moment: datetime) -> str:
    words = {"name": name, "moment": since(moment)}
    return str(
        _("%(name)s has not answered since %(moment)s. Try again later, or enter the particulars by hand.", **words)
    )


def _write_down(told: Told, who: dict[str, Any]) -> None:
    """Write the call and how the connection stands: within the caller's unit of work, and anew if that fails; else at once."""
    session = db.session()
    if session.info.get("working"):
        with as_person(acting().user_id):
            _write(session, told, who)
        after_failure(session, lambda: _write_alone(told, who))
        return
    with Session(db.engine) as own:  # the caller reads on in his own session, whose rows stay as they are
        own.info["principal"] = SYSTEM
        _write(own, told, who)
        own.commit()


def _write_alone(told: Told, who: dict[str, Any]) -> None:
    with work(SYSTEM) as session:
        _write(session, told, who)


def _write(session: Session, told: Told, who: dict[str, Any]) -> None:
    line = type(told.line)(**{key: getattr(told.line, key) for key in KEPT}, **who)
    session.add(line)
    session.flush()
    if isinstance(told.outcome, Silent):
        health.missed(session, line.connection_id, told.outcome)
    else:
        health.well(session, line.connection_id)


KEPT = (
    "connection_id",
    "call",
    "officer",
    "purpose",
    "request_id",
    "request_hash",
    "answer_hash",
    "took",
    "result",
    "code",
    "sealed",
)
