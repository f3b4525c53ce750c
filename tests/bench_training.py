"""Training with 15,000 officials, 300 classes and 2,000 lessons, in milliseconds unless the name says seconds: a part of `make bench`."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from app.data import clock
from app.data.base import db
from app.data.batch import BatchRow
from app.data.people import Unit
from app.engine import jobs
from app.engine.access import SYSTEM, bind
from modules.training.attendance import codes
from modules.training.attendance.presences import Presence
from modules.training.catalogue.courses import Course, Requirement
from modules.training.catalogue.people import Position, Trainee
from modules.training.catalogue.trainers import Rank, Trainer, TrainerSubject
from modules.training.catalogue.venues import Room, Venue
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.outcome.certificates import Certificate, Worth
from modules.training.planning.plans import Method, Plan
from modules.training.timetable.asking import better_and_better
from modules.training.timetable.clashes import Check
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Lesson
from modules.training.timetable.problem import Problem
from modules.training.timetable.proposals import SECONDS
from tests.conftest import Browser

OFFICIALS, CLASSES, LESSONS, COURSES, PHONES, CERTIFICATES = 15_000, 300, 2_000, 12, 500, 500
TURNS = 30
GOALS = {
    "month": 40,
    "clash_check": 50,
    "coverage": 200,
    "check_ins_500_s": 60,
    "timetable_100_s": 30,
}


def training_figures(site: Flask, *, city: bool) -> dict[str, float]:
    """Fill training and measure it; `city`: a server of a city as well, where a whole hall checks in at one time."""
    with site.app_context():
        cohorts = _fill()
    planner = Browser(site, "dieuphoi")
    found = {
        "month": _median(lambda: planner.client.get("/training/calendar/")),
        "clash_check": _clash_check(site, cohorts[0]),
        "coverage": _median(lambda: planner.client.get("/training/coverage/")),
        "timetable_100_s": _timetable(site),
        "certificates_500_s": _sign_certificates(site, cohorts[1]),
    }
    return found | {"check_ins_500_s": _check_in(site, cohorts[2])} if city else found


def _fill() -> list[int]:
    session = db.session()
    bind(session, SYSTEM)
    wards = list(session.scalars(select(Unit.id).where(Unit.valid_to.is_(None), Unit.code.regexp_match("^2[0-9]{4}$"))))
    courses, positions = _required_courses(), list(session.scalars(select(Position.id)))
    base = {"version": 1, "created_at": clock.now(), "updated_at": clock.now(), "search_key": ""}

    def put(model: Any, rows: list[dict[str, Any]]) -> list[int]:
        return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))

    office = session.scalars(select(Cohort.unit_id).limit(1)).one()
    venues, ranks = list(session.scalars(select(Venue.id))), list(session.scalars(select(Rank.id)))
    rooms = put(Room, [
        base | {"unit_id": office, "venue_id": venues[at % len(venues)], "name": f"Phòng đo {at}", "seats": 60}
        for at in range(30)
    ])  # fmt: skip
    trainers = put(Trainer, [
        base | {"unit_id": office, "name": f"Giảng viên đo {at}", "rank_id": ranks[0], "left": False}
        for at in range(20)
    ])  # fmt: skip
    subject = session.scalars(select(Course.subject_id).where(Course.id == courses[0])).one()
    put(TrainerSubject, [{"trainer_id": one, "position": 0, "subject_id": subject} for one in trainers])
    people = put(Trainee, [
        base | {
            "unit_id": wards[at % len(wards)], "code": f"DO{at:05d}", "name": f"Nguyễn Văn Đo {at}",
            "position_id": positions[at % len(positions)], "left": False,
        }
        for at in range(OFFICIALS)
    ])  # fmt: skip
    cohorts = put(Cohort, [
        base | {
            "unit_id": office, "code": f"DO-{at}", "name": f"Lớp đo {at}", "course_id": courses[at % len(courses)],
            "method": Method.IN_PERSON, "seats": 1000, "state": Progress.RUNNING, "late_after": 15,
        }
        for at in range(CLASSES)
    ])  # fmt: skip
    seat = base | {"state": Place.CONFIRMED, "opinion_given": False}
    places = [(at % CLASSES, who) for at, who in enumerate(people)] + [(2, who) for who in people[:PHONES]]
    put(Enrolment, [
        seat | {"unit_id": wards[who % len(wards)], "cohort_id": cohorts[at], "trainee_id": who}
        for at, who in sorted(set(places))
    ])  # fmt: skip
    first = clock.today() - timedelta(days=60)
    lessons = []
    for at in range(LESSONS):
        day, morning = first + timedelta(days=at // 2 % 120), at % 2 == 0
        begins, ends = ("08:00", "11:30") if morning else ("13:30", "17:00")
        starts = clock.now().replace(hour=int(begins[:2]), minute=int(begins[3:]), second=0, microsecond=0)
        starts += day - clock.today()
        lessons.append(base | {
            "unit_id": office, "cohort_id": cohorts[at % CLASSES], "title": f"Buổi đo {at}", "day": day,
            "begins": begins, "ends": ends, "periods": 4, "room_id": rooms[at % 30], "trainer_id": trainers[at % 20],
            "starts_at": starts, "ends_at": starts + timedelta(hours=3, minutes=30), "changes": 0,
        })  # fmt: skip
    put(Lesson, lessons)
    put(Certificate, [
        base | {
            "unit_id": wards[who % len(wards)], "number": f"DO-{course}-{who}", "name": "Nguyễn Văn Đo",
            "trainee_id": who, "course_id": course, "cohort_id": cohorts[0], "issuer_id": office,
            "issued_on": first, "expires_on": clock.today() + timedelta(days=course * 30), "state": Worth.ISSUED,
        }
        for who in people for course in courses[who % 5 :: 3]
    ])  # fmt: skip
    put(Certificate, [
        base | {
            "unit_id": wards[who % len(wards)], "name": f"Nguyễn Văn Đo {who}", "trainee_id": who, "issuer_id": office,
            "course_id": courses[1], "cohort_id": cohorts[1], "state": Worth.PROPOSED,
        }
        for who in people[:CERTIFICATES]
    ])  # fmt: skip
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    return cohorts


def _required_courses() -> list[int]:
    """Twelve courses that every position must have."""
    session, first = db.session(), clock.today() - timedelta(days=400)
    model = session.scalars(select(Course).where(Course.code == "CT-DT")).one()
    found = [model.id]
    for at in range(COURSES - 1):
        made = Course(
            unit_id=model.unit_id, code=f"DO-{at}", name=f"Khóa đo {at}", subject_id=model.subject_id,
            objectives="Đo tốc độ", least_present=80, pass_mark=70, tested=False, withdrawn=False,
        )  # fmt: skip
        session.add(made)
        session.flush()
        found.append(made.id)
    for course in found:
        for position in session.scalars(select(Position.id)):
            session.add(
                Requirement(
                    unit_id=model.unit_id, course_id=course, position_id=position, source="Đo", valid_from=first
                )
            )
    session.flush()
    return found


def _clash_check(site: Flask, cohort: int) -> float:
    """A new lesson among the others: what it clashes with."""
    with site.app_context():
        session = db.session()
        bind(session, SYSTEM)
        class_ = session.get_one(Cohort, cohort)
        room, trainer = session.scalars(select(Room.id)).first(), session.scalars(select(Trainer.id)).first()
        day = clock.today() + timedelta(days=7)
        new = Lesson(
            unit_id=class_.unit_id, cohort_id=cohort, title="Buổi mới", day=day, begins="08:00", ends="11:30",
            periods=4, room_id=room, trainer_id=trainer,
        )  # fmt: skip
        return _median(lambda: Check(session, new).clashes())


def _timetable(site: Flask) -> float:
    """Seconds until the best timetable is known for 50 classes of two lessons, with 20 trainers and 30 rooms."""
    with site.app_context():
        session = db.session()
        bind(session, SYSTEM)
        plan, model = (
            session.scalars(select(Plan)).first(),
            session.scalars(select(Course).where(Course.code == "CT-DT")).one(),
        )
        if plan is None:
            raise SystemExit("no plan")
        for at in range(50):
            session.add(
                Cohort(
                    unit_id=plan.unit_id, code=f"XL-{at}", name=f"Lớp xếp {at}", course_id=model.id, plan_id=plan.id,
                    method=Method.IN_PERSON, seats=30, state=Progress.PLANNED, late_after=15,
                )
            )  # fmt: skip
        session.commit()
        bind(session, SYSTEM)
        start, first = time.perf_counter(), clock.today() + timedelta(days=90)
        problem = Problem.of(session, plan.id, first, first + timedelta(days=30), SECONDS)
        answers = [found for _spent, found in better_and_better(problem.question) if found]
        spent = time.perf_counter() - start
    lessons = sum(len(one.slots) for one in answers[-1])
    if lessons < 100:
        raise SystemExit(f"only {lessons} lessons have found a place")
    return round(spent, 1)


def _sign_certificates(site: Flask, cohort: int) -> float:
    """Seconds in which the background work signs 500 certificates that the approver has ticked."""
    with site.app_context():
        bind(db.session(), SYSTEM)
        chosen = [str(one) for one in db.session.scalars(select(Certificate.id).where(Certificate.cohort_id == cohort))]
    approver = Browser(site, "duyetkehoach")
    answer = approver.post("/training/certificates/bulk", {"rows": chosen, "step": "sign"})
    number, start = int(answer.location.rsplit("/", 1)[1]), time.perf_counter()
    with site.app_context():
        while due := jobs.due():
            for one in due:
                jobs.run(one)
        spent = time.perf_counter() - start
        where = (BatchRow.batch_id == number, BatchRow.done, BatchRow.problem.is_(None))
        done = db.session.scalar(select(func.count()).select_from(BatchRow).where(*where))
    if done != CERTIFICATES:
        raise SystemExit(f"{done} of {CERTIFICATES} certificates were signed")
    return round(spent, 1)


def _check_in(site: Flask, cohort: int) -> float:
    """Seconds in which 500 telephones have scanned and entered, each twice; SystemExit when one is lost or doubled."""
    with site.app_context():
        session = db.session()
        bind(session, SYSTEM)
        lesson = session.scalars(select(Lesson).where(Lesson.cohort_id == cohort).order_by(Lesson.id)).first()
        if lesson is None:
            raise SystemExit("no lesson")
        lesson.starts_at, lesson.ends_at = clock.now(), clock.now() + timedelta(hours=3)
        row, people = lesson.id, [f"DO{at:05d}" for at in range(PHONES)]
        session.commit()

    def enter(code: str) -> None:
        phone = site.test_client()
        with site.app_context():
            bind(db.session(), SYSTEM)
            shown = codes.code_of(db.session.get_one(Lesson, row))
            db.session.remove()
        page = phone.get(f"/diem-danh/{row}/{shown}").text
        given = re.search(r'name="pass" value="([^"]+)"', page)
        token = re.search(r'csrf-token" content="([^"]+)"', page)
        if given is None or token is None:
            raise SystemExit(page)
        for _twice in range(2):
            phone.post(f"/diem-danh/{row}", data={"csrf_token": token[1], "pass": given[1], "code": code})

    site.config["LOOKUPS_PER_MINUTE"] = 10**6  # every telephone of the bench has one address
    start = time.perf_counter()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(enter, people))
    spent = time.perf_counter() - start
    with site.app_context():
        bind(db.session(), SYSTEM)
        seen = list(db.session.scalars(select(Presence.enrolment_id).where(Presence.lesson_id == row)))
    if len(seen) != PHONES or len(set(seen)) != PHONES:
        raise SystemExit(f"{len(set(seen))} people on {len(seen)} lines of the roll")
    return round(spent, 1)


def _median(act: Callable[[], Any]) -> float:
    act()
    spent = []
    for _n in range(TURNS):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    return round(statistics.median(spent) * 1000, 1)
