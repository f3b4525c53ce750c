"""The sheet that trainees sign: it leads to the lesson and has a line for each who sits in the class."""

from __future__ import annotations

from typing import Any

from app.toolkit import QrCode, Unit, as_system, public_address
from modules.training.attendance.roll import THERE, roll_of
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Lesson


def sheet(lesson: Lesson) -> dict[str, Any]:
    """What the template of the sheet needs."""
    with as_system() as session:
        lines = roll_of(session, lesson)
        return {
            "unit": session.get_one(Unit, lesson.unit_id),
            "today": lesson.day,  # a sheet of that day, also when it is printed before or after
            "cohort": session.get_one(Cohort, lesson.cohort_id),
            "room": session.get(Room, lesson.room_id) if lesson.room_id else None,
            "trainer": session.get(Trainer, lesson.trainer_id) if lesson.trainer_id else None,
            "code": QrCode.of(_address(lesson), 0).picture,
            "lines": lines,
            "there": sum(1 for line in lines if line.presence and line.presence.mark in THERE),
        }


def _address(lesson: Lesson) -> str:
    return public_address("training_attendance.show", row=lesson.id)
