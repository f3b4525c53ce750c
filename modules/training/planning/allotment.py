"""The quotas of a plan as a table of units and courses, with how much of each is used."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import as_system, db, fold
from modules.training.catalogue.courses import Course
from modules.training.joining.quota import used
from modules.training.planning.plans import Plan, Quota


def allotment(plan: Plan) -> dict[str, Any] | None:
    """Quotas that the reader may see: a unit's own row, all rows for the city; None while there is none."""
    session = db.session()
    shown = (joinedload(Quota.for_unit), joinedload(Quota.course))
    quotas = list(session.scalars(select(Quota).where(Quota.plan_id == plan.id).options(*shown)))
    if not quotas:
        return None
    with as_system():
        taken = used(session, plan.id)
    courses: dict[int, Course] = {one.course_id: one.course for one in quotas}
    units: dict[int, dict[int, tuple[int, int]]] = {}
    names = {one.for_unit_id: one.for_unit.name for one in quotas}
    for one in quotas:
        seats = units.setdefault(one.for_unit_id, {})
        seats[one.course_id] = (taken.get((one.for_unit_id, one.course_id), 0), one.seats)
    return {
        "courses": sorted(courses.values(), key=lambda course: course.code),
        "units": sorted(
            ((names[unit], unit, seats) for unit, seats in units.items()), key=lambda row: (fold(row[0]), row[1])
        ),
        "whole": sum(one.seats for one in quotas),
    }
