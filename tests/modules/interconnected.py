"""What tests of interconnection share: the simulators in their own process, and a turn of the jobs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.data import clock
from app.data.base import db
from app.data.job import JobRow
from app.engine import jobs
from app.engine.access import SYSTEM, bind
from app.engine.work import work
from modules.interconnect.links.connections import Connection, Standing
from modules.interconnect.messages.outgoing import Outgoing
from modules.interconnect.messages.polling import ask_for_results
from modules.interconnect.messages.sending import send_all
from modules.interconnect.simulators import beginning
from modules.interconnect.simulators.control import tell
from modules.interconnect.simulators.whereabouts import base_of


@contextmanager
def simulators(folder: Path) -> Iterator[str]:
    """Run the simulators of a site; yields their address."""
    child = beginning.start(folder)
    try:
        end = time.monotonic() + 30
        while not (base := base_of(folder)):
            assert time.monotonic() < end and child.poll() is None
            time.sleep(0.02)
        yield base
    finally:
        beginning.stop()


def mood(site: Flask, system: str, name: str = "well", **words: Any) -> dict[str, Any]:
    """Have a simulated system behave so; returns what it says, with what it has received."""
    with site.app_context():
        return tell(f"simulator:/{system}", mood=name, **words)


def received(site: Flask, system: str) -> dict[str, int]:
    """How often each key came to a system."""
    with site.app_context():
        return dict(tell(f"simulator:/{system}")["keys"])


def turn(site: Flask, *, now: bool = True) -> None:
    """Send, ask for results and handle what came; `now`: as if all waits were over."""
    with site.app_context():
        if now:
            hurry()
        send_all()
        if now:
            hurry()
        ask_for_results()
        with work(SYSTEM) as session:  # what they would do has been done
            session.execute(delete(JobRow).where(JobRow.name.in_(["interconnect.send", "interconnect.results"])))
        while due := jobs.due():
            for number in due:
                jobs.run(number)


def hurry() -> None:
    """Let all waits be over."""
    with work(SYSTEM) as session:
        session.execute(update(Outgoing).values(next_at=clock.now(), claimed_until=None))
        session.execute(update(Connection).values(probe_at=None))


def settle(site: Flask) -> None:
    """All connections well, all systems well."""
    with site.app_context():
        with work(SYSTEM) as session:
            fresh = {"state": Standing.WELL, "misses": 0, "probe_at": None, "silent_since": None}
            session.execute(update(Connection).values(**fresh))
        bind(db.session(), SYSTEM)
        systems = {one.partition("/")[2] for one in db.session.scalars(select(Connection.address)) if one}
        db.session.rollback()
        for system in systems:
            tell(f"simulator:/{system}", mood="well")


@pytest.fixture(scope="module", autouse=True)
def running(site: Flask) -> Iterator[None]:
    """The simulators run while a file of tests does."""
    with simulators(site.config["DATA_DIR"]):
        yield


@pytest.fixture(autouse=True)
def each_well(request: pytest.FixtureRequest) -> None:
    """Each test begins with all systems well."""
    if "site" in request.fixturenames:
        settle(request.getfixturevalue("site"))
