"""Kill whoever sends, the database and the other system at any moment: no message is lost, none counts twice."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from multiprocessing import get_context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from app.data.base import db
from app.engine.access import SYSTEM, bind
from app.engine.registry import registry
from app.engine.work import work
from modules.interconnect import Listener, send
from modules.interconnect.links.connections import Connection
from modules.interconnect.messages import sending
from modules.interconnect.messages.incoming import Incoming
from modules.interconnect.messages.outgoing import Outgoing, State
from modules.interconnect.simulators import beginning
from modules.interconnect.simulators.whereabouts import base_of
from tests import servers
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file

ROUNDS, EACH, SECONDS = 200, 3, 60
PREFIX, FORK = "giet", get_context("fork")


def note(session: Any, outgoing: Outgoing, content: dict[str, Any]) -> None:
    """What a module does with an answer: a row of its own in the same transaction, here one of those at hand."""
    told = {"connection_id": outgoing.connection_id, "unit_id": outgoing.unit_id, "call": "effect"}
    session.add(Incoming(remote_id=f"{outgoing.key}/{time.monotonic_ns()}", answers=outgoing.key, sealed="", **told))


def work_on(site: Flask, begun: Any) -> None:
    """A worker in a process of its own: it sends whatever is due until it is killed."""
    with site.app_context():
        db.session.execute(select(1))
    begun.set()
    while True:
        with suppress(DBAPIError), site.app_context():
            sending.send_all()
        time.sleep(0.002)


def put(site: Flask, start: int) -> None:
    with site.app_context(), work(SYSTEM) as session:
        way = session.scalars(select(Connection).where(Connection.port == "portal")).one()
        for number in range(start, start + EACH):
            send(session, "portal", "sync", {"so": number}, key=f"{PREFIX}-{number}", purpose="thử giết", to=way)


@pytest.fixture
def impatient(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims and waits are over soon, so that two hundred rounds take half a minute."""
    monkeypatch.setattr(sending, "MARGIN", 0.2)
    monkeypatch.setitem(registry.modules["interconnect"].__dict__, "gives", [Listener("portal", "sync", note)])
    with site.app_context(), work(SYSTEM) as session:
        quick = {"seconds": 1, "first_wait": 1, "longest_wait": 1, "most_tries": 1000}
        session.execute(update(Connection).where(Connection.port == "portal").values(**quick))


def test_two_hundred_kills_lose_nothing_and_double_nothing(site: Flask, impatient: None) -> None:
    dice, address = random.Random(2026), str(site.config["SQLALCHEMY_DATABASE_URI"])
    for turn in range(ROUNDS):
        put(site, turn * EACH)
        with site.app_context():
            db.session.remove()
            db.engine.dispose()  # a child must not share a line to the database
        begun = FORK.Event()
        child = FORK.Process(target=work_on, args=(site, begun), daemon=True)
        child.start()
        begun.wait(5)
        time.sleep(dice.uniform(0, 0.06 if turn % 2 else 0.2))  # a slow machine reaches the first message later
        if turn == ROUNDS // 3:
            _restart_the_other_system(site)
        if turn == ROUNDS // 2 and "postgresql" in address:
            with servers.down(address):
                time.sleep(0.1)
        child.kill()
        child.join()
    _finish(site)
    wanted = {f"{PREFIX}-{number}" for number in range(ROUNDS * EACH)}
    came = {key: times for key, times in house.received(site, "portal").items() if key.startswith(PREFIX)}
    assert set(came) == wanted, "each has arrived, and nothing else"
    with site.app_context():
        bind(db.session(), SYSTEM)
        done = select(func.count()).where(Outgoing.key.startswith(PREFIX), Outgoing.state == State.ANSWERED)
        assert db.session.scalar(done) == len(wanted)
        effects = db.session.scalars(select(Incoming.answers).where(Incoming.call == "effect")).all()
    assert sorted(filter(None, effects)) == sorted(wanted), "each answer was heard, and once"


def _restart_the_other_system(site: Flask) -> None:
    beginning.stop()
    beginning.start(site.config["DATA_DIR"])
    while not base_of(site.config["DATA_DIR"]):
        time.sleep(0.02)


def _finish(site: Flask) -> None:
    """Let one worker live until all is done."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with site.app_context():
            sending.send_all()
            bind(db.session(), SYSTEM)
            left = select(func.count()).where(Outgoing.key.startswith(PREFIX), Outgoing.state == State.WAITING)
            if not db.session.scalar(left):
                return
            db.session.rollback()
        time.sleep(0.1)
    raise AssertionError("some messages still wait")
