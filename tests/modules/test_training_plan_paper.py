"""The plan on paper: the form of a Kế hoạch, the basis of its prices, its annexes with classes, timetable and quotas."""

from __future__ import annotations

import re
import subprocess
from typing import Any

from sqlalchemy import func, select

from app.data import clock
from app.data.base import db
from app.data.people import Unit
from app.engine.access import SYSTEM, bind
from modules.training.catalogue.courses import Course, CoursePart
from modules.training.planning.allotment import allotment
from modules.training.planning.document import document
from modules.training.planning.plans import BudgetLine, Plan, PlanCourse, Quota
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson

PLANS = "/training/plans"


def test_the_plan_on_paper_names_the_basis_of_each_price(rows: Any, browse: Any) -> None:
    line = rows.scalars(select(BudgetLine).where(BudgetLine.rate_source.is_not(None)).order_by(BudgetLine.id)).first()
    pdf = browse("dieuphoi").get(f"{PLANS}/{line.plan_id}/print/ke-hoach.pdf").data
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    assert f"Định mức chi của khoản 1, 2, 3: {line.rate_source}." in " ".join(told.split())


def test_the_plan_on_paper_keeps_the_form_of_a_plan_however_its_text_is_typed(rows: Any, browse: Any) -> None:
    line = rows.scalars(select(PlanCourse).order_by(PlanCourse.plan_id, PlanCourse.position)).first()
    plan = rows.get(Plan, line.plan_id)
    plan.title, plan.basis = "Kế hoạch tập huấn Đề án 06", "Căn cứ Luật A;\nNghị định B.\n\n"
    plan.audience, plan.execution = "Cán bộ phường.", "Phường cử người.\nSở tổ chức"
    line.classes, line.seats = 10, 160
    rows.flush()
    seats = rows.scalar(select(func.sum(PlanCourse.classes * PlanCourse.seats)).where(PlanCourse.plan_id == plan.id))
    part = rows.scalars(select(CoursePart).where(CoursePart.course_id == line.course_id)).first()
    known = f"số {plan.decision} ngày {plan.decided_on:%d/%m/%Y}"
    rows.commit()
    pdf = browse("dieuphoi").get(f"{PLANS}/{plan.id}/print/ke-hoach.pdf").data
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    paper = " ".join(told.split())
    assert "KẾ HOẠCH Tập huấn Đề án 06 Căn cứ Luật A; Căn cứ Nghị định B. I." in paper
    assert "Cán bộ phường. IV." in paper and "Phường cử người. Sở tổ chức./." in paper
    assert paper.count(f"(Kèm theo Kế hoạch {known} của Sở Khoa học và Công nghệ)") == 3
    assert f"- {part.title}: {part.periods} tiết" in paper
    assert "1.600" in paper and f"{seats:,}".replace(",", ".") in paper


def test_a_plan_that_nobody_has_approved_keeps_the_place_of_the_director_who_will(rows: Any, browse: Any) -> None:
    coordinator, today = browse("dieuphoi"), clock.today()
    form = {"title": "Kế hoạch thử", "scope": "campaign", "year": "2026", "basis": "Căn cứ", "purpose": "Mục đích"}
    days = {"begins_on": f"{today:%d/%m/%Y}", "ends_on": f"{today:%d/%m/%Y}", "version": "0"}
    page = coordinator.post(f"{PLANS}/new", form | days).headers["Location"]
    told = subprocess.run(
        ["pdftotext", "-", "-"],
        input=coordinator.get(f"{page}/print/ke-hoach.pdf").data,
        check=True,
        capture_output=True,
    ).stdout.decode()
    assert "GIÁM ĐỐC" in told and "TM. ỦY BAN NHÂN DÂN" not in told


def test_the_quotas_on_paper_stand_below_their_course_and_add_up(rows: Any, browse: Any) -> None:
    plan = rows.scalar(select(Quota.plan_id).limit(1))
    of_course = func.sum(Quota.seats).filter(Quota.course_id == PlanCourse.course_id)
    lines = select(Course.code, of_course).join(PlanCourse).join(Quota, Quota.plan_id == PlanCourse.plan_id)
    sums = rows.execute(
        lines.where(PlanCourse.plan_id == plan).group_by(Course.code, PlanCourse.position).order_by(PlanCourse.position)
    )
    pdf = browse("dieuphoi").get(f"{PLANS}/{plan}/print/ke-hoach.pdf").data
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    words = re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', told.split("III")[-1])
    drawn: dict[str, list[tuple[str, str]]] = {}
    for right, bottom, written in words:
        word = written.replace(".", "")
        if word.isdigit():
            drawn.setdefault(bottom, []).append((right, word))
    *units, whole = drawn.values()
    expected = [str(one or 0) for _code, one in sums]
    assert [word for _right, word in whole] == [*expected, str(sum(map(int, expected)))]
    for line in units:
        assert {right for right, _word in line[1:]} <= {right for right, _word in whole}


def test_units_stand_in_the_same_order_on_screen_and_paper_whatever_their_marks(rows: Any, site: Any) -> None:
    plan, course = rows.execute(select(Quota.plan_id, Quota.course_id).limit(1)).one()
    names = ["Phường Hạnh Thông", "Phường Hòa Hưng"]  # by the numbers of their letters ò stands before ạ
    for unit in rows.scalars(select(Unit).where(Unit.name.in_(names), Unit.valid_to.is_(None))):
        rows.add(Quota(plan_id=plan, course_id=course, unit_id=unit.id, for_unit_id=unit.id, seats=1))
    rows.commit()
    with site.app_context():
        bind(db.session(), SYSTEM)
        asked = db.session.get_one(Plan, plan)
        on_paper = [name for name, _seats in document(asked)["quotas"]]
        on_screen = [name for name, _unit, _seats in (allotment(asked) or {})["units"]]
    assert on_paper == on_screen
    assert [name for name in on_paper if name in names] == names


def test_a_class_stands_in_the_timetable_of_the_plan_once(rows: Any, browse: Any, site: Any) -> None:
    asked = select(Cohort).join(Lesson).where(Cohort.plan_id.is_not(None), Lesson.became != Held.CANCELLED)
    room_and_trainer = func.count(func.distinct(Lesson.room_id)) + func.count(func.distinct(Lesson.trainer_id))
    class_ = rows.scalars(asked.group_by(Cohort.id).having(func.count() > 1, room_and_trainer == 2)).first()
    pdf = browse("dieuphoi").get(f"{PLANS}/{class_.plan_id}/print/ke-hoach.pdf").data
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True
    ).stdout.decode()
    timetable = told.split("PHỤ LỤC II\n")[1].split("PHỤ LỤC III")[0]
    for lesson in rows.scalars(select(Lesson).where(Lesson.cohort_id == class_.id, Lesson.became != Held.CANCELLED)):
        assert f"{lesson.day:%d/%m/%Y}, {lesson.begins}–{lesson.ends}: " in timetable
    with site.app_context():
        whole = document(rows.get_one(Plan, class_.plan_id))["sittings"]
    assert sum(one[0].cohort_id == class_.id for one in whole) == 1
