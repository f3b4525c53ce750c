"""What becomes of work when Redis, or the worker itself, goes away in the middle; and of numbers at midnight."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.clock import ZONE, frozen, today
from app.data.job import JobRow, JobState
from app.data.moment import now
from app.data.numbering import Counter, next_number
from app.data.people import Unit
from app.engine import jobs
from app.engine.access import SYSTEM
from app.engine.redis_queue import use_redis
from app.engine.registry import registry
from app.engine.work import later, wake, work
from app.spec.words import Job
from tests import servers

TOTAL = 12
WORKER = """
import sys, time
from pathlib import Path
sys.path.insert(0, ".")
from app.engine import jobs
from app.engine.registry import registry
from app.spec.words import Job
from app.web.site import create_app
from tests.engine.test_workers import entered
site = create_app(DATA_DIR=Path(sys.argv[1]), SQLALCHEMY_DATABASE_URI=sys.argv[2], TESTING=True, SECRET_KEY="test")
def slowly(session):
    for step in entered(session):
        yield step
        time.sleep(0.05)
registry.jobs["core.slow"] = Job("slow", "slow", slowly)
with site.app_context():
    jobs.run(int(sys.argv[3]))
"""


def entered(session: Any) -> Iterator[tuple[int, int]]:
    """Enter twelve numbers in a book, one per unit of work; go on where an earlier try stopped."""
    while (number := next_number(session, 1, "worker", 2026)) <= TOTAL:
        yield number, TOTAL


@pytest.fixture
def slow(site: Flask) -> Iterator[str]:
    registry.jobs["core.slow"] = Job("slow", "slow", entered)
    yield "core.slow"
    del registry.jobs["core.slow"]


def _state(site: Flask, number: int) -> Any:
    with site.app_context():
        return db.session.execute(select(JobRow.state, JobRow.done).where(JobRow.id == number)).one()


def test_a_worker_that_is_killed_loses_and_doubles_nothing(site: Flask, slow: str) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.query(Counter).where(Counter.book == "worker").delete()
        number = later(session, slow).id
    address = site.config["SQLALCHEMY_DATABASE_URI"]
    where = [str(site.config["DATA_DIR"]), address, str(number)]
    child = subprocess.Popen([sys.executable, "-c", WORKER, *where])
    until = time.monotonic() + 60
    while _state(site, number).done < 2 and time.monotonic() < until:
        assert child.poll() is None, "the worker ended by itself"
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    state, done = _state(site, number)
    assert state is JobState.RUNNING and 2 <= done < TOTAL, "killed in the middle"
    with site.app_context(), frozen(datetime.now(ZONE) + timedelta(hours=1)):
        assert not jobs.run(number), "nobody knows yet that the worker is dead"
        jobs.sweep()
        assert _state(site, number).state is JobState.WAITING
    with site.app_context(), frozen(datetime.now(ZONE) + timedelta(hours=2)):
        assert jobs.run(number)
    assert _state(site, number) == (JobState.DONE, TOTAL)


def test_what_is_saved_stays_saved_when_redis_is_gone(site: Flask, slow: str) -> None:
    bells = list(wake)
    with servers.redis() as address:
        use_redis(address, "app.web.shell.worker.run_job")
    try:
        started = time.monotonic()
        with site.app_context(), work(SYSTEM) as session:
            number = later(session, slow).id
        assert time.monotonic() - started < 10, "the person who saves does not wait for a dead server"
    finally:
        wake[:] = bells
    assert _state(site, number).state is JobState.WAITING, "the row is there; a sweep rings for it again"


def test_a_worker_refuses_the_job_of_a_closed_module(site: Flask) -> None:
    with site.app_context():
        with work(SYSTEM) as session:
            row = later(session, "equipment.remind_late")
            row.run_at = now() - timedelta(seconds=1)
            number = row.id
        before, registry.off = registry.off, frozenset({"equipment"})
        try:
            assert not jobs.run(number)
        finally:
            registry.off = before
        assert number in jobs.due(), "it waits for the day the module is switched on"
        with work(SYSTEM) as session:
            session.delete(session.get_one(JobRow, number))


def test_the_last_number_of_a_year_and_the_first_of_the_next(site: Flask) -> None:
    with site.app_context():
        with work(SYSTEM) as session:
            unit = session.scalar(select(Unit.id).limit(1))
            last = datetime(2031, 12, 31, 23, 59, 59, 999_000, tzinfo=ZONE)
            found = []
            for moment in (last, last + timedelta(milliseconds=1), last):
                with frozen(moment):
                    found.append((today().year, next_number(session, unit, "midnight", today().year)))
        assert found == [(2031, 1), (2032, 1), (2031, 2)]
