"""The clock of a dossier stands while the citizen is waited for, and what changes around it does not change its road."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.data import clock
from app.data.base import db
from app.engine.access import SYSTEM
from app.engine.hours import calendar_of
from app.engine.work import work
from modules.dossiers.desk.papers import HandedPaper
from modules.dossiers.desk.states import State
from modules.dossiers.journey.handlings import Handling, Pause
from modules.procedures.editions.contents import Required
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process
from modules.procedures.processes.steps import ProcessStep
from tests.modules.test_dossiers import HERE, handed_in, read, received, take

ASKED = {"missing": "Giấy chứng sinh", "missing_why": "Bản nộp bị rách."}


def monday() -> date:
    """The Monday of the next four weeks in which everybody works on all weekdays."""
    day = clock.today() + timedelta(days=7 - clock.today().weekday())
    calendar = calendar_of(db.session(), None)
    while not all(calendar.is_working_day(day + timedelta(days=n)) for n in range(28) if n % 7 < 5):
        day += timedelta(days=7)
    return day


def papers_of(rows: Any, row: int) -> list[str]:
    rows.rollback()
    rows.expire_all()
    return list(rows.scalars(select(HandedPaper.name).where(HandedPaper.dossier_id == row)))


@pytest.fixture
def at(site: Flask) -> Any:
    """Return the clock set so many days after that Monday, at an hour."""
    with site.app_context():
        begin = monday()
    return lambda days, hour: clock.frozen(datetime.combine(begin, time(hour), clock.ZONE) + timedelta(days=days))


def test_three_days_of_waiting_move_the_promise_by_three_working_days(rows: Any, browse: Any, at: Any) -> None:
    with at(0, 9):
        row = received(rows, browse)
        take(browse, "motcua", row, "begin")
        promised = read(rows, row).promised_at
    with at(0, 10):
        assert take(browse, "hotich", row, "ask", **ASKED).status_code == 303
        assert read(rows, row).step_due_at is None and Handling.of(rows, row)[-1].why is Pause.PAPERS
    with at(3, 10):
        assert take(browse, "motcua", row, "complete").status_code == 303
        dossier = read(rows, row)
        assert dossier.promised_at > promised
        assert clock.local(dossier.promised_at).date() == clock.local(promised).date() + timedelta(days=3)
        went_on = Handling.of(rows, row)[-1]
        assert went_on.code == "B2" and went_on.hours == Handling.of(rows, row)[1].hours - 1


def test_what_is_waited_for_after_the_day_was_put_off_counts_too(rows: Any, browse: Any, at: Any) -> None:
    with at(0, 9):
        row = received(rows, browse)
        take(browse, "motcua", row, "begin")
    with at(0, 10):
        later = clock.today() + timedelta(days=7)
        told = {"extended_until": f"{later:%d/%m/%Y}", "reason": "Chờ xác minh."}
        assert take(browse, "hotich", row, "extend", **told).status_code == 303
        assert clock.local(read(rows, row).promised_at).date() == later
        take(browse, "hotich", row, "ask", **ASKED)
    with at(2, 10):
        take(browse, "motcua", row, "complete")
        assert clock.local(read(rows, row).promised_at).date() == later + timedelta(days=2)


def test_papers_that_the_desk_itself_asked_for_bring_it_back_to_the_desk(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    assert take(browse, "motcua", row, "ask", **ASKED).status_code == 303
    assert take(browse, "motcua", row, "complete").status_code == 422
    assert take(browse, "motcua", row, "complete_early").status_code == 303
    dossier = read(rows, row)
    assert dossier.state is State.RECEIVED and dossier.step_code == "B1"
    assert take(browse, "motcua", row, "begin").status_code == 303


@pytest.mark.parametrize(
    ("steps", "keep", "state", "code"),
    [
        ((), "keep_first", State.REGISTERED, None),
        (("receive",), "keep_early", State.RECEIVED, "B1"),
        (("receive", "begin"), "keep_on", State.SOLVING, "B2"),
    ],
)
def test_who_keeps_it_after_all_finds_it_where_it_was(
    rows: Any, browse: Any, steps: tuple[str, ...], keep: str, state: State, code: str | None
) -> None:
    row = handed_in(rows, browse)
    for step in steps:
        assert take(browse, "motcua", row, step).status_code == 303
    assert take(browse, "motcua", row, "withdraw", reason="Đổi ý.").status_code == 303
    assert take(browse, "motcua", row, keep, reason="Xin giữ lại hồ sơ.").status_code == 303
    dossier = read(rows, row)
    assert (dossier.state, dossier.step_code) == (state, code)


def test_what_was_never_received_is_withdrawn_without_a_number(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    take(browse, "motcua", row, "withdraw", reason="Đổi ý.")
    assert take(browse, "motcua", row, "let_go").status_code == 303
    dossier = read(rows, row)
    assert dossier.state is State.STOPPED and dossier.stop_number is None and dossier.ended_at is None


def test_a_result_that_lies_at_the_desk_makes_nobody_late(rows: Any, browse: Any, at: Any) -> None:
    with at(0, 9):
        row = received(rows, browse)
        for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
            take(browse, login, row, step)
        take(browse, "vanthu", row, "finish", result_number="12/2026", result_on=f"{clock.today():%d/%m/%Y}")
    with at(21, 9):
        assert take(browse, "motcua", row, "hand_over").status_code == 303
    assert read(rows, row).state is State.RETURNED
    assert [stay.on_time for stay in Handling.of(rows, row)] == [True, True, True, True, None]


def test_papers_that_changed_under_a_dossier_are_asked_for_before_it_is_received(
    rows: Any, browse: Any, site: Flask
) -> None:
    row = handed_in(rows, browse)
    edition_id = read(rows, row).edition_id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        old = session.get_one(Edition, edition_id)
        words = {key: getattr(old, key) for key in ("unit_id", "procedure_id", "code", "act", "name", "state")}
        old.valid_to = clock.today() - timedelta(days=1)
        new = Edition(**words, number=old.number + 1, valid_from=clock.today())
        new.papers = [Required(position=0, name="Giấy tờ mới", originals=1, copies=0, case="Chưa từng kết hôn")]
        session.add(new)
    answer = take(browse, "motcua", row, "receive")
    assert answer.status_code == 422 and "đã thay đổi từ khi nhập hồ sơ" in answer.text
    assert read(rows, row).state is State.REGISTERED
    assert papers_of(rows, row) != ["Giấy tờ mới"]
    clerk, path = browse("motcua"), f"{HERE}/{row}/edit"
    dossier = read(rows, row)
    form = {"version": clerk.version(path), "procedure_id": str(dossier.procedure_id), "case": dossier.case or ""}
    form |= {"way": "direct", "kind": "citizen", "applicant": dossier.applicant, "phone": "0903001234", "sets": "1"}
    assert clerk.post(path, form).status_code == 303
    assert papers_of(rows, row) == ["Giấy tờ mới"]
    assert take(browse, "motcua", row, "receive").status_code == 303


def test_a_new_process_leaves_who_is_on_the_road_on_the_old_one(rows: Any, browse: Any, site: Flask) -> None:
    row = received(rows, browse)
    process_id = read(rows, row).process_id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        old = session.scalars(
            select(Process).where(Process.id == process_id).options(selectinload(Process.steps))
        ).one()
        words = {key: getattr(old, key) for key in ("unit_id", "procedure_id", "level_id", "code", "name", "state")}
        new = Process(**words, number=old.number + 1)
        kept = [step for step in old.steps if step.code in ("B1", "B4", "B5")]
        onward = {"B1": "B4", "B4": "B5", "B5": None}
        new.steps = [
            ProcessStep(
                position=step.position, code=step.code, name=step.name, role=step.role, hours=step.hours,
                onward=onward[step.code],
            )
            for step in kept
        ]  # fmt: skip
        session.add(new)
        session.flush()
        new.approve(clock.today())
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        assert take(browse, login, row, step).status_code == 303
    other = received(rows, browse)
    assert read(rows, other).process_id != process_id
    take(browse, "motcua", other, "begin")
    assert read(rows, other).step_code == "B4" and read(rows, row).step_code == "B4"
    assert [stay.code for stay in Handling.of(rows, row)] == ["B1", "B2", "B3", "B4"]
    assert [stay.code for stay in Handling.of(rows, other)] == ["B1", "B4"]
