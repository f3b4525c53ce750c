"""The reports on a class and on a plan as workbooks; on paper they are printouts of either."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, g
from flask.typing import ResponseReturnValue

from app.toolkit import Sheet, Strong, asked_record, format_day, hand_out, workbook
from modules.training.outcome.reports import ClassResult, of_plan, report_of_class
from modules.training.planning.plans import Plan, Stage
from modules.training.roles import COORDINATOR
from modules.training.timetable.cohorts import Cohort

bp = Blueprint("training_report", __name__, url_prefix="/training/report")
ROLL = {
    "STT": 6,
    "Buổi học": 44,
    "Ngày": 12,
    "Giờ": 14,
    "Có mặt": 10,
    "Trong đó đi muộn": 12,
    "Có phép": 10,
    "Vắng": 10,
}
COSTS = {"STT": 6, "Khoản chi": 34, "Dự toán (đồng)": 18, "Đã chi (đồng)": 18, "Còn lại (đồng)": 18, "Chứng từ": 20}
RESULT = {"Chỉ tiêu": 44, "Kết quả": 18}
CLASSES = {
    "STT": 6, "Mã lớp": 16, "Lớp": 50, "Từ ngày": 12, "Đến ngày": 12, "Trạng thái": 18, "Tham dự": 10, "Đạt": 10,
    "Không đạt": 10, "Dự học (%)": 10, "Điểm đầu (%)": 10, "Điểm cuối (%)": 10, "Đánh giá (1–5)": 10,
    "Dự toán (đồng)": 16, "Đã chi (đồng)": 16,
}  # fmt: skip


@bp.get("/class-<int:row>.xlsx")
def class_sheet(row: int) -> ResponseReturnValue:
    """The report on a class: its result, each lesson's roll, its costs."""
    cohort = asked_record(Cohort, row, act="export")
    return hand_out(_of_class(cohort, report_of_class(cohort)), f"bao-cao-lop-{cohort.code}.xlsx")


@bp.get("/plan-<int:row>.xlsx")
def plan_sheet(row: int) -> ResponseReturnValue:
    """The report on a plan, a line for each class."""
    plan = asked_record(Plan, row, act="export")
    if plan.state is Stage.DRAFT and not g.principal.holds((COORDINATOR,)):
        abort(404)  # to the others it is no plan yet
    return hand_out(_of_plan(plan, of_plan(plan)), f"bao-cao-ke-hoach-{plan.number}.xlsx")


def _of_class(cohort: Cohort, told: dict[str, Any]) -> io.BytesIO:
    above = ["BÁO CÁO KẾT QUẢ LỚP TẬP HUẤN", f"{cohort.name} ({cohort.code})"]
    opinion = told["opinion"]
    few = isinstance(opinion, int)
    results: list[Sequence[Any]] = [
        ["Học viên", told["seated"]],
        ["Đạt", told["passed"]],
        ["Không đạt", told["failed"]],
        ["Dự học bình quân (%)", told["presence"]],
        ["Điểm kiểm tra đầu khóa bình quân (%)", told["before"]],
        ["Điểm kiểm tra cuối khóa bình quân (%)", told["after"]],
        [f"Điểm tăng bình quân của {told['tested']} người làm cả hai bài", told["gain"]],
        ["Số phiếu đánh giá", opinion if few else opinion.number],
        *([] if few else [
            ["Nội dung (1–5)", opinion.means["content"]], ["Giảng viên (1–5)", opinion.means["teaching"]],
            ["Tổ chức (1–5)", opinion.means["logistics"]],
        ]),
    ]  # fmt: skip
    if few:
        results.append([f"Điểm đánh giá chỉ nêu khi có từ {told['fewest']} phiếu trở lên", ""])
    rolls = [
        [at, one.title, format_day(one.day), f"{one.begins}–{one.ends}", one.there, one.late, one.excused, one.absent]
        for at, one in enumerate(told["lessons"], 1)
    ]
    costs: list[Sequence[Any]] = [
        [at, str(one.cost), one.planned, one.spent or 0, one.planned - (one.spent or 0), one.paper or ""]
        for at, one in enumerate(told["costs"], 1)
    ]
    costs.append(Strong([None, "Tổng cộng", told["planned"], told["spent"], told["planned"] - told["spent"], None]))
    return workbook(
        Sheet("Kết quả", RESULT, results, above, paper="A4"),
        Sheet("Điểm danh", ROLL, rolls, above, fixed=2, paper="A4"),
        Sheet("Chi phí", COSTS, costs, above, fixed=2, paper="A4"),
    )


def _of_plan(plan: Plan, told: dict[str, Any]) -> io.BytesIO:
    above = ["BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH TẬP HUẤN", f"{plan.title} ({plan.number})"]
    rows: list[Sequence[Any]] = [_line(at, one) for at, one in enumerate(told["rows"], 1)]
    sums = [told["seated"], told["passed"], *[None] * 5, told["planned"], told["spent"]]
    rows.append(Strong([None, None, "Tổng cộng", None, None, None, *sums]))
    return workbook(Sheet("Các lớp", CLASSES, rows, above, fixed=3, paper="A3"))


def _line(at: int, row: ClassResult) -> list[Any]:
    one, numbers = row.cohort, row.numbers
    means = [_whole(getattr(numbers, name)) for name in ("presence", "before", "after")] if numbers else [None] * 3
    counts = [numbers.seated, numbers.passed, numbers.failed] if numbers else [0, 0, 0]
    days = [format_day(day) if day else "" for day in (one.begins_on, one.ends_on)]
    return [at, one.code, one.name, *days, str(one.state), *counts, *means, row.opinion, row.planned, row.spent]


def _whole(mean: Any) -> int | None:
    return None if mean is None else round(float(mean))
