"""Rooms that are closed after lessons were booked there: which lessons a closure hits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.toolkit import acting, as_system, clock, db
from modules.training.catalogue.venues import Closure
from modules.training.roles import COORDINATOR
from modules.training.timetable.lessons import Held, Lesson


def hit() -> Select[Lesson, Closure]:
    """The statement of lessons still to be held in a room on a day on which it is closed, with the closures."""
    within = and_(Closure.room_id == Lesson.room_id, Closure.first_day <= Lesson.day, Closure.last_day >= Lesson.day)
    joined = select(Lesson, Closure).join(Closure, within).join(Closure.room).options(contains_eager(Closure.room))
    return joined.where(Lesson.became == Held.PLANNED).order_by(Lesson.starts_at, Lesson.id)


def lessons_of(closure: Closure) -> dict[str, Any]:
    """Return the lessons that a closure hits from today on, for its page."""
    statement = hit().where(Closure.id == closure.id, Lesson.day >= clock.today())
    with as_system():  # whoever closes a room is told of every lesson in it
        found = list(db.session.scalars(statement.options(joinedload(Lesson.cohort), joinedload(Lesson.trainer))))
    return {"lessons": found, "moves": acting().holds((COORDINATOR,))}
