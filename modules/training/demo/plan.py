"""The plan of the year with the survey before it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import User, add_record, clock, take_steps, unit_of
from modules.training.catalogue.courses import Course
from modules.training.catalogue.trainers import Cost, Rank
from modules.training.demo.people import morning, units
from modules.training.planning.plans import BudgetLine, Method, Plan, PlanCourse, Quota, Scope
from modules.training.planning.surveys import Need, NeedLine, Survey, SurveyCourse


def load(session: Session, people: dict[str, User]) -> None:
    """A survey that is over and one that is open, the plan made of the first, and its quotas."""
    today, home = clock.today(), unit_of(session, "SKHCN").id
    courses = list(session.scalars(select(Course).order_by(Course.id)))
    surveys = []
    begins, _ends = months()
    before = begins - timedelta(days=75)
    spans = ((before, before + timedelta(days=28)), (today - timedelta(days=20), today + timedelta(days=25)))
    for year, (first, last) in enumerate(spans, begins.year):
        lines = [SurveyCourse(position=at, course_id=course.id) for at, course in enumerate(courses, 1)]
        surveys.append(
            Survey(
                unit_id=home, name=f"Khảo sát nhu cầu tập huấn Đề án 06 năm {year}", year=year, opens_on=first,
                closes_on=last, told_on=first, courses=lines, created_by_id=people["dieuphoi"].id, created_at=morning(first),
            )
        )  # fmt: skip
    session.add_all(surveys)
    session.flush()
    for place, unit in enumerate(units(session)[:4]):
        lines = [
            NeedLine(position=at, course_id=course.id, number=1 + (at + place) % 3)
            for at, course in enumerate(courses[:6], 1)
        ]
        with clock.frozen(morning(today - timedelta(days=6 - place))):
            need = Need(unit_id=unit.id, survey_id=surveys[1].id, lines=lines, created_by_id=people["canbo"].id)
            session.add(need)
            session.flush()
            walk = [("submit", people["canbo"].id), ("send", people["lanhdao"].id)][: place % 3]
            take_steps(session, need, walk)
    _plan(session, people, surveys[0], courses)


def months() -> tuple[date, date]:
    """The first and the last day of the plan: twelve months, half of them past."""
    first = (clock.today() - timedelta(days=170)).replace(day=1)
    return first, first.replace(year=first.year + 1) - timedelta(days=1)


def _plan(session: Session, people: dict[str, User], survey: Survey, courses: list[Course]) -> None:
    rank, year = session.scalar(select(Rank.id).order_by(Rank.id.desc()).limit(1)), survey.year
    begins, ends = months()
    plan = Plan(
        unit_id=survey.unit_id, title=f"Kế hoạch tập huấn Đề án 06 cho phường, xã, đặc khu từ {begins:%m/%Y} đến {ends:%m/%Y}",
        scope=Scope.YEAR, year=year, survey_id=survey.id, begins_on=begins, ends_on=ends,
        basis="Quyết định 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ\nKết quả khảo sát nhu cầu của các đơn vị",
        purpose="Bảo đảm cán bộ, công chức cấp xã thực hiện được các dịch vụ công của Đề án 06.",
        audience="Cán bộ, công chức của 168 phường, xã, đặc khu", fund="Ngân sách Thành phố",
        created_by_id=people["dieuphoi"].id,
        courses=[
            PlanCourse(position=at, course_id=course.id, classes=2, seats=40, method=list(Method)[at % 3])
            for at, course in enumerate(courses, 1)
        ],
        budget=[
            BudgetLine(position=1, cost=Cost.TRAINER, rank_id=rank, what="Thù lao giảng viên", quantity=48, price=600_000),
            BudgetLine(position=2, cost=Cost.TEA, what="Nước uống giữa giờ", quantity=1920, price=20_000),
            BudgetLine(position=3, cost=Cost.MATERIAL, what="Tài liệu", quantity=960, price=30_000),
        ],
    )  # fmt: skip
    decided = begins - timedelta(days=3)
    with clock.frozen(morning(decided - timedelta(days=7))):
        add_record(session, plan)
    plan.decision, plan.decided_on = f"12/KH-SKHCN-{year}", decided
    for days, step, who in ((5, "submit", "dieuphoi"), (2, "cost", "sotaichinh"), (0, "approve", "duyetkehoach")):
        with clock.frozen(morning(decided - timedelta(days=days))):
            take_steps(session, plan, [(step, people[who].id)])
    for unit in units(session):
        for course in courses:
            quota = Quota(
                unit_id=unit.id, for_unit_id=unit.id, plan_id=plan.id, course_id=course.id,
                seats=12, created_by_id=people["dieuphoi"].id,
            )  # fmt: skip
            session.add(quota)
    session.flush()
