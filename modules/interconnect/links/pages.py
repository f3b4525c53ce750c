"""The page of a connection: how it stands, pause and resume, a trial, its secrets, the mood of its simulator."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import _, address_of, as_system, asked_record, later, telling, work
from modules.interconnect.links import health
from modules.interconnect.links.accounts import OfficerAccount
from modules.interconnect.links.connections import Connection, Standing
from modules.interconnect.messages.calling import call
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.ports.declared import port_of
from modules.interconnect.ports.port import Question, Silent
from modules.interconnect.roles import OFFICER
from modules.interconnect.simulators.control import Mood, mood_of, set_mood

bp = Blueprint("interconnect_connections", __name__, url_prefix="/interconnect/connections")
SHOWN = (State.WAITING, State.SENT, State.DEAD, State.REFUSED)


def standing(connection: Connection) -> dict[str, Any]:
    """What the block at the top of its page needs."""
    with as_system() as session:
        counted = (
            select(Outgoing.state, func.count()).where(Outgoing.connection_id == connection.id).group_by(Outgoing.state)
        )
        counts: dict[State, int] = dict(session.execute(counted).all())
    return {
        "connection": connection,
        "counts": [(state, counts[state]) for state in SHOWN if counts.get(state)],
        "paused": connection.state is Standing.PAUSED,
        "moods": list(Mood) if connection.is_simulated else [],
        "mood": mood_of(connection.address or "") if connection.is_simulated else None,
    }


def secrets(connection: Connection) -> dict[str, Any]:
    """Which secrets its port wants."""
    return {"connection": connection, "names": port_of(connection.port).secrets}


def account_secret(account: OfficerAccount) -> dict[str, Any]:
    """The block that takes the secret of an official's account."""
    return {"account": account}


@bp.post("/<int:row>/pause")
def pause(row: int) -> ResponseReturnValue:
    """Keep messages waiting; nothing is thrown away."""
    connection = asked_record(Connection, row, by=(OFFICER,))
    with telling(), work() as session:
        session.get_one(Connection, connection.id, populate_existing=True).state = Standing.PAUSED
    return _back(row)


@bp.post("/<int:row>/resume")
def resume(row: int) -> ResponseReturnValue:
    """Send again, what waits as well."""
    connection = asked_record(Connection, row, by=(OFFICER,))
    with telling(), work() as session:
        found = session.get_one(Connection, connection.id, populate_existing=True)
        found.state, found.probe_at, found.misses, found.silent_since = Standing.UNTRIED, None, 0, None
        later(session, "interconnect.send")
    return _back(row)


@bp.post("/<int:row>/try")
def attempt(row: int) -> ResponseReturnValue:
    """Ask what harms nothing, and tell what came."""
    connection = asked_record(Connection, row, by=(OFFICER,))
    with telling():
        flash(*tried(connection))
    return _back(row)


def tried(connection: Connection) -> tuple[str, str]:
    """Try a connection: a sentence, and "good" or "bad". ValueError: it cannot be tried."""
    with as_system() as session:
        place = connection.place(session)
    if not place.base:
        raise ValueError(str(_("The connection has no address, or its simulator does not run.")))
    name, content = port_of(connection.port).trial
    begun = time.monotonic()
    question = Question(
        name, content, f"thu-{time.time_ns()}", secrets=place.secrets, purpose=str(_("Trial of the connection"))
    )
    told = call(place, question)
    with work() as session:
        session.add(told.sign(unit_id=connection.unit_id))
        _note(session, place.id, told.outcome)
    if isinstance(told.outcome, Silent):
        return str(_("%(name)s does not answer: %(why)s", name=place.name, why=told.outcome)), "bad"
    took = round((time.monotonic() - begun) * 1000)
    if isinstance(told.outcome, ValueError):
        return str(
            _("%(name)s answers after %(took)s ms, and refuses: %(why)s", name=place.name, took=took, why=told.outcome)
        ), "warn"
    return str(_("%(name)s answers after %(took)s ms.", name=place.name, took=took)), "good"


@bp.post("/<int:row>/secrets")
def keep_secrets(row: int) -> ResponseReturnValue:
    """Seal what the connection must know; nobody can read it again."""
    connection = asked_record(Connection, row, by=(OFFICER,))
    names = port_of(connection.port).secrets
    with telling(), work() as session:
        connection.keep(session, {name: request.form.get(name, "").strip() for name in names})
        flash(str(_("The secrets have been sealed.")), "good")
    return _back(row)


@bp.post("/accounts/<int:row>/secret")
def keep_account(row: int) -> ResponseReturnValue:
    """Seal the secret of an official's account."""
    account = asked_record(OfficerAccount, row, by=(OFFICER,))
    with telling(), work() as session:
        account.keep(session, request.form.get("secret", "").strip())
        flash(str(_("The secrets have been sealed.")), "good")
    return redirect(address_of(OfficerAccount, row), 303)


@bp.post("/<int:row>/mood")
def change_mood(row: int) -> ResponseReturnValue:
    """Have the simulator behave so."""
    connection = asked_record(Connection, row, by=(OFFICER,))
    with telling():
        mood = Mood.typed(request.form.get("mood"))
        if mood is None or not connection.is_simulated:
            raise ValueError(str(_("Choose how the simulator behaves.")))
        set_mood(connection.address or "", mood)
        flash(str(_("The simulator now behaves so: %(mood)s.", mood=mood)), "good")
    return _back(row)


def _note(session: Session, row_id: int, outcome: object) -> None:
    if isinstance(outcome, Silent):
        health.missed(session, row_id, outcome)
    else:
        health.well(session, row_id)


def _back(row: int) -> ResponseReturnValue:
    return redirect(address_of(Connection, row), 303)
