"""Who gets a seat that has become free, and who is written to when somebody comes or goes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import SYSTEM, _, later, take_steps, tell, work
from modules.training.catalogue.people import Trainee
from modules.training.joining.conditions import require_fit
from modules.training.joining.enrolments import Enrolment, Place, seats_taken
from modules.training.joining.letters import Letter, Occasion
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Held, Lesson


def when_invited(enrolment: Enrolment) -> None:
    """After the commit that gives a seat: invite the trainee."""
    with work(SYSTEM) as session:
        Letter.write(session, session.get_one(Enrolment, enrolment.id), Occasion.INVITED)


def when_freed(enrolment: Enrolment) -> None:
    """After the commit by which somebody goes: take the lessons out of his calendar, and look who waits."""
    with work(SYSTEM) as session:
        gone = session.get_one(Enrolment, enrolment.id)
        if gone.state in (Place.DECLINED, Place.REPLACED):
            Letter.write(session, gone, Occasion.LEFT)
        later(session, "training.fill", cohort_id=gone.cohort_id)


def when_called_off(cohort: Cohort) -> None:
    """After the commit that cancels a class: cancel what it still would have held, which tells its trainees."""
    with work(SYSTEM) as session:
        where = (Lesson.cohort_id == cohort.id, Lesson.became == Held.PLANNED)
        for lesson in session.scalars(select(Lesson).where(*where)).all():
            lesson.cancel()


def fill(session: Session, cohort_id: int) -> Iterator[tuple[int, int]]:
    """Invite those who wait longest to the free seats of an open class; one who cannot come now is passed over."""
    cohort = session.scalars(select(Cohort).where(Cohort.id == cohort_id).with_for_update()).one()
    if cohort.state is not Progress.OPEN:
        return
    where = (Enrolment.cohort_id == cohort_id, Enrolment.state == Place.WAITING)
    rows = session.scalars(select(Enrolment).where(*where).order_by(Enrolment.waits_since, Enrolment.id)).all()
    for done, one in enumerate(rows, 1):
        if seats_taken(session, cohort_id) >= cohort.seats:
            return
        try:
            require_fit(one, new=False)
        except ValueError:
            continue  # his unit's quota is used up, or another class has him at that hour: the next may come
        take_steps(session, one, [("admit", None)])
        if one.created_by_id:
            name = session.get_one(Trainee, one.trainee_id).name
            said = _("%(name)s has got a seat in %(class_)s from the waiting list.", name=name, class_=cohort)
            tell(session, one.created_by_id, one, str(said))
        yield done, len(rows)
