"""One step for many records: done in the background, each once, however often the work breaks off."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.data.base import db
from app.data.batch import Batch, BatchRow
from app.data.job import JobRow, JobState
from app.data.messages import Notice
from app.data.task import Passage
from app.engine import batches, jobs
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.equipment.models import Line, Request, State
from tests.web.test_lists import drafts as drafts_of

LIST = "/equipment/requests"
MANY = 5


@pytest.fixture
def drafts(site: Flask, rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """More requests than are dealt with while one waits (here two); the last one has no line and cannot be submitted."""
    monkeypatch.setattr(batches, "FEW", 2)
    made = sorted(drafts_of(rows, browse, MANY))
    with site.app_context(), work(SYSTEM) as session:
        session.execute(delete(Line).where(Line.request_id == made[-1]))
    return made


def ask(browse: Any, rows: list[int], login: str = "canbo") -> Any:
    return browse(login).post(f"{LIST}/bulk", {"rows": [str(row) for row in rows], "step": "submit"})


def run_all(site: Flask) -> None:
    with site.app_context():
        while waiting := db.session.scalars(
            select(JobRow.id).where(JobRow.name == "core.batch", JobRow.state == JobState.WAITING)
        ).all():
            for number in waiting:
                jobs.run(number)
            db.session.remove()


def submitted(rows: Any, made: list[int]) -> int:
    rows.rollback()
    where = (Request.id.in_(made), Request.state == State.SUBMITTED)
    return rows.scalar(select(func.count()).select_from(Request).where(*where))


def test_many_rows_are_done_behind_a_page_that_tells_how_far(
    site: Flask, rows: Any, browse: Any, drafts: list[int]
) -> None:
    answer = ask(browse, drafts)
    assert answer.status_code == 303 and "/batches/" in answer.location
    assert f"0 / {MANY}" in browse("canbo").get(answer.location).text
    run_all(site)
    page = browse("canbo").get(answer.location).text
    assert f"Xong {MANY - 1} hồ sơ, chưa được 1 hồ sơ." in page and "load delay:1s" not in page
    assert submitted(rows, drafts) == MANY - 1
    number = int(answer.location.rsplit("/", 1)[1])
    told = rows.scalars(select(Notice).where(Notice.resource == "batch:equipment.requests", Notice.row_id == number))
    assert f"xong {MANY - 1} hồ sơ" in told.one().body
    assert f"/batches/{number}" in browse("canbo").get("/notifications").text


def test_work_that_broke_off_goes_on_and_does_nothing_twice(
    site: Flask, rows: Any, browse: Any, drafts: list[int]
) -> None:
    answer = ask(browse, drafts)
    number, done = int(answer.location.rsplit("/", 1)[1]), []
    honest = batches.take

    def killed(*words: Any) -> str | None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(words[1])
        return honest(*words)

    with pytest.MonkeyPatch.context() as patch, site.app_context(), pytest.raises(KeyboardInterrupt):
        patch.setattr(batches, "take", killed)
        batches.go_on(number)
    assert submitted(rows, drafts) == 2
    assert rows.get(Batch, number).ended_at is None
    run_all(site)
    assert submitted(rows, drafts) == MANY - 1
    passages = select(Passage.row_id).where(
        Passage.resource == "equipment.requests", Passage.row_id.in_(drafts), Passage.step == "submit"
    )
    taken = list(rows.scalars(passages))
    assert len(taken) == len(set(taken)) == MANY - 1


def test_one_record_that_breaks_does_not_hold_up_the_others(
    site: Flask, rows: Any, browse: Any, drafts: list[int]
) -> None:
    answer = ask(browse, drafts)
    honest = batches.steps.take

    def broken(session: Any, resource: Any, record: Any, *words: Any) -> None:
        if record.id == drafts[3]:
            raise RuntimeError
        honest(session, resource, record, *words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches.steps, "take", broken)
        run_all(site)
    assert submitted(rows, drafts) == MANY - 2
    assert "Không thực hiện được; quản trị viên xem được nguyên nhân" in browse("canbo").get(answer.location).text


def test_two_orders_for_the_same_rows_take_each_step_once(
    site: Flask, rows: Any, browse: Any, drafts: list[int]
) -> None:
    first, second = ask(browse, drafts), ask(browse, drafts)
    run_all(site)
    assert f"Xong {MANY - 1} hồ sơ" in browse("canbo").get(first.location).text
    assert f"Xong 0 hồ sơ, chưa được {MANY} hồ sơ" in browse("canbo").get(second.location).text


def test_a_batch_has_the_rights_its_asker_has_when_it_runs(
    site: Flask, rows: Any, browse: Any, drafts: list[int]
) -> None:
    assert ask(browse, drafts, "canbo2").status_code == 303
    run_all(site)
    assert submitted(rows, drafts) == 0
    number = rows.scalar(select(Batch.id).order_by(Batch.id.desc()).limit(1))
    assert rows.scalar(select(func.count()).where(BatchRow.batch_id == number, BatchRow.done)) == 0
    assert browse("canbo").client.get(f"/batches/{number}").status_code == 404
    assert browse("canbo").client.get(f"/batches/{number}/state").status_code == 404
    assert browse("canbo2").client.get(f"/batches/{number}").status_code == 200
