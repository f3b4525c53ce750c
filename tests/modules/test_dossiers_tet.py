"""A dossier over Tết (2027: 4 to 10 February), and over days that the Prime Minister has exchanged afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask

from app.data import clock
from app.data.days import DayOverride
from app.engine.access import SYSTEM
from app.engine.demo import unit_of
from app.engine.work import work
from modules.dossiers.desk.states import State
from tests.modules.test_dossiers import read, received, take

ASKED = {"missing": "Giấy chứng sinh", "missing_why": "Bản nộp bị rách."}


def at(*moment: int) -> Any:
    """The clock stopped at a moment of 2027."""
    return clock.frozen(datetime(2027, *moment, tzinfo=clock.ZONE))  # type: ignore[misc]


def promised(rows: Any, row: int) -> date:
    return clock.local(read(rows, row).promised_at).date()


def exchange(site: Flask, **days: bool) -> None:
    """Write down days by which the law's calendar is changed, as an administrator does: `d0211=False`."""
    with site.app_context(), work(SYSTEM) as session:
        for name, works in days.items():
            day = date(2027, int(name[1:3]), int(name[3:]))
            city = unit_of(session, "79").id
            session.add(DayOverride(unit_id=city, day=day, working=works, reason="Hoán đổi", source="Công văn thử"))


def test_what_comes_in_the_last_hour_before_tet_is_due_on_the_first_working_day_after_it(
    rows: Any, browse: Any, site: Flask
) -> None:
    with at(2, 3, 9):
        in_the_morning = received(rows, browse)
    with at(2, 3, 15, 30):
        row = received(rows, browse)
        assert promised(rows, row) == date(2027, 2, 11)
        assert promised(rows, in_the_morning) == date(2027, 2, 3)
        take(browse, "motcua", row, "begin")
        step_due = clock.local(read(rows, row).step_due_at)
    assert step_due.date() == date(2027, 2, 11), "four working hours do not run over the holidays"


def test_days_of_tet_on_which_the_citizen_is_waited_for_count_for_nobody(rows: Any, browse: Any) -> None:
    with at(2, 2, 15, 30):
        row = received(rows, browse)
        take(browse, "motcua", row, "begin")
        assert promised(rows, row) == date(2027, 2, 3)
        assert take(browse, "hotich", row, "ask", **ASKED).status_code == 303
    with at(2, 11, 9):
        assert take(browse, "motcua", row, "complete").status_code == 303
        dossier = read(rows, row)
        assert dossier.state is State.SOLVING and promised(rows, row) == date(2027, 2, 11), "3 February was waited"


def test_exchanged_days_hold_for_what_comes_after_they_are_known_and_for_what_is_counted_anew(
    rows: Any, browse: Any, site: Flask
) -> None:
    with at(2, 18, 15, 30):
        row = received(rows, browse)
        assert promised(rows, row) == date(2027, 2, 19)
        exchange(site, d0219=False, d0220=True)
        assert promised(rows, row) == date(2027, 2, 19), "what was promised on paper stays until a step counts anew"
        assert promised(rows, received(rows, browse)) == date(2027, 2, 20), "a Saturday on which all work"
    with at(2, 20, 9):
        take(browse, "motcua", row, "begin")
        assert promised(rows, row) == date(2027, 2, 20)
