"""What stands against sending an official to a class, each in a sentence: himself, the quota, the course, his other classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.toolkit import _, as_system, clock, db, format_day
from modules.training.catalogue.courses import Course
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import GONE, TAKEN, Enrolment, Place
from modules.training.joining.quota import beyond_quota
from modules.training.outcome.certificates import Certificate
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Held, Lesson


def require_fit(enrolment: Enrolment, *, new: bool) -> None:
    """ValueError with every objection; a `new` nomination must also be of a unit's own official in service."""
    session = db.session()
    with as_system():  # quotas, certificates and classes count whichever unit they lie in
        cohort, trainee = session.get_one(Cohort, enrolment.cohort_id), session.get_one(Trainee, enrolment.trainee_id)
        found = [
            *(_of_person(session, enrolment, trainee) if new else ()),
            *_against(session, enrolment, trainee, cohort),
        ]
    if found:
        raise ValueError(" ".join(found))


def require_open(cohort: Cohort, *, late: bool = False) -> None:
    """ValueError when a class takes no nominations now; a substitute may come `late`, as long as the class goes on."""
    if cohort.state is not Progress.OPEN and not (late and cohort.state is Progress.RUNNING):
        raise ValueError(str(_("The class does not take nominations now.")))
    if not late and cohort.nominate_by and clock.today() > cohort.nominate_by:
        raise ValueError(str(_("Nominations ended on %(day)s.", day=format_day(cohort.nominate_by))))


def _of_person(session: Session, enrolment: Enrolment, trainee: Trainee) -> Iterator[str]:
    if trainee.unit_id != enrolment.unit_id:
        yield str(_("%(name)s is not an official of your unit.", name=trainee.name))
    if trainee.left:
        yield str(_("%(name)s is no longer in service.", name=trainee.name))
    same = [Enrolment.cohort_id == enrolment.cohort_id, Enrolment.trainee_id == trainee.id]
    same += [Enrolment.state.not_in(GONE)]  # whoever has gone may be sent again
    with session.no_autoflush:  # before the database refuses the second row without a sentence
        other = session.scalar(select(Enrolment).where(*same, Enrolment.id != (enrolment.id or 0)))
    if other is not None:
        yield str(_("%(name)s stands in this class already: %(state)s.", name=trainee.name, state=other.state))


def _against(session: Session, enrolment: Enrolment, trainee: Trainee, cohort: Cohort) -> Iterator[str]:
    if quota := beyond_quota(session, enrolment, cohort):
        yield quota
    course = session.get_one(Course, cohort.course_id)
    if course.prerequisite_id and not _holds(session, trainee.id, course.prerequisite_id):
        words = {"name": trainee.name, "course": session.get_one(Course, course.prerequisite_id).name}
        yield str(_("%(name)s lacks a valid certificate of “%(course)s”, which this course needs.", **words))
    for other, code in session.execute(_overlapping(enrolment).limit(1)):
        words = {"name": trainee.name, "class_": code, "lesson": other.title, "day": format_day(other.day)}
        words |= {"time": f"{other.begins}–{other.ends}"}
        text = _("%(name)s sits in “%(lesson)s” of %(class_)s from %(time)s on %(day)s, at the same time.", **words)
        yield str(text)


def _holds(session: Session, trainee_id: int, course_id: int) -> bool:
    where = (
        Certificate.trainee_id == trainee_id,
        Certificate.course_id == course_id,
        Certificate.proving(clock.today()),
    )
    return session.scalar(select(Certificate.id).where(*where).limit(1)) is not None


def _overlapping(enrolment: Enrolment) -> Any:
    """The lessons of a trainee's other classes that are held while this class has one."""
    here, there = aliased(Lesson), Lesson
    return (
        select(there, Cohort.code)
        .join(Cohort, Cohort.id == there.cohort_id)
        .join(Enrolment, Enrolment.cohort_id == there.cohort_id)
        .join(here, (here.starts_at < there.ends_at) & (there.starts_at < here.ends_at))
        .where(
            here.cohort_id == enrolment.cohort_id,
            here.became == Held.PLANNED,
            here.starts_at >= clock.now(),
            there.became == Held.PLANNED,
            there.cohort_id != enrolment.cohort_id,
            Enrolment.trainee_id == enrolment.trainee_id,
            Enrolment.state.in_((*TAKEN, Place.NOMINATED)),
        )
        .order_by(there.starts_at)
    )
