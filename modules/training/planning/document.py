"""The plan on paper: a Kế hoạch by NĐ 30/2020/NĐ-CP with its annexes: classes, timetable, quotas."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.toolkit import Unit, as_system, clock, dong_in_words
from modules.training.planning.plans import BudgetLine, Plan, PlanCourse, Quota
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson


def document(plan: Plan) -> dict[str, Any]:
    """What the template of the plan needs: its lines, lessons that are planned, quotas by unit and course."""
    with as_system() as session:
        shown = selectinload(Plan.courses).joinedload(PlanCourse.course)
        rows = session.scalars(
            select(Plan).where(Plan.id == plan.id).options(shown, selectinload(Plan.budget).joinedload(BudgetLine.rank))
        ).one()
        quotas = list(
            session.scalars(select(Quota).where(Quota.plan_id == plan.id).options(joinedload(Quota.for_unit)))
        )
        lessons = (
            select(Lesson).join(Cohort, Cohort.id == Lesson.cohort_id)
            .where(Cohort.plan_id == plan.id, Lesson.became != Held.CANCELLED)
            .options(joinedload(Lesson.cohort), joinedload(Lesson.room), joinedload(Lesson.trainer))
            .order_by(Lesson.starts_at)
        )  # fmt: skip
        seats: dict[Unit, dict[int, int]] = {}
        for quota in quotas:
            seats.setdefault(quota.for_unit, {})[quota.course_id] = quota.seats
        return {
            "unit": session.get_one(Unit, plan.unit_id),
            "today": plan.decided_on or clock.today(),
            "courses": rows.courses,
            "budget": rows.budget,
            "bases": _bases(rows.budget),
            "in_words": dong_in_words(plan.total),
            "lessons": list(session.scalars(lessons)),
            "quotas": sorted(seats.items(), key=lambda pair: pair[0].name),
        }


def _bases(budget: list[BudgetLine]) -> list[tuple[str, list[int]]]:
    """The legal bases of the rates, each with the numbers of the lines whose price keeps to it."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(budget, 1):
        if line.rate_source:
            found.setdefault(line.rate_source, []).append(number)
    return list(found.items())
