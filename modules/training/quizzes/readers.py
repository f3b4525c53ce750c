"""Readers: who has opened a version of a material, and who of the classes that are being held has not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.toolkit import acting, as_system
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.quizzes.materials import Material, Reading
from modules.training.roles import COORDINATOR, TRAINER
from modules.training.timetable.cohorts import Cohort, Progress

SHOWN = 100  # the newest readers; how many there are is counted


def readers(material: Material) -> dict[str, Any] | None:
    """The record of a version for those who teach; trainees do not read of each other."""
    if not acting().holds((COORDINATOR, TRAINER)):
        return None
    here = Reading.material_id == material.id
    with as_system() as session:  # trainees come from all wards
        rows = session.execute(
            select(Reading, Trainee)
            .join(Trainee, Trainee.id == Reading.trainee_id)
            .where(here)
            .options(joinedload(Trainee.unit))
            .order_by(Reading.last_at.desc(), Reading.id.desc())
            .limit(SHOWN)
        ).all()
        count = session.scalar(select(func.count()).select_from(Reading).where(here))
        missing = session.scalars(
            select(Trainee)
            .join(Enrolment, Enrolment.trainee_id == Trainee.id)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(Cohort.course_id == material.course_id, Cohort.state == Progress.RUNNING)
            .where(Enrolment.state == Place.CONFIRMED, Trainee.id.not_in(select(Reading.trainee_id).where(here)))
            .options(joinedload(Trainee.unit))
            .order_by(Trainee.unit_id, Trainee.name)
        ).unique()
        return {"rows": [tuple(row) for row in rows], "count": count, "missing": list(missing)}
