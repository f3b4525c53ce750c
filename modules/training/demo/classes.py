"""Classes of the demo, half of them past, with their lessons and who sits in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import User, add_record, calendar_of, clock, take_steps, unit_of
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.demo import costs
from modules.training.demo.people import morning
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.planning.plans import Method, Plan
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson

LEAD = 14  # days between the opening of a class and its first lesson


def load(
    session: Session, people: dict[str, User], rooms: list[Room], trainers: list[Trainer], trainees: list[Trainee]
) -> None:
    """Two classes a course, from half a year ago until two months ahead; every lesson lies on a working day."""
    today, home = clock.today(), unit_of(session, "SKHCN").id
    courses = list(session.scalars(select(Course).options(selectinload(Course.topics)).order_by(Course.id)))
    plan, calendar = session.scalar(select(Plan.id).limit(1)), calendar_of(session, home)
    for number in range(2 * len(courses)):
        course, day = courses[number % len(courses)], today + timedelta(days=(number - 15) * 8 + number % 3)
        hall, trainer = rooms[number % len(rooms)], trainers[number % len(trainers)]
        with clock.frozen(morning(min(day - timedelta(days=LEAD), today))):
            cohort = _cohort(session, course, plan, home, 1 + number // len(courses), day)
            cohort.leader_id, cohort.room_id, cohort.seats = trainer.id, hall.id, min(40, hall.seats)
            cohort.method, cohort.created_by_id = list(Method)[number % 3], people["dieuphoi"].id
            last = _teach(session, cohort, course, calendar, day, number, today)
            _step(session, people, cohort, "open")
            over = last < today
            _seat(session, people, cohort, trainees[number % 4 :: 4], over=over)
        if day <= today:
            with clock.frozen(morning(day)):
                _step(session, people, cohort, "begin")
        if over:
            with clock.frozen(morning(last)):
                _step(session, people, cohort, "finish")
        costs.of_class(session, cohort, len(course.topics), len(trainees[number % 4 :: 4]))


def _cohort(session: Session, course: Course, plan: int | None, home: int, number: int, day: date) -> Cohort:
    cohort = Cohort(
        unit_id=home,
        name=Cohort.nth(course, number),
        course_id=course.id,
        plan_id=plan,
        method=Method.IN_PERSON,
        seats=40,
        nominate_by=day - timedelta(days=3),
    )
    add_record(session, cohort)
    return cohort


def _teach(
    session: Session, cohort: Cohort, course: Course, calendar: Any, day: date, number: int, today: date
) -> date:
    last = day
    for at, part in enumerate(course.topics):
        last = _working(calendar, last + timedelta(days=1) if at else last)
        lesson = Lesson(
            unit_id=cohort.unit_id,
            cohort_id=cohort.id,
            title=part.title,
            day=last,
            begins=("08:00", "13:30")[number % 2],
            ends=("11:30", "17:00")[number % 2],
            room_id=cohort.room_id if cohort.method is not Method.ONLINE else None,
            online_at=None if cohort.method is Method.IN_PERSON else f"https://hop.example/{cohort.code}",
            trainer_id=cohort.leader_id,
            became=Held.HELD if last < today else Held.PLANNED,
        )
        add_record(session, lesson)
    return last


def _seat(session: Session, people: dict[str, User], cohort: Cohort, trainees: list[Trainee], *, over: bool) -> None:
    """Who sits in a class: of one that is over only what came of it, of others each step by who took it."""
    rows = [
        Enrolment(
            unit_id=trainee.unit_id,
            cohort_id=cohort.id,
            trainee_id=trainee.id,
            created_by_id=people["canbo"].id,
            state=(Place.FAILED if trainee.id % 9 == 0 else Place.PASSED) if over else Place.NOMINATED,
            presence=(50 if trainee.id % 9 == 0 else 100) if over else None,
            before=30 + trainee.id * 7 % 40 if over else None,
            after=(45 if trainee.id % 9 == 0 else 72 + trainee.id * 5 % 28) if over else None,
        )
        for trainee in trainees
    ]
    session.add_all(rows)
    session.flush()
    for one in rows[:8] if not over else ():
        walk = [("approve", people["lanhdao"].id), ("confirm", people["canbo"].id)]
        take_steps(session, one, walk[: one.trainee_id % 3])


def _step(session: Session, people: dict[str, User], cohort: Cohort, name: str) -> None:
    take_steps(session, cohort, [(name, people["dieuphoi"].id)])


def _working(calendar: Any, day: date) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
