"""What is told of a class: who was there, how much was learnt, what it cost; and of a plan: the same over its classes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.toolkit import acting, as_system, db
from modules.training.joining.enrolments import TAKEN, Enrolment, Place
from modules.training.outcome.opinions import Opinion
from modules.training.planning.plans import Plan
from modules.training.roles import COORDINATOR
from modules.training.timetable.cohorts import Cohort, CohortCost, Progress


def of_class(cohort: Cohort) -> dict[str, Any]:
    """The result of a class: seats, presence, scores before and after, opinions, cost against budget."""
    session = db.session()
    with as_system():
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
        "opinion": opinion,
        "planned": planned,
        "spent": spent,
    }


def of_plan(plan: Plan) -> dict[str, Any]:
    """The result of a plan, a row for each of its classes."""
    session = db.session()
    with as_system():
        classes = list(session.scalars(select(Cohort).where(Cohort.plan_id == plan.id).order_by(Cohort.begins_on)))
        ids = [one.id for one in classes]
        numbers = _numbers(Enrolment.cohort_id).where(Enrolment.cohort_id.in_(ids)).group_by(Enrolment.cohort_id)
        by_class = {row.cohort_id: row for row in session.execute(numbers)}
        planned, spent = _money(session, ids)
    rows = [(one, by_class.get(one.id)) for one in classes]
    return {
        "rows": rows,
        "held": sum(one.state is Progress.FINISHED for one in classes),
        "seated": sum(row.seated for _one, row in rows if row),
        "passed": sum(row.passed for _one, row in rows if row),
        "planned": planned,
        "spent": spent,
        "unit": plan.unit,
        "plan": plan,
        "schedules": acting().holds((COORDINATOR,)),
    }


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


def _money(session: Any, cohorts: list[int]) -> tuple[int, int]:
    sums = select(func.coalesce(func.sum(CohortCost.planned), 0), func.coalesce(func.sum(CohortCost.spent), 0))
    planned, spent = session.execute(sums.where(CohortCost.cohort_id.in_(cohorts))).one()
    return int(planned), int(spent)


def _rounded(mean: Any) -> int | None:
    return None if mean is None else round(float(mean))
