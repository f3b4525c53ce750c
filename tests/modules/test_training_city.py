"""The demo of a whole city: a plan for all 168 units, half of it past, in which nothing clashes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.engine import demo
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.training.attendance.presences import Presence
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment
from modules.training.outcome.certificates import Certificate
from modules.training.planning.plans import BudgetLine, Plan, PlanCourse, Quota
from modules.training.planning.surveys import Need
from modules.training.timetable.cohorts import Cohort, CohortCost, Progress
from modules.training.timetable.lessons import Lesson
from modules.training.timetable.surroundings import FARTHEST

MODELS = (Trainee, Quota, Need, Cohort, CohortCost, Lesson, Enrolment, Presence, Certificate, PlanCourse, BudgetLine)


def _load(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        demo.load_demo(session)


@pytest.fixture(scope="module", autouse=True)
def city(site: Flask) -> Iterator[None]:
    """The site shows all units from here on, as after `flask demo load --size city`."""
    demo.extent["size"] = "city"
    _load(site)
    yield
    demo.extent["size"] = "ward"


def test_each_of_the_168_units_has_officials_a_quota_and_people_in_classes(rows: Any) -> None:
    for units in (Trainee.unit_id, Quota.for_unit_id, Enrolment.unit_id):
        assert rows.scalar(select(func.count(units.distinct()))) == 168
    answers = select(func.count()).select_from(Need).where(Need.survey_id == select(Plan.survey_id).scalar_subquery())
    assert rows.scalar(answers) == 163  # a few units did not answer


def test_half_of_the_plan_is_past_with_presences_certificates_and_costs(rows: Any) -> None:
    states = Counter(rows.scalars(select(Cohort.state).where(Cohort.plan_id.is_not(None))))
    assert 0.4 < states[Progress.FINISHED] / states.total() < 0.7
    held = select(Cohort.id).where(Cohort.state == Progress.FINISHED)
    marked = select(Lesson.cohort_id).join(Presence, Presence.lesson_id == Lesson.id)
    certified, paid = select(Certificate.cohort_id), select(CohortCost.cohort_id).where(CohortCost.spent > 0)
    ours = held.where(Cohort.plan_id.is_not(None))
    for what in (marked, certified, paid):
        assert not rows.scalars(ours.where(Cohort.id.not_in(what))).all()
    assert not rows.scalars(
        select(Cohort.id).where(Cohort.id.not_in(select(CohortCost.cohort_id)), Cohort.plan_id.is_not(None))
    ).all()


def test_the_plan_has_as_many_classes_as_are_held_and_pays_for_them(rows: Any) -> None:
    plan = rows.scalars(select(Plan)).one()
    held = dict(
        rows.execute(
            select(Cohort.course_id, func.count()).where(Cohort.plan_id == plan.id).group_by(Cohort.course_id)
        ).all()
    )
    assert {one.course_id: one.classes for one in rows.scalars(select(PlanCourse))} == held
    planned = rows.scalar(select(func.sum(CohortCost.planned)).join(Cohort).where(Cohort.plan_id == plan.id))
    assert plan.total == sum(one.amount for one in rows.scalars(select(BudgetLine))) == planned


def test_nobody_and_no_room_is_twice_anywhere_at_one_time(rows: Any) -> None:
    lessons = list(rows.scalars(select(Lesson).where(Lesson.day > clock.today() + FARTHEST)))
    assert len(lessons) > 40
    busy = Counter[Any]()
    for one in lessons:
        busy.update(
            (one.day, one.begins, kind, row) for kind, row in (("who", one.trainer_id), ("room", one.room_id)) if row
        )
    assert max(busy.values()) == 1


def test_the_pages_of_a_whole_city_open(browse: Any) -> None:
    coordinator = browse("dieuphoi")
    page = coordinator.get("/training/coverage/").text
    assert page.count("<tr>") > 168 and "Đặc khu Côn Đảo" in page
    assert "163/168 đơn vị đã trả lời" in coordinator.get("/training/surveys/1").text
    plan = coordinator.get("/training/plans/1").text
    assert plan.index('id="panel-classes"') < plan.index('id="panel-quotas"')
    assert '<details class="body"><summary>Từng đơn vị' in plan  # 168 rows, folded
    heads = re.findall(r"<(?:h2|summary)[^>]*>([^<]+)</", plan)
    assert len(heads) == len(set(heads)), "no heading stands twice on the page of a plan"
    assert browse("canbo").get("/training/coverage/").text.count("Phường ") < 20  # a ward sees itself


def test_loading_it_again_changes_nothing(rows: Any, site: Flask) -> None:
    before = [rows.scalar(select(func.count()).select_from(model)) for model in MODELS]
    rows.rollback()
    _load(site)
    assert [rows.scalar(select(func.count()).select_from(model)) for model in MODELS] == before
