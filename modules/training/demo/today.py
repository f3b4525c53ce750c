"""A class that is being held now, whenever the demo is loaded: its first lesson is over, its second one is on."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.toolkit import User, clock, unit_of
from modules.training.attendance.presences import Mark, Presence, Way
from modules.training.catalogue.people import Trainee
from modules.training.catalogue.trainers import Cost, Trainer
from modules.training.catalogue.venues import Room
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.planning.plans import Method, Plan
from modules.training.quizzes.quizzes import Moment, Quiz
from modules.training.timetable.cohorts import CODES, Cohort, CohortCost, Progress
from modules.training.timetable.lessons import Held, Lesson


def load(session: Session, people: dict[str, User], rooms: list[Room], trainers: list[Trainer], course_id: int) -> None:
    """The class with its lessons, who sits in it, the list of the first lesson and both tests."""
    now, home, trainer = clock.now(), unit_of(session, "SKHCN").id, trainers[0]
    begins = now.replace(minute=0, second=0, microsecond=0) if now.hour < 20 else now.replace(hour=20, minute=0)
    cohort = Cohort(
        unit_id=home,
        code=CODES.next(session, home),
        name="Chứng thực bản sao điện tử từ bản chính – lớp bổ sung",
        course_id=course_id,
        plan_id=session.scalar(select(Plan.id).limit(1)),
        method=Method.IN_PERSON,
        seats=30,
        leader_id=trainer.id,
        room_id=rooms[1].id,
        nominate_by=now.date() - timedelta(days=4),
        begins_on=now.date() - timedelta(days=1),
        ends_on=now.date(),
        state=Progress.RUNNING,
        created_by_id=people["dieuphoi"].id,
        costs=[CohortCost(position=1, cost=Cost.TRAINER, planned=2_000_000, spent=2_000_000, paper="PC 0112")],
    )
    session.add(cohort)
    session.flush()
    taught = select(Lesson).where(Lesson.day == now.date(), Lesson.trainer_id == trainer.id)
    for other in session.scalars(taught):
        other.trainer_id = trainers[1].id
    first, second = (
        _lesson(cohort, title, at, became)
        for title, at, became in (
            ("Cơ sở pháp lý và điều kiện chứng thực", _at(now - timedelta(days=1), 8), Held.HELD),
            ("Quét, đối chiếu, ký số và đóng dấu", begins, Held.PLANNED),
        )
    )
    session.add_all([first, second])
    told = {"unit_id": home, "cohort_id": cohort.id, "minutes": 20, "count": 6, "opens_at": _at(now, 7)}
    session.add(Quiz(when=Moment.BEFORE, tries=1, closes_at=_at(now, 7), **told))
    session.add(Quiz(when=Moment.AFTER, tries=2, **told))
    seats = _seats(session, cohort, people)
    session.flush()
    there = [{"lesson_id": first.id, "enrolment_id": one.id, "at": first.starts_at} for one in seats]
    marks = [Mark.EXCUSED if at == 5 else Mark.LATE if at == 9 else Mark.PRESENT for at in range(len(there))]
    session.execute(
        insert(Presence), [row | {"mark": mark, "way": Way.CODE} for row, mark in zip(there, marks, strict=True)]
    )


def _lesson(cohort: Cohort, title: str, starts: datetime, became: Held) -> Lesson:
    # Four hours within one day: who loads the demo just before midnight still checks in to a lesson that is on.
    ends = min(starts + timedelta(hours=4), starts.replace(hour=23, minute=59))
    return Lesson(
        unit_id=cohort.unit_id,
        cohort_id=cohort.id,
        title=title,
        day=starts.date(),
        begins=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        starts_at=starts,
        ends_at=ends,
        room_id=cohort.room_id,
        trainer_id=cohort.leader_id,
        became=became,
    )


def _seats(session: Session, cohort: Cohort, people: dict[str, User]) -> list[Enrolment]:
    """The four with accounts, and two of each other unit."""
    trainees = list(session.scalars(select(Trainee).order_by(Trainee.id)))
    chosen = [one for at, one in enumerate(trainees) if one.user_id or at % 9 in (4, 5)]
    rows = [
        Enrolment(
            unit_id=one.unit_id,
            cohort_id=cohort.id,
            trainee_id=one.id,
            created_by_id=people["canbo"].id,
            state=Place.CONFIRMED,
            before=20 + one.id * 7 % 50,
        )
        for one in chosen
    ]
    session.add_all(rows)
    return rows


def _at(day: datetime, hour: int) -> datetime:
    return datetime.combine(day.date(), time(hour), clock.ZONE)
