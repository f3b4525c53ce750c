"""Seats that become free or are added, and who has them: those who wait, substitutes, people who are sent again."""

from __future__ import annotations

from typing import Any

from flask import Flask

from modules.training.joining.enrolments import Enrolment, Place
from tests.filled import form_of
from tests.modules.test_training_joining import make_class, run_jobs, seat, staff


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
