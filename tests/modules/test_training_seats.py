"""Seats that become free or are added, and who has them: those who wait, substitutes, people who are sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.data import clock
from modules.training.joining.enrolments import GONE, Enrolment, Place
from modules.training.timetable.cohorts import Progress
from tests.filled import form_of
from tests.modules.test_training_joining import HERE, enter, make_class, of, run_jobs, seat, staff, step
from tests.web.sheets import send, xlsx


def test_more_seats_are_given_to_those_who_wait(rows: Any, browse: Any, site: Flask) -> None:
    cohort, people = make_class(rows, "TC-1", seats=1), staff(rows)
    seat(rows, cohort, people[0])
    waiting = [seat(rows, cohort, who, Place.WAITING).id for who in people[1:4]]
    coordinator, page = browse("dieuphoi"), f"/training/classes/{cohort.id}/edit"
    form = form_of(coordinator.get(page).text, page)
    assert coordinator.post(page, form | {"note": "Mang theo thẻ"}).status_code == 303
    run_jobs(site, "training.fill")
    rows.rollback()
    assert {rows.get(Enrolment, row).state for row in waiting} == {Place.WAITING}
    form = form_of(coordinator.get(page).text, page)
    assert coordinator.post(page, form | {"seats": "3"}).status_code == 303
    run_jobs(site, "training.fill")
    rows.rollback()
    rows.expire_all()
    states = [rows.get(Enrolment, row).state for row in waiting]
    assert states == [Place.INVITED, Place.INVITED, Place.WAITING]


@pytest.mark.parametrize("gone", GONE)
def test_whoever_has_gone_may_be_sent_again_once(rows: Any, browse: Any, site: Flask, gone: Place) -> None:
    cohort, who = make_class(rows, f"CL-{gone.value}", seats=5), staff(rows)[0]
    old = seat(rows, cohort, who, gone)
    officer = browse("canbo")
    assert enter(officer, cohort, who).status_code == 303
    again = enter(officer, cohort, who)
    assert again.status_code == 422 and "Đã có bản ghi khác" in again.text
    rows.rollback()
    mine = select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.trainee_id == who.id)
    first, second = rows.scalars(mine.order_by(Enrolment.id))
    assert (first.id, first.state, second.state) == (old.id, gone, Place.NOMINATED)
    number = second.id
    assert step(browse("lanhdao"), number, "approve").status_code == 303
    rows.rollback()
    assert rows.get(Enrolment, number).state is Place.INVITED
    with pytest.raises(IntegrityError):  # of two who nominate him at one moment the database takes the first
        seat(rows, cohort, who, Place.NOMINATED)
    rows.rollback()


def test_a_sheet_sends_whoever_has_gone_again(rows: Any, browse: Any) -> None:
    cohort, (one, other) = make_class(rows, "CL-S"), staff(rows)[:2]
    seat(rows, cohort, one, Place.WITHDRAWN)
    seat(rows, cohort, other, Place.CONFIRMED)
    officer = browse("canbo")
    file = xlsx(["Lớp", "Học viên"], [cohort.code, one.code], [cohort.code, other.code])
    send(officer, f"{HERE}/import", "cu-lai.xlsx", file)
    officer.post(officer.last, {})
    rows.rollback()
    states = select(Enrolment.trainee_id, Enrolment.state).where(Enrolment.cohort_id == cohort.id)
    found = rows.execute(states.order_by(Enrolment.id)).all()
    assert found == [(one.id, Place.WITHDRAWN), (other.id, Place.CONFIRMED), (one.id, Place.NOMINATED)]


def test_a_substitute_who_has_declined_and_is_sent_again_keeps_no_seat(rows: Any, browse: Any, site: Flask) -> None:
    cohort, people = make_class(rows, "CL-T", seats=1), staff(rows)
    officer, head = browse("canbo"), browse("lanhdao")
    first = seat(rows, cohort, people[0])
    waiting = seat(rows, cohort, people[2], Place.WAITING).id
    assert step(officer, first.id, "replace", substitute_id=str(people[1].id)).status_code == 303
    made = of(rows, cohort, people[1])
    assert made.in_place_of_id == first.id
    assert step(officer, made.id, "withdraw", reason="Bận").status_code == 303
    assert enter(officer, cohort, people[1]).status_code == 303
    run_jobs(site, "training.fill")
    rows.rollback()
    rows.expire_all()
    assert rows.get(Enrolment, waiting).state is Place.INVITED
    number = rows.scalar(select(func.max(Enrolment.id)).where(Enrolment.trainee_id == people[1].id))
    step(head, number, "approve")
    rows.rollback()
    assert rows.get(Enrolment, number).state is Place.NOMINATED  # the one seat is taken


def test_a_substitute_comes_after_the_last_day_and_into_a_class_that_is_being_held(rows: Any, browse: Any) -> None:
    cohort, people = make_class(rows, "TH-2", seats=3, quota=3), staff(rows)
    officer, head = browse("canbo"), browse("lanhdao")
    one = seat(rows, cohort, people[0])
    cohort.nominate_by, cohort.state = clock.today() - timedelta(days=1), Progress.RUNNING
    rows.commit()
    assert "không nhận cử" in enter(officer, cohort, people[2]).text
    assert step(officer, one.id, "replace", substitute_id=str(people[1].id)).status_code == 303
    assert step(head, of(rows, cohort, people[1]).id, "approve").status_code == 303
    assert of(rows, cohort, people[1]).state is Place.INVITED
