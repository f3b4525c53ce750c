"""What the units' answers to a survey add up to, course by course, and who has not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import acting, as_system, clock, commune_units, db
from modules.training.catalogue.courses import Course
from modules.training.planning.surveys import Answered, Need, NeedLine, Survey
from modules.training.roles import APPROVER, COORDINATOR, FINANCE


@dataclass(frozen=True)
class Demand:
    """The answers that were sent; `seats` has {(unit id, course id): officials who need it}, `courses` the names."""

    seats: dict[tuple[int, int], int]
    courses: dict[int, Course]

    @classmethod
    def of(cls, session: Session, survey_id: int) -> Demand:
        """Add up the answers of a survey that heads have sent; call it with the system's reach."""
        rows = session.execute(
            select(Need.unit_id, NeedLine.course_id, func.sum(NeedLine.number))
            .join(NeedLine, NeedLine.need_id == Need.id)
            .where(Need.survey_id == survey_id, Need.state == Answered.SENT)
            .group_by(Need.unit_id, NeedLine.course_id)
        )
        seats = {(unit, course): int(number) for unit, course, number in rows}
        known = select(Course).where(Course.id.in_({course for _unit, course in seats})).order_by(Course.code)
        return cls(seats, {course.id: course for course in session.scalars(known)})

    def asked(self, course_id: int) -> int:
        """How many officials of all units need a course."""
        return sum(number for (_unit, course), number in self.seats.items() if course == course_id)

    def units(self, course_id: int) -> int:
        """How many units ask for a course."""
        return sum(course == course_id for _unit, course in self.seats)


def of_survey(survey: Survey) -> dict[str, Any] | None:
    """The sums and who has answered, for those who plan; units do not read each other's needs."""
    if not acting().holds((COORDINATOR, FINANCE, APPROVER)):
        return None
    with as_system() as session:
        demand = Demand.of(session, survey.id)
        states: dict[int, Answered] = {}
        for unit, state in session.execute(select(Need.unit_id, Need.state).where(Need.survey_id == survey.id)):
            if states.get(unit) is not Answered.SENT:  # a second answer that was only begun hides none
                states[unit] = state
        units = commune_units(session, clock.today())
    answered = [one for one in units if states.get(one.id) is Answered.SENT]
    return {
        "rows": [(course, demand.units(id_), demand.asked(id_)) for id_, course in demand.courses.items()],
        "whole": sum(demand.seats.values()),
        "answered": answered,
        "begun": [one for one in units if states.get(one.id) not in (None, Answered.SENT)],
        "silent": [one for one in units if one.id not in states],
        "all": len(units),
    }


def has_answers(survey_id: int | None) -> bool:
    """Whether a unit has sent an answer, so that a plan can be drafted of it."""
    where = (Need.survey_id == survey_id, Need.state == Answered.SENT)
    with as_system():
        return survey_id is not None and db.session.scalar(select(Need.id).where(*where).limit(1)) is not None
