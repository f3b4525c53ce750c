"""How much of its quota a unit has used: who sits in, or is nominated for, the classes of a course of a plan."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import Unit, _
from modules.training.catalogue.courses import Course
from modules.training.joining.enrolments import TAKEN, Enrolment, Place
from modules.training.planning.plans import Quota
from modules.training.timetable.cohorts import Cohort, Progress

COUNTED = (*TAKEN, Place.NOMINATED)


def used(session: Session, plan_id: int, besides: int = 0) -> dict[tuple[int, int], int]:
    """Return {(unit id, course id): seats used} over the classes of a plan, one enrolment left out; as the system."""
    where = (
        Cohort.plan_id == plan_id,
        Cohort.state != Progress.CANCELLED,
        Enrolment.state.in_(COUNTED),
        Enrolment.id != besides,
    )
    rows = session.execute(
        select(Enrolment.unit_id, Cohort.course_id, func.count())
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(*where)
        .group_by(Enrolment.unit_id, Cohort.course_id)
    )
    return {(unit, course): number for unit, course, number in rows}


def beyond_quota(session: Session, enrolment: Enrolment, cohort: Cohort) -> str | None:
    """Return the sentence when an enrolment exceeds its unit's quota; None when it fits or the plan sets none.

    The quota is held until the commit, so that two who nominate at once do not both take the last seat.
    """
    where = (Quota.plan_id == cohort.plan_id, Quota.course_id == cohort.course_id)
    if cohort.plan_id is None or session.scalar(select(Quota.id).where(*where).limit(1)) is None:
        return None
    own = select(Quota).where(*where, Quota.for_unit_id == enrolment.unit_id).with_for_update()
    quota = session.scalar(own)
    seats = quota.seats if quota else 0
    there = used(session, cohort.plan_id, enrolment.id or 0).get((enrolment.unit_id, cohort.course_id), 0)
    if there < seats:
        return None
    words = {
        "unit": session.get_one(Unit, enrolment.unit_id).name,
        "course": session.get_one(Course, cohort.course_id).name,
    }
    text = _(
        "%(unit)s has a quota of %(seats)s for “%(course)s” and has used %(there)s.", seats=seats, there=there, **words
    )
    return str(text)
