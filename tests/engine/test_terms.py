"""Pauses give working time back: what was left when a record paused is left when it comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.data.calendar import WorkingCalendar
from app.data.clock import ZONE, frozen
from app.data.rule import TermRule
from app.data.task import Task
from app.engine import steps, terms
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.equipment.models import Request, State
from modules.equipment.screens import requests
from tests.engine.test_rules import KEY, _request

MONDAY = datetime(2026, 3, 16, 9, tzinfo=ZONE)
CALENDAR = WorkingCalendar()


def _at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def test_only_the_way_back_from_a_pause_goes_on() -> None:
    visits = [("sent", _at(0)), ("returned", _at(1)), ("sent", _at(5)), ("returned", _at(6)), ("sent", _at(9))]
    assert terms.stay(visits, State.SENT, [State.RETURNED]) == (_at(0), [(_at(1), _at(5)), (_at(6), _at(9))])
    fresh = [("sent", _at(0)), ("submitted", _at(1)), ("returned", _at(2)), ("sent", _at(5))]
    assert terms.stay(fresh, State.SENT, [State.RETURNED]) == (_at(5), [])


@given(
    term=st.integers(1, 80),
    moves=st.lists(st.floats(0.1, 60), min_size=2, max_size=8).filter(lambda one: len(one) % 2 == 0),
)
@settings(max_examples=60, deadline=None)
def test_what_is_left_before_a_pause_is_left_after_it(term: int, moves: list[float]) -> None:
    at, visits, worked = MONDAY, [("sent", MONDAY)], 0.0
    for number, hours in enumerate(moves):
        leaves = at + timedelta(hours=hours)
        if number % 2 == 0:
            worked += CALENDAR.working_hours_between(at, leaves)
        at = leaves
        visits.append(("sent" if number % 2 else "returned", at))
    start, pauses = terms.stay(visits, State.SENT, [State.RETURNED])
    due = CALENDAR.add_working_hours(start, term, pauses)
    left = CALENDAR.working_hours_between(at, due) if due > at else -1
    if worked < term:
        assert left == pytest.approx(term - worked, abs=0.01)
    else:
        assert due <= at, "what was late before the pause is late after it"


@pytest.fixture
def paused() -> Any:
    """Equipment requests with a clock that stands still while the ward completes them."""
    flow = requests.workflow
    object.__setattr__(flow, "paused", [State.RETURNED])
    yield
    object.__setattr__(flow, "paused", ())


def test_a_return_stops_the_clock_of_the_department(site: Flask, paused: None) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.scalars(select(TermRule).where(TermRule.state == f"{KEY}.sent")).one().days = 3  # Monday to Thursday
        made = _request(session, MONDAY)
        made.state = State.SENT
        with frozen(MONDAY):
            steps.arrive(session, requests, made)
        assert f"{made.due_at.astimezone(ZONE):%d/%m}" == "19/03"
        for hours, name in ((24, "return"), (24 + 7 * 24, "submit"), (25 + 7 * 24, "sign")):
            with frozen(_at(hours)):
                if name == "submit":  # the ward answers; straight back to the city in this test
                    made.state = State.SENT
                    session.flush()
                    visits = terms._visits(session, requests, made)
                    start, pauses = terms.stay([*visits, ("sent", _at(hours))], State.SENT, [State.RETURNED])
                    assert start == MONDAY
                    due = CALENDAR.add_working_days(start, 3, None, pauses)
                    assert f"{due:%d/%m}" == "26/03", "five working days of pause later"
                    break
                steps.take(session, requests, made, name, SYSTEM, "thiếu báo giá")
                assert made.due_at is None
        session.rollback()


def test_the_reason_travels_with_the_task(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        made = _request(session, MONDAY)
        made.state = State.SENT
        session.flush()
        steps.take(session, requests, made, "return", SYSTEM, "  thiếu báo giá ")
        where = (Task.resource == KEY, Task.row_id == made.id, Task.closed_at.is_(None))
        assert session.scalars(select(Task.note).where(*where)).all() == ["thiếu báo giá"]
        assert isinstance(made, Request)
        session.rollback()
