"""A timetable worked out by the machine: nothing clashes in it, nothing is written before somebody takes it over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.data.format import format_day
from app.engine import jobs
from modules.training.catalogue.courses import Course
from modules.training.catalogue.trainers import TrainerSubject
from modules.training.planning.plans import Method, Plan
from modules.training.timetable import proposals
from modules.training.timetable.asking import better_and_better
from modules.training.timetable.clashes import Check
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.first_fit import FirstFit
from modules.training.timetable.lessons import Lesson
from modules.training.timetable.proposals import Fate, Timetable
from modules.training.timetable.question import Hall, Meeting, Pair, Question, Stay, Teacher, Wanted, Way


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "SECONDS", 2)


def problem(classes: int = 8, slots: Sequence[int] = ()) -> Question:
    """Classes of two lessons for two trainers, in two regions two days apart."""
    days = [2 * day + half for day in range(40) if day % 7 < 5 for half in (0, 1)]
    return Question(
        classes=[Wanted(at, 2, trainers=[1, 2], rooms=[10 + at % 3], busy=[0]) for at in range(classes)],
        slots=list(slots or days),
        trainers={1: Teacher(busy=[2], stays=[Stay(2, 2)]), 2: Teacher()},
        rooms={10 + at: Hall(1 + at % 2, busy=[4]) for at in range(3)},
        shared=[Pair(0, 1)] if classes > 1 else [],
        ways=[Way(1, 2, 2)],
        seconds=3,
    )


def broken(asked: Question, answer: list[Meeting]) -> list[str]:
    """Every hard rule that an answer breaks, counted without the solver."""
    found = []
    for one in answer:
        class_, trainer = asked.classes[one.cohort], asked.trainers[one.trainer]
        if set(one.slots) & {*class_.busy, *trainer.busy}:
            found.append("booked")
        for room, slot in zip(one.rooms, one.slots, strict=True):
            if slot in asked.rooms[room].busy or room not in class_.rooms:
                found.append("room")
        if any(after <= before for before, after in pairwise(one.slots)) or not set(one.slots) <= set(asked.slots):
            found.append("order")
        away = [stay.slot for stay in trainer.stays if stay.region != region(asked, one)]
        if any(abs(slot - there) < 4 for there in away for slot in one.slots):
            found.append("way from what is booked")
        found += [word for other in answer if other.cohort > one.cohort for word in between(asked, one, other)]
    return found


def region(asked: Question, one: Meeting) -> int:
    """The one region in which a class meets."""
    (found,) = {asked.rooms[room].region for room in one.rooms}
    return found


def between(asked: Question, one: Meeting, other: Meeting) -> list[str]:
    """The rules that two classes break together."""
    together = one.trainer == other.trainer or (one.cohort, other.cohort) in asked.shared
    far = region(asked, one) != region(asked, other)
    room = set(zip(one.slots, one.rooms, strict=True)) & set(zip(other.slots, other.rooms, strict=True))
    twice = room or (together and set(one.slots) & set(other.slots))
    late = far and together and min(abs(a - b) for a in one.slots for b in other.slots) < 4
    return ["twice"] * bool(twice) + ["way"] * bool(late)


def test_the_first_fit_breaks_no_rule() -> None:
    asked = problem()
    answer = FirstFit(asked).answer()
    assert len(answer) == 8
    assert broken(asked, answer) == []


def test_every_answer_of_the_solver_breaks_no_rule() -> None:
    asked = problem()
    answers = [found for _spent, found in better_and_better(asked) if found]
    assert answers
    for answer in answers:
        assert len(answer) == 8
        assert broken(asked, answer) == []


def test_a_class_too_many_is_left_out_not_squeezed_in() -> None:
    asked = problem(3, slots=[6, 7, 8])
    answers = [found for _spent, found in better_and_better(asked) if found]
    assert 0 < len(answers[-1]) < 3
    assert broken(asked, answers[-1]) == []


def test_a_class_changes_its_room_only_where_none_is_free_for_all_its_lessons() -> None:
    halls = {10: Hall(1, busy=[7]), 12: Hall(1, busy=[6])}
    asked = replace(problem(1, slots=[6, 7]), classes=[Wanted(0, 2, trainers=[2], rooms=[10, 12])], rooms=halls)
    for _spent, answer in better_and_better(asked):
        assert [(one.slots, one.rooms) for one in answer] in ([([6, 7], [10, 12])], [])
    asked = replace(asked, rooms=halls | {14: Hall(1)}, classes=[Wanted(0, 2, trainers=[2], rooms=[10, 12, 14])])
    answers = [found for _spent, found in better_and_better(asked) if found]
    assert answers[-1][0].rooms == [14, 14]


def test_the_question_comes_through_the_pipe_as_it_was_put() -> None:
    asked = problem()
    assert Question.from_json(asked.to_json()) == asked


@pytest.fixture
def plan(rows: Any) -> Plan:
    """The plan of the demo with four classes more that have no lessons; one is for nobody's room."""
    found = rows.scalars(select(Plan).order_by(Plan.id)).first()
    if not rows.scalar(select(func.count()).where(Cohort.name.startswith("Lớp mới"))):
        course = rows.scalars(select(Course).where(Course.code == "CT-DT")).one()
        for at in range(4):
            seats = 9000 // 9 if at == 3 else 30
            rows.add(
                Cohort(
                    unit_id=found.unit_id, code=f"LM-{at}", name=f"Lớp mới {at}", course_id=course.id, plan_id=found.id,
                    method=Method.IN_PERSON, seats=seats, state=Progress.PLANNED, late_after=15,
                )
            )  # fmt: skip
        rows.commit()
    return found


def asked(site: Flask, browser: Any, plan: Plan) -> None:
    first, last = clock.today() + timedelta(days=30), clock.today() + timedelta(days=60)
    form = {"first": format_day(first), "last": format_day(last)}
    assert browser.post(f"/training/timetable/{plan.id}", form).status_code == 303
    with site.app_context():
        for number in jobs.due():
            jobs.run(number)


def lessons(rows: Any) -> list[Lesson]:
    rows.rollback()
    statement = select(Lesson).join(Cohort, Cohort.id == Lesson.cohort_id).where(Cohort.name.startswith("Lớp mới"))
    return list(rows.scalars(statement.order_by(Lesson.cohort_id, Lesson.starts_at)))


def test_a_proposal_is_looked_at_dropped_asked_anew_and_taken_over(
    site: Flask, rows: Any, browse: Any, plan: Plan
) -> None:
    coordinator = browse("dieuphoi")
    assert "Xếp lịch tự động" in coordinator.get(f"/training/plans/{plan.id}").text
    asked(site, coordinator, plan)
    page = coordinator.get(f"/training/timetable/{plan.id}").text
    assert page.count("Lớp mới 0") == 2
    assert "Lớp mới 3: không phòng nào đủ 1000 chỗ." in page
    assert lessons(rows) == []
    number = re.search(rf"/training/timetable/{plan.id}/(\d+)/drop", page)[1]
    assert coordinator.post(f"/training/timetable/{plan.id}/{number}/drop", {}).status_code == 303
    assert coordinator.post(f"/training/timetable/{plan.id}/{number}/accept", {}).status_code == 422
    asked(site, coordinator, plan)
    page = coordinator.get(f"/training/timetable/{plan.id}").text
    number = re.search(rf"/training/timetable/{plan.id}/(\d+)/accept", page)[1]
    assert coordinator.post(f"/training/timetable/{plan.id}/{number}/accept", {}).status_code == 303
    written = lessons(rows)
    assert len(written) == 6
    with site.app_context():
        assert [Check(rows, one).clashes() for one in written] == [[]] * 6
    teaches = select(TrainerSubject.trainer_id).join(Course, Course.subject_id == TrainerSubject.subject_id)
    able = set(rows.scalars(teaches.where(Course.code == "CT-DT")))
    assert {one.trainer_id for one in written} <= able
    assert coordinator.post(f"/training/timetable/{plan.id}/{number}/accept", {}).status_code == 422  # not twice
    assert len(lessons(rows)) == 6


def test_what_was_booked_meanwhile_stops_the_whole_proposal(site: Flask, rows: Any, browse: Any, plan: Plan) -> None:
    coordinator = browse("dieuphoi")
    for one in lessons(rows):
        rows.delete(one)
    rows.commit()
    asked(site, coordinator, plan)
    rows.rollback()
    row = rows.scalars(select(Timetable).order_by(Timetable.id.desc())).first()
    assert row.state is Fate.PROPOSED
    last = max(row.lessons, key=lambda one: one["cohort"])
    other = rows.scalars(select(Cohort).where(~Cohort.name.startswith("Lớp mới")).order_by(Cohort.id)).first()
    taken = Lesson(
        unit_id=other.unit_id, cohort_id=other.id, title="Họp đột xuất", day=date.fromisoformat(last["day"]),
        begins=last["begins"], ends=last["ends"], periods=4, room_id=last["room"],
    )  # fmt: skip
    rows.add(taken)
    rows.flush()
    begins = clock.now().replace(hour=int(last["begins"][:2]), minute=int(last["begins"][3:]), second=0, microsecond=0)
    taken.starts_at = begins + (taken.day - clock.today())
    taken.ends_at = taken.starts_at + timedelta(hours=3)
    rows.commit()
    answer = coordinator.post(f"/training/timetable/{plan.id}/{row.id}/accept", {})
    assert answer.status_code == 422
    assert "Họp đột xuất" in answer.text
    assert lessons(rows) == []


def test_days_that_are_over_and_people_who_do_not_plan_are_refused(rows: Any, browse: Any, plan: Plan) -> None:
    form = {"first": "01/01/2020", "last": "02/01/2020"}
    answer = browse("dieuphoi").post(f"/training/timetable/{plan.id}", form)
    assert answer.status_code == 422
    assert "từ ngày mai" in answer.text
    saturday = clock.today() + timedelta(days=12 - clock.today().weekday())
    form = {"first": format_day(saturday), "last": format_day(saturday + timedelta(days=1))}
    answer = browse("dieuphoi").post(f"/training/timetable/{plan.id}", form)
    assert answer.status_code == 422
    assert "Không có ngày làm việc" in answer.text
    assert browse("canbo").get(f"/training/timetable/{plan.id}").status_code in (403, 404)


def test_a_search_that_never_answers_does_not_lock_the_page(rows: Any, browse: Any, plan: Plan) -> None:
    first, ago = clock.today() + timedelta(days=30), clock.now() - timedelta(hours=1)
    rows.add(Timetable(plan_id=plan.id, first_day=first, last_day=first, asked_at=ago, state=Fate.SOLVING))
    rows.commit()
    page = browse("dieuphoi").get(f"/training/timetable/{plan.id}").text
    assert "Hãy yêu cầu xếp lại" in page
    assert 'name="first"' in page and "every 2s" not in page
