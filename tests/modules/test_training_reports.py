"""What is reported of a class and of a plan: on paper, and as a workbook with the same figures."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import openpyxl
import pytest
from sqlalchemy import delete, func, select

from app.toolkit import FEWEST_ANSWERS
from modules.training.attendance.presences import Mark, Presence
from modules.training.catalogue.trainers import Cost
from modules.training.joining.enrolments import TAKEN, Enrolment
from modules.training.outcome.opinions import Opinion
from modules.training.timetable.cohorts import Cohort, CohortCost, Progress
from modules.training.timetable.lessons import Held, Lesson


@pytest.fixture
def cohort(rows: Any) -> Cohort:
    """A class of the plan that is over and of which five or more have said what they think."""
    many = select(Opinion.cohort_id).group_by(Opinion.cohort_id).having(func.count() >= 5)
    found = select(Cohort).where(Cohort.id.in_(many), Cohort.state == Progress.FINISHED, Cohort.plan_id.is_not(None))
    one: Cohort = rows.scalars(found.order_by(Cohort.id)).first()
    rows.execute(delete(CohortCost).where(CohortCost.cohort_id == one.id))
    rows.add(CohortCost(cohort_id=one.id, position=1, cost=Cost.TEA, planned=1_500_000, spent=1_234_000, paper="PC 7"))
    rows.commit()
    return one


def written(browser: Any, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.data, check=True, capture_output=True)
    return " ".join(told.stdout.decode().split())


def sheets(browser: Any, path: str) -> dict[str, list[tuple[Any, ...]]]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_report_on_a_class_tells_each_lesson_the_gain_the_opinions_and_the_cost(
    rows: Any, browse: Any, cohort: Cohort
) -> None:
    coordinator, number = browse("dieuphoi"), cohort.id
    lesson = rows.scalars(select(Lesson).where(Lesson.cohort_id == number, Lesson.became == Held.HELD)).first()
    marks = dict(
        rows.execute(
            select(Presence.mark, func.count()).where(Presence.lesson_id == lesson.id).group_by(Presence.mark)
        ).all()
    )
    seated = (Enrolment.cohort_id == number, Enrolment.state.in_(TAKEN))
    gain = round(float(rows.scalar(select(func.avg(Enrolment.after - Enrolment.before)).where(*seated))))
    there, late = marks.get(Mark.PRESENT, 0) + marks.get(Mark.LATE, 0), marks.get(Mark.LATE, 0)
    away = (marks.get(Mark.EXCUSED, 0), marks.get(Mark.ABSENT, 0))
    paper = written(coordinator, f"/training/classes/{number}/print/bao-cao.pdf")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper and f"({cohort.code})" in paper
    assert f"bình quân tăng {gain} điểm" in paper
    assert f"người làm cả hai bài: +{gain} điểm" in coordinator.get(f"/training/classes/{number}").text
    assert "1.500.000" in paper and "1.234.000" in paper and "PC 7" in paper
    opinions = rows.scalar(select(func.count()).select_from(Opinion).where(Opinion.cohort_id == number))
    assert f"{opinions} phiếu, thang điểm 5" in paper
    book = sheets(coordinator, f"/training/report/class-{number}.xlsx")
    (row,) = [one for one in book["Điểm danh"] if one[1] == lesson.title]
    assert row[4:8] == (there, late, *away)
    assert f"{there} {late} {away[0]} {away[1]} {there * 100 // (there + sum(away))}%" in paper
    assert (None, "Tổng cộng", 1_500_000, 1_234_000, 266_000, None) in book["Chi phí"]
    results = dict(one[:2] for one in book["Kết quả"] if one[0])
    assert results["Học viên"] == rows.scalar(select(func.count()).where(*seated))
    assert results["Số phiếu đánh giá"] == opinions and results["Nội dung (1–5)"] > 1


def test_of_too_few_answers_a_report_tells_only_how_many(rows: Any, browse: Any) -> None:
    few = select(Opinion.cohort_id).group_by(Opinion.cohort_id).having(func.count() < FEWEST_ANSWERS)
    number = rows.scalars(few).first()
    coordinator, said = browse("dieuphoi"), f"từ {FEWEST_ANSWERS} phiếu trở lên"
    paper = written(coordinator, f"/training/classes/{number}/print/bao-cao.pdf")
    assert f"phiếu; kết quả chỉ nêu khi có {said}" in paper
    assert f"có kết quả khi đủ {FEWEST_ANSWERS} phiếu" in coordinator.get(f"/training/classes/{number}").text
    plan = rows.scalar(select(Cohort.plan_id).where(Cohort.id == number))
    assert said in written(coordinator, f"/training/plans/{plan}/print/bao-cao.pdf")
    told = [one[0] for one in sheets(coordinator, f"/training/report/class-{number}.xlsx")["Kết quả"]]
    assert "Nội dung (1–5)" not in told and f"Điểm đánh giá chỉ nêu khi có {said}" in told


def test_the_report_on_a_plan_sums_its_classes_up(rows: Any, browse: Any, cohort: Cohort) -> None:
    coordinator, plan = browse("dieuphoi"), cohort.plan_id
    paper = written(coordinator, f"/training/plans/{plan}/print/bao-cao.pdf")
    assert "1.234 / 1.500" in paper
    lines = sheets(coordinator, f"/training/report/plan-{plan}.xlsx")["Các lớp"]
    (mine,) = [one for one in lines if one[1] == cohort.code]
    assert mine[13:15] == (1_500_000, 1_234_000) and 1 <= mine[12] <= 5
    total = next(one for one in lines if one[2] == "Tổng cộng")
    counted = [one for one in lines if isinstance(one[0], int)]
    assert total[6] == sum(one[6] for one in counted) and total[14] == sum(one[14] for one in counted)
    assert f"{total[6]} lượt người tham dự" in paper


def test_a_ward_takes_no_report_away(browse: Any, cohort: Cohort) -> None:
    for login in ("canbo", "hocvien"):
        assert browse(login).get(f"/training/report/class-{cohort.id}.xlsx").status_code == 403
        assert browse(login).get(f"/training/report/plan-{cohort.plan_id}.xlsx").status_code == 403
