"""Sending officials to classes: quotas, prerequisites, clashes, substitutes, waiting lists, sheets, and who moves away."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.data import clock
from app.data.base import db
from app.data.job import JobRow, JobState
from app.data.messages import Notice
from app.data.people import User
from app.data.task import Task
from app.engine import jobs
from app.engine.access import SYSTEM
from app.engine.demo import OTHER_WARD, WARD, unit_of
from app.engine.work import work
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.outcome.certificates import Certificate
from modules.training.planning.plans import Method, Plan, Quota
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Lesson
from tests.web.sheets import send, xlsx

HERE = "/training/enrolments"


AHEAD = count(400)  # each class meets on a day of its own, long after the classes of the demo data


def make_class(
    rows: Any, name: str, *, seats: int = 20, quota: int | None = None, at: str = "08:00", ahead: int = 0
) -> Cohort:
    """An open class with one lesson, in a plan of its own with a quota for the ward where one is named."""
    rows.rollback()
    home, course = unit_of(rows, "SKHCN").id, rows.scalars(select(Course).order_by(Course.id)).first()
    ahead = ahead or next(AHEAD)
    today, day = clock.today(), clock.today() + timedelta(days=ahead)
    plan = Plan(
        unit_id=home,
        title=name,
        scope="campaign",
        year=today.year,
        begins_on=today,
        ends_on=day,
        basis="b",
        purpose="p",
    )
    rows.add(plan)
    rows.flush()
    cohort = Cohort(
        unit_id=home, code=name, name=f"Lớp {name}", course_id=course.id, plan_id=plan.id, method=Method.IN_PERSON,
        seats=seats, state=Progress.OPEN,
    )  # fmt: skip
    rows.add(cohort)
    rows.flush()
    lesson = Lesson(
        unit_id=home, cohort_id=cohort.id, title="Buổi 1", day=day, begins=at, ends=f"{int(at[:2]) + 3:02}:00"
    )
    start = clock.now().replace(hour=int(at[:2]), minute=0, second=0, microsecond=0) + timedelta(days=ahead)
    lesson.starts_at, lesson.ends_at = start, start + timedelta(hours=3)
    rows.add(lesson)
    if quota is not None:
        ward = unit_of(rows, WARD).id
        rows.add(Quota(unit_id=ward, for_unit_id=ward, plan_id=plan.id, course_id=course.id, seats=quota))
    rows.commit()
    return cohort


def staff(rows: Any, code: str = WARD) -> list[Trainee]:
    where = (Trainee.unit_id == unit_of(rows, code).id, Trainee.user_id.is_(None))
    return list(rows.scalars(select(Trainee).where(*where).order_by(Trainee.id)))


def enter(browser: Any, cohort: Cohort, who: Trainee) -> Any:
    return browser.post(f"{HERE}/new", {"version": "0", "cohort_id": str(cohort.id), "trainee_id": str(who.id)})


def step(browser: Any, row: int, name: str, **more: str) -> Any:
    version = browser.version(f"{HERE}/{row}/steps/{name}") or browser.version(f"{HERE}/{row}")
    return browser.post(f"{HERE}/{row}/steps/{name}", {"version": version, **more})


def seat(rows: Any, cohort: Cohort, who: Trainee, state: Place = Place.CONFIRMED) -> Enrolment:
    rows.rollback()
    made = Enrolment(unit_id=who.unit_id, cohort_id=cohort.id, trainee_id=who.id, state=state)
    rows.add(made)
    rows.commit()
    return made


def of(rows: Any, cohort: Cohort, who: Trainee) -> Enrolment | None:
    rows.rollback()
    return rows.scalar(select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.trainee_id == who.id))


def run_jobs(site: Flask, *names: str) -> None:
    """Do what waits in the queue, once each."""
    with site.app_context():
        waiting = (JobRow.name.in_(names), JobRow.state == JobState.WAITING, JobRow.tries == 0)
        for number in list(db.session.scalars(select(JobRow.id).where(*waiting).order_by(JobRow.id))):
            db.session.rollback()
            jobs.run(number)


def test_the_queue_says_who_is_to_go_to_which_class(rows: Any, browse: Any) -> None:
    cohort = make_class(rows, "Q0")
    who = staff(rows)[0]
    assert enter(browse("canbo"), cohort, who).status_code == 303
    row = of(rows, cohort, who)
    task = rows.scalar(select(Task).where(Task.resource == "training.enrolments", Task.row_id == row.id))
    assert (task.number, task.title) == (who.name, "Lớp Q0 (Q0)")


def test_the_quota_is_told_with_numbers(rows: Any, browse: Any) -> None:
    cohort, people, officer = make_class(rows, "QT-1", quota=2), staff(rows), browse("canbo")
    for who in people[:2]:
        assert enter(officer, cohort, who).status_code == 303
    answer = enter(officer, cohort, people[2])
    assert answer.status_code == 422
    assert "có 2 chỉ tiêu" in answer.text and "đã dùng 2" in answer.text
    assert of(rows, cohort, people[2]) is None


def test_a_prerequisite_is_asked_for_by_name(rows: Any, browse: Any) -> None:
    cohort, who, officer = make_class(rows, "DK-1"), staff(rows)[0], browse("canbo")
    rows.rollback()
    course, before = rows.get(Course, cohort.course_id), rows.scalars(select(Course).order_by(Course.id.desc())).first()
    course.prerequisite_id = before.id
    rows.commit()
    try:
        answer = enter(officer, cohort, who)
        assert answer.status_code == 422 and before.name in answer.text
        home = cohort.unit_id
        rows.rollback()
        held = Certificate(
            unit_id=who.unit_id, name=who.name, trainee_id=who.id, course_id=before.id, cohort_id=cohort.id,
            issuer_id=home, state="issued", issued_on=clock.today(), number="TT-1",
        )  # fmt: skip
        rows.add(held)
        rows.commit()
        assert enter(officer, cohort, who).status_code == 303
    finally:
        rows.rollback()
        rows.execute(delete(Certificate).where(Certificate.number == "TT-1"))
        course.prerequisite_id = None
        rows.commit()


def test_an_official_sits_in_one_class_at_a_time(rows: Any, browse: Any) -> None:
    first, same, later = [
        make_class(rows, name, at=at, ahead=30)
        for name, at in (("TG-1", "08:00"), ("TG-2", "10:00"), ("TG-3", "13:00"))
    ]
    who, officer = staff(rows)[1], browse("canbo")
    seat(rows, first, who)
    answer = enter(officer, same, who)
    assert answer.status_code == 422
    assert "trùng giờ" in answer.text and "TG-1" in answer.text
    assert enter(officer, later, who).status_code == 303


def test_nobody_is_nominated_twice_or_after_he_has_left(rows: Any, browse: Any) -> None:
    cohort, officer = make_class(rows, "HL-1"), browse("canbo")
    who, gone = staff(rows)[:2]
    enter(officer, cohort, who)
    answer = enter(officer, cohort, who)
    assert answer.status_code == 422 and "Đã có bản ghi khác cùng lớp, học viên." in answer.text
    rows.rollback()
    gone.left = True
    rows.commit()
    assert "không còn công tác" in enter(officer, cohort, gone).text
    rows.rollback()
    gone.left = False
    rows.commit()


def test_the_last_seat_is_given_once_and_the_next_in_line_gets_it_when_it_is_free(
    rows: Any, browse: Any, site: Flask
) -> None:
    cohort, people = make_class(rows, "CH-1", seats=1), staff(rows)
    officer, head = browse("canbo"), browse("lanhdao")
    for who in people[:3]:
        enter(officer, cohort, who)
    first, second, third = (of(rows, cohort, who).id for who in people[:3])
    assert step(head, first, "approve").status_code == 303
    step(head, second, "approve")
    assert rows.get(Enrolment, second).state is Place.NOMINATED
    for row in (third, second):
        step(head, row, "queue")
    assert step(officer, first, "decline", reason="Ốm").status_code == 303
    run_jobs(site, "training.fill")
    rows.rollback()
    rows.expire_all()
    states = [rows.get(Enrolment, row).state for row in (first, second, third)]
    assert states == [Place.DECLINED, Place.WAITING, Place.INVITED]  # the third has waited longer than the second
    officer_id = rows.scalar(select(User.id).where(User.login == "canbo"))
    said = rows.scalars(select(Notice.body).where(Notice.user_id == officer_id, Notice.row_id == third)).all()
    assert any("danh sách chờ" in one for one in said)


def test_a_substitute_keeps_the_seat_and_goes_the_same_road(rows: Any, browse: Any, site: Flask) -> None:
    cohort, people = make_class(rows, "TH-1", seats=1, quota=1), staff(rows)
    officer, head = browse("canbo"), browse("lanhdao")
    one = seat(rows, cohort, people[0])
    waiting = seat(rows, cohort, people[2], Place.WAITING)
    assert step(officer, one.id, "replace", substitute_id=str(people[1].id)).status_code == 303
    run_jobs(site, "training.fill")
    made = of(rows, cohort, people[1])
    assert made.state is Place.NOMINATED
    assert rows.get(Enrolment, waiting.id).state is Place.WAITING  # the seat is kept for the substitute
    tasks = select(Task.role).where(
        Task.resource == "training.enrolments", Task.row_id == made.id, Task.closed_at.is_(None)
    )
    assert "training.head" in set(rows.scalars(tasks))
    assert step(head, made.id, "approve").status_code == 303
    assert of(rows, cohort, people[1]).state is Place.INVITED


def test_enrolments_are_searched_by_the_name_of_a_trainee_or_of_a_class(rows: Any, browse: Any) -> None:
    cohort, who = make_class(rows, "TK-1"), staff(rows)[0]
    seat(rows, cohort, who)
    coordinator = browse("dieuphoi")
    for typed in (who.name, who.code, "lop tk-1"):
        assert who.name in coordinator.get(f"{HERE}?q={typed}").text.split("<tbody")[-1], typed
    assert who.name not in coordinator.get(f"{HERE}?q=khong co ai").text


def test_who_moves_to_another_ward_mid_course_keeps_his_place(rows: Any, browse: Any, site: Flask) -> None:
    cohort, who = make_class(rows, "CD-1", quota=1), staff(rows)[3]
    one = seat(rows, cohort, who, Place.INVITED)
    home, other = who.unit_id, unit_of(rows, OTHER_WARD).id
    who.unit_id = other
    rows.commit()
    try:
        assert step(browse("canbo"), one.id, "confirm").status_code == 303
        found = of(rows, cohort, who)
        assert (found.state, found.unit_id) == (Place.CONFIRMED, home)
        with site.app_context(), work(SYSTEM) as session:
            paper = Certificate.propose(session, session.get_one(Enrolment, one.id))
            assert paper.unit_id == other  # what he has learnt counts where he serves now
            session.delete(paper)
    finally:
        rows.rollback()
        rows.get(Trainee, who.id).unit_id = home
        rows.commit()


def test_a_sheet_with_broken_rows_tells_each_and_writes_nothing(rows: Any, browse: Any) -> None:
    cohort, people, stranger = make_class(rows, "NH-1", quota=3), staff(rows), staff(rows, OTHER_WARD)[0]
    officer, before = browse("canbo"), rows.scalar(select(func.count()).select_from(Enrolment))
    heads = ["Lớp", "Học viên"]
    page = send(
        officer,
        f"{HERE}/import",
        "cu-nguoi.xlsx",
        xlsx(
            heads,
            [cohort.code, people[0].code],
            ["LTH-0000-0000", people[1].code],
            [cohort.code, stranger.code],
            [cohort.code, people[0].code],
            [cohort.code, None],
        ),
    )
    assert all(cell in page for cell in ("A3", "B4", "B6"))
    assert "LTH-0000-0000" in page and stranger.code in page
    assert "Còn một dòng lỗi thì chưa ghi dòng nào" in page
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Enrolment)) == before
    page = send(officer, f"{HERE}/import", "a.xlsx", xlsx(heads, *[[cohort.code, one.code] for one in people[:4]]))
    assert "có 3 chỉ tiêu" in page  # the fourth is one too many
    send(officer, f"{HERE}/import", "b.xlsx", xlsx(heads, *[[cohort.code, one.code.lower()] for one in people[:3]]))
    officer.post(officer.last, {})
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Enrolment.cohort_id == cohort.id)) == 3


@pytest.mark.parametrize("state", [Progress.PLANNED, Progress.RUNNING])
def test_a_class_that_is_not_open_takes_nobody(rows: Any, browse: Any, state: Progress) -> None:
    cohort, who = make_class(rows, f"KM-{state.value}"), staff(rows)[4]
    enter(browse("canbo"), cohort, who)
    rows.rollback()
    rows.get(Cohort, cohort.id).state = state
    rows.commit()
    step(browse("lanhdao"), of(rows, cohort, who).id, "approve")
    assert of(rows, cohort, who).state is Place.NOMINATED
