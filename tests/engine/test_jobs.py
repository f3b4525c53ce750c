"""Jobs that are long, lost, periodic or failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data.base import db
from app.data.clock import ZONE, frozen
from app.data.job import JobRow, JobState, Schedule
from app.data.moment import now
from app.data.people import Unit, User
from app.engine import jobs, schedule
from app.engine.access import SYSTEM, Principal
from app.engine.registry import registry
from app.engine.work import later, work
from app.spec.words import Job


@pytest.fixture
def declared(site: Flask) -> Iterator[Any]:
    """Declare jobs for a test."""
    names: list[str] = []

    def declare(name: str, run: Any, **words: Any) -> str:
        names.append(f"core.{name}")
        registry.jobs[names[-1]] = Job(name, name, run, **words)
        return names[-1]

    yield declare
    for name in names:
        del registry.jobs[name]


def queued(site: Flask, name: str, user_id: int | None = None) -> int:
    with site.app_context(), work(Principal(user_id, "", system=True)) as session:
        row = later(session, name)
        row.run_at = now() - timedelta(seconds=1)
        return row.id


def look(site: Flask, number: int) -> Any:
    with site.app_context():
        row = db.session.get(JobRow, number)
        db.session.refresh(row)
        db.session.expunge(row)
        return row


def test_a_long_job_keeps_what_it_has_done_and_shows_how_far_it_is(site: Flask, declared: Any, browse: Any) -> None:
    seen: list[tuple[int, int]] = []

    def count(session: Any) -> Any:
        city = session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()
        for done in (1, 2, 3):
            city.legal_basis = f"bước {done}"
            yield done, 3
            if done == 2 and not seen:
                seen.append((done, 3))
                raise RuntimeError("the power went off")
        return "xong cả ba"

    with site.app_context():
        me = db.session.scalar(select(User.id).where(User.login == "canbo"))
    number = queued(site, declared("count", count), me)
    with site.app_context():
        assert jobs.run(number)
        assert db.session.scalar(select(Unit.legal_basis).where(Unit.parent_id.is_(None))) == "bước 2"
    row = look(site, number)
    assert (row.state, row.done, row.total) == (JobState.WAITING, 2, 3)
    page = browse("canbo").get(f"/jobs/{number}")
    assert "2 / 3" in page.text and f"/jobs/{number}/state" in page.text
    assert browse("canbo2").client.get(f"/jobs/{number}").status_code == 404
    with frozen(datetime.now(ZONE) + timedelta(hours=1)), site.app_context():
        assert jobs.run(number)
    assert look(site, number).result == "xong cả ba"
    assert f"/jobs/{number}/state" not in browse("canbo").get(f"/jobs/{number}").text


def test_a_job_whose_worker_died_is_given_back(site: Flask, declared: Any) -> None:
    number = queued(site, declared("quick", lambda session: "được"))
    with site.app_context():
        with work(SYSTEM) as session:
            row = session.get_one(JobRow, number)
            row.state, row.tries, row.beat_at = JobState.RUNNING, 1, now() - timedelta(minutes=3)
        assert jobs.sweep() == 0, "three minutes of silence are no death"
        with frozen(datetime.now(ZONE) + timedelta(minutes=11)):
            assert jobs.sweep() >= 1
        assert jobs.sweep() == 0
    assert look(site, number).state is JobState.WAITING


def test_a_failed_job_waits_for_the_administrator(site: Flask, declared: Any, browse: Any) -> None:
    calls: list[int] = []

    def fail(session: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("máy chủ thư không trả lời")

    number = queued(site, declared("fail", fail, tries=1))
    with site.app_context():
        jobs.run(number)
    assert look(site, number).state is JobState.DEAD
    admin = browse("quantri")
    assert "máy chủ thư không trả lời" in admin.get("/admin/jobs?state=dead").text
    assert admin.post(f"/admin/jobs/{number}/retry", {}).status_code == 303
    with site.app_context():
        assert jobs.run(number)
    assert look(site, number).state is JobState.DONE
    assert admin.post(f"/admin/jobs/{number}/retry", {}).status_code == 404, "it is done"
    assert admin.post(f"/admin/jobs/{number}/drop", {}).status_code == 303


def test_a_turn_is_queued_once_however_many_look(site: Flask, declared: Any) -> None:
    name = declared("nightly", lambda session: None, every="30 2 * * *")
    start = datetime(2031, 5, 5, 12, tzinfo=ZONE)
    with frozen(start), site.app_context():
        assert name not in schedule.queue_due()
        assert db.session.get_one(Schedule, name).next_at.astimezone(ZONE) == datetime(2031, 5, 6, 2, 30, tzinfo=ZONE)
    barrier = Barrier(6)
    with frozen(start + timedelta(days=3)):  # two turns were missed: they are made up once

        def process() -> None:
            barrier.wait()
            with site.app_context():
                try:
                    schedule.queue_due()
                finally:
                    db.session.remove()

        # A new thread does not know the frozen moment unless it is given this one's context.
        threads = [Thread(target=copy_context().run, args=(process,)) for _n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with site.app_context():
        assert db.session.scalar(select(func.count()).where(JobRow.name == name)) == 1
        assert db.session.get_one(Schedule, name).next_at.astimezone(ZONE) == datetime(2031, 5, 9, 2, 30, tzinfo=ZONE)
        with work(SYSTEM) as session:
            session.delete(session.get_one(Schedule, name))
            for row in session.scalars(select(JobRow).where(JobRow.name == name)):
                session.delete(row)


def test_what_the_clock_starts_runs_to_its_end(site: Flask) -> None:
    periodic = [name for name, job in registry.jobs.items() if job.every]
    assert "signing.extend_due" in periodic
    failed = {}
    for name in periodic:
        number = queued(site, name)
        with site.app_context():
            assert jobs.run(number)
        row = look(site, number)
        if row.state is not JobState.DONE:
            failed[name] = row.error
    assert failed == {}
