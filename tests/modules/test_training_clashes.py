"""Lessons quarrel about rooms, trainers, trainees, days and ways; each quarrel is a sentence with a free slot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.engine.hours import calendar_of
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Closure, Room
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.timetable.clashes import Check, Kind, Slot
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Lesson

HERE = "/training/lessons"


def working(rows: Any, after: int) -> date:
    day = clock.today() + timedelta(days=after)
    while not calendar_of(rows, None).is_working_day(day):
        day += timedelta(days=1)
    return day


@pytest.fixture
def two(site: Flask, rows: Any) -> Iterator[tuple[Lesson, Lesson]]:
    """Two lessons of two classes, far away from everything else, on one morning; nothing is written."""
    classes = list(rows.scalars(select(Cohort).order_by(Cohort.id.desc()).limit(2)))
    rooms = list(rows.scalars(select(Room).order_by(Room.id)))
    trainers = list(rows.scalars(select(Trainer).order_by(Trainer.id)))
    day, found = working(rows, 120), []
    for at, cohort in enumerate(classes):
        lesson = Lesson(
            unit_id=cohort.unit_id, cohort_id=cohort.id, title=f"Buổi {at}", day=day, begins="08:00", ends="11:30",
            room_id=rooms[at].id, trainer_id=trainers[at].id, periods=4,
        )  # fmt: skip
        slot = Slot(day, "08:00", "11:30")
        lesson.starts_at, lesson.ends_at = slot.starts_at, slot.ends_at
        rows.add(lesson)
        found.append(lesson)
    rows.flush()
    with site.app_context():
        yield found[0], found[1]
    rows.rollback()


def kinds(rows: Any, lesson: Lesson, slot: Slot | None = None) -> list[Kind]:
    return [one.kind for one in Check(rows, lesson).clashes(slot)]


def test_two_lessons_apart_do_not_quarrel(rows: Any, two: Any) -> None:
    assert Kind.ROOM not in kinds(rows, two[0])
    assert Kind.TRAINER not in kinds(rows, two[0])


def test_one_room_is_not_taken_twice(rows: Any, two: Any) -> None:
    two[1].room_id = two[0].room_id
    rows.flush()
    (clash,) = [one for one in Check(rows, two[0]).clashes() if one.kind is Kind.ROOM]
    assert clash.other == two[1].id
    assert "08:00–11:30" in clash.sentence


def test_a_trainer_is_in_one_place_at_a_time_also_as_assistant(rows: Any, two: Any) -> None:
    two[1].assistant_id = two[0].trainer_id
    rows.flush()
    assert Kind.TRAINER in kinds(rows, two[0])
    afternoon = Slot(two[0].day, "13:30", "17:00")
    assert Kind.TRAINER not in kinds(rows, two[0], afternoon)


def test_somebody_who_sits_in_both_classes_is_counted(rows: Any, two: Any) -> None:
    seat = rows.scalars(select(Enrolment).where(Enrolment.cohort_id == two[0].cohort_id).order_by(Enrolment.id)).first()
    seat.state = Place.CONFIRMED
    same = select(Enrolment).where(Enrolment.cohort_id == two[1].cohort_id, Enrolment.trainee_id == seat.trainee_id)
    other = rows.scalar(same) or Enrolment(unit_id=seat.unit_id, cohort_id=two[1].cohort_id, trainee_id=seat.trainee_id)
    other.state = Place.CONFIRMED
    rows.add(other)
    rows.flush()
    assert Kind.TRAINEE in kinds(rows, two[0])


def test_days_off_and_closed_rooms_are_named(rows: Any, two: Any) -> None:
    sunday = two[0].day + timedelta(days=6 - two[0].day.weekday())
    assert Kind.DAY_OFF in kinds(rows, two[0], Slot(sunday, "08:00", "11:30"))
    closed = Closure(
        unit_id=two[0].unit_id, room_id=two[0].room_id, first_day=two[0].day, last_day=two[0].day, reason="Sửa điện"
    )
    rows.add(closed)
    rows.flush()
    (clash,) = [one for one in Check(rows, two[0]).clashes() if one.kind is Kind.CLOSED]
    assert "Sửa điện" in clash.sentence


def test_con_dao_is_not_next_door(rows: Any, two: Any) -> None:
    island = rows.scalars(select(Room).where(Room.name.contains("Côn Đảo"))).one()
    two[1].room_id, two[1].trainer_id = island.id, two[0].trainer_id
    rows.flush()
    (clash,) = [
        one for one in Check(rows, two[0]).clashes(Slot(two[0].day, "13:30", "17:00")) if one.kind is Kind.TRAVEL
    ]
    assert "120" in clash.sentence  # minutes between the two
    assert "1440" in clash.sentence


def test_the_slot_that_is_proposed_is_free(rows: Any, two: Any) -> None:
    two[1].room_id, two[1].trainer_id = two[0].room_id, two[0].trainer_id
    two[0].online_at = "https://hop.example/lop"
    rows.flush()
    check = Check(rows, two[0])
    slot = check.proposal()
    assert slot is not None
    assert check.clashes(slot) == []
    assert (slot.day, slot.begins) != (two[0].day, "08:00")


def test_a_clash_is_refused_on_the_form_with_a_free_slot(rows: Any, browse: Any) -> None:
    coordinator = browse("dieuphoi")
    day = working(rows, 90)
    room = rows.scalars(select(Room).order_by(Room.id)).first()
    first, second = rows.scalars(select(Cohort.id).order_by(Cohort.id).limit(2))
    form = {"version": "0", "title": "Buổi thử", "day": f"{day:%d/%m/%Y}", "begins": "8h", "ends": "11h30"}
    form |= {"periods": "4", "room_id": str(room.id), "accepted": "lớp ghép"}
    assert coordinator.post(f"{HERE}/new", form | {"cohort_id": str(first)}).status_code == 303
    answer = coordinator.post(f"{HERE}/new", form | {"cohort_id": str(second)})
    assert answer.status_code == 422
    assert room.name in answer.text
    assert "Giờ trống" in answer.text
