"""My training: what somebody with an account is invited to, has to do, and has achieved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import Attachment, clock
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import TAKEN, Enrolment, Place
from modules.training.outcome.certificates import Certificate, Worth
from modules.training.quizzes.attempts import Attempt
from modules.training.quizzes.materials import Material
from modules.training.quizzes.quizzes import Quiz
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Held, Lesson


@dataclass(frozen=True)
class Mine:
    """Everything the page shows; made in seven queries, however much it is."""

    trainee: Trainee
    asked: list[Enrolment]
    seats: list[Enrolment]
    lessons: list[Lesson]
    quizzes: list[tuple[Quiz, list[Attempt]]]
    materials: list[Material]
    certificates: list[Certificate]

    @property
    def opinions(self) -> list[Enrolment]:
        """Classes that one may say something about, and has not."""
        over = (Progress.RUNNING, Progress.FINISHED)
        return [one for one in self.seats if one.cohort.state in over and not one.opinion_given]


def trainee_of(session: Session, user_id: int | None) -> Trainee | None:
    """Return the trainee behind an account."""
    return session.scalar(select(Trainee).where(Trainee.user_id == user_id)) if user_id else None


def mine(session: Session, trainee: Trainee) -> Mine:
    """Return what a trainee sees of his own; call it with the system's reach."""
    shown = joinedload(Enrolment.cohort).joinedload(Cohort.course)
    where = (Enrolment.trainee_id == trainee.id, Enrolment.state.in_((*TAKEN, Place.WAITING)))
    rows = list(session.scalars(select(Enrolment).where(*where).options(shown).order_by(Enrolment.id.desc()).limit(60)))
    seats = [one for one in rows if one.state in TAKEN and one.state is not Place.INVITED]
    seats.sort(key=lambda one: one.cohort.begins_on or date.max, reverse=True)
    classes = [one.cohort_id for one in rows]
    certificates = select(Certificate).where(
        Certificate.trainee_id == trainee.id, Certificate.state.in_((Worth.ISSUED, Worth.REVOKED))
    )
    return Mine(
        trainee=trainee,
        asked=[one for one in rows if one.state in (Place.INVITED, Place.WAITING)],
        seats=seats,
        lessons=list(session.scalars(_coming(classes))),
        quizzes=_quizzes(session, {one.cohort_id: one.id for one in seats}),
        materials=_materials(session, {one.cohort.course_id for one in seats}),
        certificates=list(session.scalars(certificates.options(joinedload(Certificate.course)))),
    )


def _coming(classes: list[int]) -> Any:
    shown = (joinedload(Lesson.cohort), joinedload(Lesson.room), joinedload(Lesson.trainer))
    where = (Lesson.cohort_id.in_(classes), Lesson.ends_at >= clock.now(), Lesson.became == Held.PLANNED)
    return select(Lesson).where(*where).options(*shown).order_by(Lesson.starts_at).limit(12)


def _materials(session: Session, courses: set[int]) -> list[Material]:
    """Of each title that still has a version in use, the newest one that can be opened: it has its file or address."""
    file = exists().where(Attachment.resource == "training.materials", Attachment.row_id == Material.id)
    rows = session.execute(
        select(Material, or_(Material.address.is_not(None), file))
        .where(Material.course_id.in_(courses))
        .options(joinedload(Material.course))
        .order_by(Material.title, Material.replaced, Material.issued_on.desc(), Material.id.desc())
    ).all()
    used = {(one.course_id, one.title) for one, _opens in rows if not one.replaced}
    found: dict[tuple[int, str], Material] = {}
    for one, opens in rows:
        if opens and (one.course_id, one.title) in used:
            found.setdefault((one.course_id, one.title), one)
    return list(found.values())


def _quizzes(session: Session, seats: dict[int, int]) -> list[tuple[Quiz, list[Attempt]]]:
    rows = list(session.scalars(select(Quiz).where(Quiz.cohort_id.in_(seats)).options(joinedload(Quiz.cohort))))
    tries: dict[int, list[Attempt]] = {}
    mine = (Attempt.enrolment_id.in_(seats.values()), Attempt.quiz_id.in_([one.id for one in rows]))
    for attempt in session.scalars(select(Attempt).where(*mine).order_by(Attempt.number)):
        tries.setdefault(attempt.quiz_id, []).append(attempt)
    return [(one, tries.get(one.id, [])) for one in rows if one.is_open or tries.get(one.id)]
