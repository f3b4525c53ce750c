"""Promises of the core: numbers without gaps, jobs that are not lost, a trail that tells, doors that stay shut."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.job import JobRow, JobState
from app.data.numbering import NumberSeries, next_number
from app.data.people import Unit, User
from app.data.text import _
from app.data.trail import HIDDEN, Trail
from app.engine import jobs, pdf, redis_queue
from app.engine.access import SYSTEM, bind
from app.engine.checks import DeclarationError
from app.engine.demo import OTHER_WARD, WARD, unit_of
from app.engine.registry import Registry, registry
from app.engine.work import later, wake, work
from app.spec.words import Job, Module
from app.web.shell import worker
from tests import servers

ROOT = Path(__file__).resolve().parents[2]
WRITERS, EACH = 50, 4


def test_the_document_font_has_every_letter() -> None:
    assert pdf.missing_letters() == {}


def test_numbers_have_no_gap_under_parallel_writers(site: Flask) -> None:
    with site.app_context():
        engine = db.engine
    taken: list[int] = []

    def write(worker: int) -> None:
        for turn in range(EACH):
            with site.app_context(), Session(engine) as session:
                bind(session, SYSTEM)
                number = next_number(session, 7, "test", 2026)
                if (worker + turn) % 5 == 0:
                    session.rollback()
                else:
                    session.commit()
                    taken.append(number)

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, len(taken) + 1))


@pytest.fixture
def echo() -> Any:
    """A declared job that fails once and then works."""
    calls: list[str] = []

    def run(_session: Any, *, word: str) -> str:
        calls.append(word)
        if len(calls) == 1:
            raise RuntimeError("first try")
        return word

    registry.jobs["core.echo"] = Job("echo", "echo", run)
    yield calls
    del registry.jobs["core.echo"]


def test_a_job_is_tried_again_and_its_row_tells(site: Flask, echo: list[str]) -> None:
    with site.app_context():
        with work(SYSTEM) as session:
            row = later(session, "core.echo", word="chào")
        assert jobs.run(row.id)
        db.session.refresh(row)
        assert row.state is JobState.WAITING
        assert "first try" in row.error
        with work(SYSTEM) as session:
            row.run_at = row.started_at
        assert jobs.run(row.id)
        db.session.refresh(row)
        assert (row.state, row.result, echo) == (JobState.DONE, "chào", ["chào", "chào"])
        assert not jobs.run(row.id)


def test_a_job_of_a_failed_work_never_exists(site: Flask, echo: list[str]) -> None:
    with site.app_context():
        with pytest.raises(ValueError, match="no"), work(SYSTEM) as session:
            later(session, "core.echo", word="x")
            raise ValueError("no")
        assert not db.session.scalars(
            select(JobRow).where(JobRow.state == JobState.WAITING, JobRow.name == "core.echo")
        ).all()


def test_jobs_run_on_rq(site: Flask, echo: list[str]) -> None:
    from redis import Redis
    from rq import Queue, SimpleWorker
    from rq.serializers import JSONSerializer

    echo.append("not the first")
    bells = list(wake)
    with servers.redis() as address, site.app_context():
        connection = Redis.from_url(address)
        queue = Queue(redis_queue.QUEUE, connection=connection, serializer=JSONSerializer)
        redis_queue.use_redis(address, worker.RUN_JOB)
        with work(SYSTEM) as session:
            row = later(session, "core.echo", word="qua Redis")
        try:
            SimpleWorker([queue], connection=connection, serializer=JSONSerializer).work(burst=True)
        finally:
            wake[:] = bells
        db.session.rollback()
        db.session.refresh(row)
        assert row.state is JobState.DONE
        connection.close()


def test_the_trail_finds_a_forged_line(site: Flask) -> None:
    run = site.test_cli_runner()
    assert run.invoke(args=["audit", "verify"]).exit_code == 0
    with site.app_context():
        with work(SYSTEM) as session:
            row = session.scalars(select(Trail).where(Trail.act == "create").limit(1)).one()
            number, reason = row.id, row.reason
            session.execute(update(Trail).where(Trail.id == number).values(reason="giả"))
        assert run.invoke(args=["audit", "verify"]).exit_code == 1
        with work(SYSTEM) as session:
            session.execute(update(Trail).where(Trail.id == number).values(reason=reason))
    assert run.invoke(args=["audit", "verify"]).exit_code == 0


def test_wrong_passwords_lock_the_account(site: Flask, browse: Any) -> None:
    browser = browse()
    with site.app_context(), work(SYSTEM) as session:
        from app.engine.demo import add_person

        add_person(session, "khoa", "equipment.official", "27004", "Thử")
    for _n in range(5):
        assert (
            "Sai tên đăng nhập" in browser.post("/sign-in", {"login": "khoa", "password": "sai"}, page="/sign-in").text
        )
    assert (
        "quá nhiều lần" in browser.post("/sign-in", {"login": "khoa", "password": "motcua-2026"}, page="/sign-in").text
    )


def test_sign_in_leads_back_but_never_to_another_site(browse: Any) -> None:
    for wanted, there in (
        ("/my-work", "/my-work"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil", "/"),
    ):
        answer = browse().post(
            "/sign-in", {"login": "canbo", "password": "motcua-2026", "next": wanted}, page="/sign-in"
        )
        assert answer.location == there


def test_every_page_asks_strangers_to_sign_in(browse: Any) -> None:
    for path in ("/", "/my-work", "/account", "/admin/apps", "/palette?q=a", "/lookup/core_user?q=a", "/notifications"):
        assert browse().client.get(path).status_code == 302, path


def test_only_administrators_open_the_house(browse: Any) -> None:
    for path in ("/admin/apps", "/admin/users", "/admin/jobs"):
        assert browse("canbo").get(path).status_code == 403
        assert browse("quantri").get(path).status_code == 200


def test_pages_of_everybody(browse: Any) -> None:
    for login in ("canbo", "lanhdao", "sokhcn", "quantri", "motcua", "vanthu"):
        browser = browse(login)
        for path in (
            "/",
            "/my-work?tab=to-decide",
            "/my-work?tab=done",
            "/notifications",
            "/account",
            "/account/second-factor",
            "/khong-co",
            "/?tab=following",
        ):
            assert browser.get(path).status_code in (200, 404)
        assert browser.client.get("/palette?q=may quet").status_code == 200


def test_a_missing_dependency_stops_the_start() -> None:
    module = Module("lonely", _("Equipment"), folder=ROOT, depends=["nobody"])
    with pytest.raises(DeclarationError, match="M001 lonely"):
        Registry().load([module])


def test_units_are_168_and_their_lineage_is_kept(rows: Any) -> None:
    kinds = ("ward", "commune", "special_zone")
    units = rows.scalars(select(Unit).where(Unit.parent_id.is_not(None))).all()
    now = [unit for unit in units if unit.valid_to is None and unit.kind.value in kinds]
    assert len(now) == 168
    assert len([unit for unit in units if unit.valid_to is not None]) == 442


def test_secrets_never_reach_the_trail(rows: Any) -> None:
    told = {key for row in rows.scalars(select(Trail).where(Trail.table == User.__tablename__)) for key in row.changes}
    assert "login" in told
    assert not told & HIDDEN


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    import os
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        env = os.environ | {"DATA_DIR": str(tmp_path), "PORT": str(taken.getsockname()[1])}
        told = subprocess.run(
            [sys.executable, "wsgi.py"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
        )
    assert told.returncode == 1
    assert "Cổng" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_series_writes_its_numbers_from_one_in_each_unit_and_year(site: Flask) -> None:
    series = NumberSeries("codes", "MS-{unit}-{year}-{number:03d}")
    with site.app_context(), work(SYSTEM) as session:
        ward, other = (unit_of(session, code).id for code in (WARD, OTHER_WARD))
        asked = [(ward, 2031), (ward, 2031), (other, 2031), (ward, 2032)]
        written = [series.next(session, unit, year) for unit, year in asked]
    assert written == [f"MS-{WARD}-2031-001", f"MS-{WARD}-2031-002", f"MS-{OTHER_WARD}-2031-001", f"MS-{WARD}-2032-001"]


@pytest.mark.parametrize("pattern", ["MS-{year}", "MS-{number", "MS-{month}-{number}", "MS-{}-{number}"])
def test_a_series_without_a_number_or_with_other_words_is_refused_where_it_is_declared(pattern: str) -> None:
    with pytest.raises(ValueError, match="MS-"):
        NumberSeries("codes", pattern)
