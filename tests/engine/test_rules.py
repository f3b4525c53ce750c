"""Chains and terms are dated rows: what began under an old chain ends under it, and no edit strands a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, select

from app.data.base import db
from app.data.clock import ZONE, frozen
from app.data.people import Unit
from app.data.rule import StepRule, TermRule
from app.data.task import Task
from app.engine import rules, steps
from app.engine.access import SYSTEM
from app.engine.checks import check
from app.engine.registry import registry
from app.engine.seeds import seed_row
from app.engine.work import work
from app.spec.chain import declared
from app.spec.flow import Step, Workflow, working_days
from modules.equipment.models import Campaign, Fund, Request, State
from modules.equipment.roles import HEAD, OFFICIAL
from modules.equipment.screens import requests
from tests.conftest import Browser

SPRING = datetime(2025, 3, 10, 9, tzinfo=ZONE)
CLOSED = date(2025, 6, 30)
KEY = "equipment.requests"


def _request(session: Any, day: datetime) -> Request:
    unit = session.scalars(select(Unit).where(Unit.code == "27004", Unit.valid_to.is_(None))).one()
    with frozen(day):
        made = Request(
            unit_id=unit.id,
            title="Hồ sơ thử chuỗi xử lý",
            campaign_id=session.scalar(select(Campaign.id).limit(1)),
            fund=Fund.WARD,
            reason="thử",
            state=State.DRAFT,
        )
        session.add(made)
        session.flush()
    return made


@pytest.fixture
def closed_step(site: Flask) -> Iterator[None]:
    """“reject” was only taken by what began until the districts were closed."""
    with site.app_context(), work(SYSTEM) as session:
        city = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).limit(1))
        session.add(StepRule(unit_id=city, step=f"{KEY}.reject", valid_to=CLOSED, source="NQ 1685/NQ-UBTVQH15"))
    yield
    with site.app_context(), work(SYSTEM) as session:
        session.execute(delete(StepRule).where(StepRule.step == f"{KEY}.reject"))


def test_the_chain_of_the_first_day_counts(site: Flask, closed_step: None) -> None:
    with site.app_context(), work(SYSTEM) as session:
        for day, may in ((SPRING, True), (datetime(2025, 7, 1, 0, 30, tzinfo=ZONE), False)):
            made = _request(session, day)
            made.state = State.SENT
            session.flush()
            names = {step.name for step in steps.open_steps(session, requests, made, SYSTEM)}
            assert ("reject" in names) is may
            if not may:
                with pytest.raises(ValueError, match="01/07/2025"):
                    steps.take(session, requests, made, "reject", SYSTEM, "thử")
        session.rollback()


def test_the_term_of_the_first_day_counts(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        row = session.scalars(select(TermRule).where(TermRule.state == f"{KEY}.submitted")).one()
        row.valid_from = date(2025, 7, 1)
        session.add(TermRule(unit_id=row.unit_id, state=row.state, days=10, valid_to=CLOSED))
        session.flush()
        due = []
        for day in (SPRING, datetime(2026, 3, 10, 9, tzinfo=ZONE)):
            made = _request(session, day)
            made.state = State.SUBMITTED
            with frozen(datetime(2026, 3, 16, 9, tzinfo=ZONE)):  # a Monday
                steps.arrive(session, requests, made)
            session.flush()
            due.append(session.scalar(select(Task.due_at).where(Task.resource == KEY, Task.row_id == made.id)))
        assert [f"{one.astimezone(ZONE):%d/%m}" for one in due] == ["30/03", "18/03"]
        session.rollback()


def test_rules_are_read_once_however_many_records(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        some = list(session.scalars(select(Request).limit(8)))
        asked: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_more: Any) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        for one in some:
            rules.bar_of(session, requests, one)
        event.remove(db.engine, "before_cursor_execute", note)
        assert len([text for text in asked if "_rule" in text]) <= 2


def test_setting_up_again_keeps_what_an_administrator_changed(site: Flask) -> None:
    with site.app_context():
        with work(SYSTEM) as session:
            row = session.scalars(select(TermRule).where(TermRule.state == f"{KEY}.sent")).one()
            row.days, row.source = 4, "Quyết định thử"
            gone = session.scalars(select(TermRule).where(TermRule.state == f"{KEY}.accepted")).one()
            session.delete(gone)
        with work(SYSTEM) as session:
            rules.seed(session, registry.modules["equipment"])
        with work(SYSTEM) as session:
            assert session.scalars(select(TermRule.days).where(TermRule.state == f"{KEY}.sent")).all() == [4]
            assert session.scalars(select(TermRule).where(TermRule.state == f"{KEY}.accepted")).all() == []


def test_a_seed_that_nobody_touched_follows_the_declaration(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        city = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).limit(1))
        for days in (3, 7):
            seed_row(session, "term.test.0", TermRule, unit_id=city, state="test.things.open", days=days)
        assert session.scalars(select(TermRule.days).where(TermRule.state == "test.things.open")).all() == [7]
        session.rollback()


def _edit(browser: Browser, row: int, **form: str) -> Any:
    path = f"/core/step-rules/{row}/edit"
    return browser.post(path, {"version": browser.version(path)} | form)


def test_an_administrator_ends_a_step_but_cannot_strand_records(rows: Any, browse: Any, closed_step: None) -> None:
    admin = browse("quantri")
    row = rows.scalar(select(StepRule.id).where(StepRule.step == f"{KEY}.reject"))
    assert "Từ chối" in admin.get("/core/step-rules").text
    good = _edit(admin, row, step=f"{KEY}.reject", valid_to="31/12/2026")
    assert good.status_code == 303
    assert "30/06/2025" in admin.get(f"/core/step-rules/{row}").text, "the history shows the old day"
    bad = _edit(admin, row, step=f"{KEY}.sign", valid_from="01/07/2025", valid_to="31/12/2026")
    assert bad.status_code == 303, "returning is still a way on"
    bad = _edit(admin, row, step=f"{KEY}.hand_over", valid_to="31/12/2026")
    assert bad.status_code == 422
    assert "Hồ sơ bắt đầu từ ngày 01/01/2027 sẽ dừng lại ở “Đã nghiệm thu”" in bad.text
    backwards = _edit(admin, row, step=f"{KEY}.reject", valid_from="01/01/2027", valid_to="31/12/2026")
    assert backwards.status_code == 422
    rows.rollback()
    assert rows.get(StepRule, row).step == f"{KEY}.sign"


def test_a_term_is_days_or_hours_and_one_at_a_time(browse: Any) -> None:
    admin = browse("quantri")
    for form, sentence in (
        ({"days": "2", "hours": "3"}, "chỉ một trong hai"),
        ({}, "chỉ một trong hai"),
        ({"days": "1", "cut_off": "25:00"}, "Nhập giờ theo dạng 15:00"),
        ({"hours": "4", "cut_off": "15:00"}, "Giờ chốt chỉ dùng"),
        ({"days": "2"}, "hai thời hạn cùng lúc"),
    ):
        answer = admin.post("/core/term-rules/new", {"version": "0", "state": f"{KEY}.submitted"} | form)
        assert answer.status_code == 422, form
        assert sentence in answer.text


def test_only_administrators_see_the_rules(browse: Any) -> None:
    for path in ("/core/step-rules", "/core/term-rules", "/core/term-rules/1"):
        assert browse("canbo").get(path).status_code == 403


def test_a_declared_chain_without_a_way_on_stops_the_start() -> None:
    flow = Workflow(
        Request.state,
        [
            Step("submit", requests.one, State.DRAFT, State.SUBMITTED, by=OFFICIAL),
            Step("sign", requests.one, State.SUBMITTED, State.SENT, by=HEAD, until=CLOSED),
        ],
        terms={State.SUBMITTED: [working_days(2), working_days(3, since=CLOSED)]},
    )
    assert [(day, state) for day, state in declared(flow).dead_ends(flow)] == [(date(2025, 7, 1), State.SUBMITTED)]
    assert all("M007" not in line for line in check(registry.modules["equipment"], registry))
