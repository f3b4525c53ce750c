"""The plan on paper: a Kế hoạch by NĐ 30/2020/NĐ-CP with its annexes: classes, timetable, quotas."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.toolkit import Unit, as_system, clock, dong_in_words, fold
from modules.training.catalogue.courses import Course
from modules.training.planning.plans import BudgetLine, Plan, PlanCourse, Quota
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson


def document(plan: Plan) -> dict[str, Any]:
    """What the template of the plan needs: its lines, lessons that are planned, quotas by unit and course."""
    with as_system() as session:
        shown = selectinload(Plan.courses).joinedload(PlanCourse.course).selectinload(Course.topics)
        rows = session.scalars(
            select(Plan).where(Plan.id == plan.id).options(shown, selectinload(Plan.budget).joinedload(BudgetLine.rank))
        ).one()
        return {
            "unit": session.get_one(Unit, plan.unit_id),
            "today": plan.decided_on or clock.today(),
            "subject": _subject(plan.title),
            "law": [_end(line.removeprefix("Căn cứ ")) for line in plan.basis.splitlines() if _end(line)],
            "audience": _end(plan.audience or "Cán bộ, công chức của các đơn vị theo chỉ tiêu tại Phụ lục III"),
            "courses": rows.courses,
            "seats": sum(line.classes * line.seats for line in rows.courses),
            "budget": rows.budget,
            "bases": _bases(rows.budget),
            "in_words": dong_in_words(plan.total),
            "sittings": _sittings(session, plan),
            "heads": [*(line.course.code for line in rows.courses), "Cộng"],
            "quotas": _quotas(session, plan, [line.course_id for line in rows.courses]),
        }


def _subject(title: str) -> str:
    """What the plan is about, below the heading that has said that it is a plan."""
    said = title.strip()
    rest = said[len("kế hoạch") :].lstrip() if said.casefold().startswith("kế hoạch ") else said
    return rest[:1].upper() + rest[1:]


def _end(line: str) -> str:
    """A line without the mark with which whoever typed it has ended it: the paper puts its own."""
    said = line.strip()
    return said[:-1].rstrip() if said.endswith((";", ".")) else said


def _bases(budget: list[BudgetLine]) -> list[tuple[str, list[int]]]:
    """The legal bases of the rates, each with the numbers of the lines whose price keeps to it."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(budget, 1):
        if line.rate_source:
            found.setdefault(line.rate_source, []).append(number)
    return list(found.items())


def _sittings(session: Session, plan: Plan) -> list[list[Lesson]]:
    """The lessons that are planned, class by class from the first to begin; apart where the room or trainer changes."""
    query = (
        select(Lesson).join(Cohort, Cohort.id == Lesson.cohort_id)
        .where(Cohort.plan_id == plan.id, Lesson.became != Held.CANCELLED)
        .options(joinedload(Lesson.cohort), joinedload(Lesson.room), joinedload(Lesson.trainer))
        .order_by(Lesson.starts_at, Lesson.id)
    )  # fmt: skip
    classes: dict[int, list[Lesson]] = {}
    for lesson in session.scalars(query):
        classes.setdefault(lesson.cohort_id, []).append(lesson)
    return [
        list(some)
        for lessons in classes.values()
        for _same, some in groupby(lessons, lambda one: (one.room_id, one.trainer_id))
    ]


def _quotas(session: Session, plan: Plan, courses: list[int]) -> list[tuple[str, list[int | None]]]:
    """Each unit by name, with its seats in each of the courses and their sum."""
    units: dict[str, dict[int, int]] = {}
    for quota in session.scalars(select(Quota).where(Quota.plan_id == plan.id).options(joinedload(Quota.for_unit))):
        units.setdefault(quota.for_unit.name, {})[quota.course_id] = quota.seats
    return [
        (name, [*(seats.get(course) for course in courses), sum(seats.values())])
        for name, seats in sorted(units.items(), key=lambda unit: (fold(unit[0]), unit[0]))
    ]
