"""What is told of a class: who was there, how much was learnt, what it cost; and of a plan: the same over its classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import FEWEST_ANSWERS, acting, as_system, db
from modules.training.attendance.presences import Mark, Presence
from modules.training.catalogue.courses import Course
from modules.training.joining.enrolments import TAKEN, Enrolment, Place
from modules.training.outcome.opinions import Opinion
from modules.training.planning.plans import Plan
from modules.training.roles import APPROVER, COORDINATOR, FINANCE
from modules.training.timetable.cohorts import Cohort, CohortCost, Progress
from modules.training.timetable.lessons import Held, Lesson


@dataclass(frozen=True)
class Roll:
    """How many came to a lesson of a class, late, were excused, stayed away."""

    title: str
    day: date
    begins: str
    ends: str
    present: int
    late: int
    excused: int
    absent: int

    @property
    def there(self) -> int:
        """Who was there, in time or not."""
        return self.present + self.late


@dataclass(frozen=True)
class ClassResult:
    """A class in the report on its plan: its numbers if anybody sat in it, the mean opinion, đồng planned and spent."""

    cohort: Cohort
    numbers: Any
    opinion: float | None
    planned: int = 0
    spent: int = 0


def of_class(cohort: Cohort) -> dict[str, Any]:
    """The result of a class: seats, presence, scores, the gain of those who took both tests, opinions, cost against budget."""
    session = db.session()
    with as_system():
        both = (Enrolment.cohort_id == cohort.id, Enrolment.before.is_not(None), Enrolment.after.is_not(None))
        gain = select(func.count(), func.avg(Enrolment.after - Enrolment.before))
        tested, mean = session.execute(gain.where(*both, Enrolment.state.in_(TAKEN))).one()
        numbers = session.execute(_numbers().where(Enrolment.cohort_id == cohort.id)).one()
        opinion = Opinion.summary(session, cohort.id)
        planned, spent = _money(session, [cohort.id])
    return {
        "seated": numbers.seated,
        "passed": numbers.passed,
        "failed": numbers.failed,
        "presence": _rounded(numbers.presence),
        "before": _rounded(numbers.before),
        "after": _rounded(numbers.after),
        "tested": tested,
        "gain": _rounded(mean),
        "opinion": opinion,
        "fewest": FEWEST_ANSWERS,
        "planned": planned,
        "spent": spent,
    }


def report_of_class(cohort: Cohort) -> dict[str, Any]:
    """What the report on a class tells besides its result: each lesson's roll, each cost."""
    session = db.session()
    with as_system():
        costs = select(CohortCost).where(CohortCost.cohort_id == cohort.id).order_by(CohortCost.position)
        return of_class(cohort) | {
            "cohort": cohort,
            "course": session.get_one(Course, cohort.course_id),
            "lessons": [Roll(*row) for row in session.execute(_rolls(cohort.id))],
            "costs": list(session.scalars(costs)),
        }


def of_plan(plan: Plan) -> dict[str, Any]:
    """The result of a plan, a row for each of its classes."""
    session = db.session()
    with as_system():
        classes = list(session.scalars(select(Cohort).where(Cohort.plan_id == plan.id).order_by(Cohort.begins_on)))
        ids = [one.id for one in classes]
        numbers = _numbers(Enrolment.cohort_id).where(Enrolment.cohort_id.in_(ids)).group_by(Enrolment.cohort_id)
        by_class = {row.cohort_id: row for row in session.execute(numbers)}
        money = {cohort: sums for cohort, *sums in session.execute(_sums(ids, CohortCost.cohort_id))}
        opinions = Opinion.means(session, ids)
        planned, spent = _money(session, ids)
    rows = [ClassResult(one, by_class.get(one.id), opinions.get(one.id), *money.get(one.id, ())) for one in classes]
    return {
        "rows": rows,
        "held": sum(one.state is Progress.FINISHED for one in classes),
        "seated": sum(row.numbers.seated for row in rows if row.numbers),
        "passed": sum(row.numbers.passed for row in rows if row.numbers),
        "planned": planned,
        "spent": spent,
        "fewest": FEWEST_ANSWERS,
        "plan": plan,
        "schedules": acting().holds((COORDINATOR,)),
        "takes": acting().holds((COORDINATOR, FINANCE, APPROVER)),
    }


def _rolls(cohort_id: int) -> Any:
    """Of each lesson how many of those who still sit in the class have which mark."""
    seats = (Enrolment.id == Presence.enrolment_id) & Enrolment.state.in_(TAKEN)
    marks = [func.count(Enrolment.id).filter(Presence.mark == mark) for mark in Mark]
    return (
        select(Lesson.title, Lesson.day, Lesson.begins, Lesson.ends, *marks)
        .outerjoin(Presence, Presence.lesson_id == Lesson.id)
        .outerjoin(Enrolment, seats)
        .where(Lesson.cohort_id == cohort_id, Lesson.became != Held.CANCELLED)
        .group_by(Lesson.id)
        .order_by(Lesson.starts_at, Lesson.id)
    )


def _numbers(*by: Any) -> Any:
    there = Enrolment.state.in_(TAKEN)
    return select(
        *by,
        func.count().filter(there).label("seated"),
        func.count().filter(Enrolment.state == Place.PASSED).label("passed"),
        func.count().filter(Enrolment.state == Place.FAILED).label("failed"),
        func.avg(Enrolment.presence).filter(there).label("presence"),
        func.avg(Enrolment.before).filter(there).label("before"),
        func.avg(Enrolment.after).filter(there).label("after"),
    ).select_from(Enrolment)


def _sums(cohorts: list[int], *by: Any) -> Any:
    sums = (func.coalesce(func.sum(CohortCost.planned), 0), func.coalesce(func.sum(CohortCost.spent), 0))
    return select(*by, *sums).where(CohortCost.cohort_id.in_(cohorts)).group_by(*by)


def _money(session: Session, cohorts: list[int]) -> tuple[int, int]:
    planned, spent = session.execute(_sums(cohorts)).one()
    return int(planned), int(spent)


def _rounded(mean: Any) -> int | None:
    return None if mean is None else round(float(mean))
