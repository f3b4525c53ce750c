"""The classes that an approved plan wants: those that are not there yet, made all at once."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import add_records, db
from modules.training.planning.plans import Plan, PlanCourse
from modules.training.timetable.cohorts import Cohort, Progress


def lacks_classes(plan: Plan) -> bool:
    """Whether a plan wants more classes than it has; a cancelled one is to be held again."""
    return bool(_wanted(db.session(), plan))


def make_classes(plan: Plan) -> None:
    """Make them, in preparation, named by their course and place in the plan; each is edited afterwards like any other."""
    session = db.session()
    add_records(
        session,
        [
            Cohort(
                unit_id=plan.unit_id,
                plan_id=plan.id,
                course_id=line.course_id,
                name=Cohort.nth(line.course, number),
                method=line.method,
                seats=line.seats,
                state=Progress.PLANNED,
                late_after=15,
            )
            for line, number in _wanted(session, plan)
        ],
    )


def _wanted(session: Session, plan: Plan) -> list[tuple[PlanCourse, int]]:
    """The line of each class to be made, and its number: none comes again, also not that of a cancelled class."""
    live = func.count().filter(Cohort.state != Progress.CANCELLED)
    counted = select(Cohort.course_id, func.count(), live).where(Cohort.plan_id == plan.id).group_by(Cohort.course_id)
    made: dict[int, tuple[int, int]] = {course: (ever, now) for course, ever, now in session.execute(counted)}
    lines = select(PlanCourse).where(PlanCourse.plan_id == plan.id).order_by(PlanCourse.position)
    places: dict[int, list[PlanCourse]] = {}  # a course may stand in two lines, held in two ways
    for line in session.scalars(lines.options(selectinload(PlanCourse.course))):
        places.setdefault(line.course_id, []).extend([line] * line.classes)
    found = []
    for course, wanted in places.items():
        ever, now = made.get(course, (0, 0))
        found += [(line, ever + at) for at, line in enumerate(wanted[now:], 1)]
    return found
