"""Writing the processes and online services of the past; what a leaner version saves is computed, as at an approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.toolkit import put_rows
from modules.procedures.catalogue.online import OnlineService, ServiceLevel
from modules.procedures.demo.drafted import CLERK, EXPERT, LEADER, SEALER
from modules.procedures.demo.listed import DAY, LIST
from modules.procedures.demo.past.acts import Course
from modules.procedures.demo.past.written import AT_NIGHT, NIGHT, Writing
from modules.procedures.processes.comparison import Comparison
from modules.procedures.processes.process import Process, Stage
from modules.procedures.processes.steps import ProcessStep

# Services of the half-year by the levels of 2011: 433 of 1.542 take dossiers in. Since 15/08/2022 none is entered at those
# levels any more, but the city's report of June 2023 still counts by them: what stood there went over in 2024.
SERVICES = {"Mức độ 1": 407, "Mức độ 2": 702, "Mức độ 3": 148, "Mức độ 4": 285}
AFTER = {"Mức độ 2": "Một phần", "Mức độ 3": "Một phần", "Mức độ 4": "Toàn trình"}
OLD_UNTIL = date(2023, 12, 31)


def write_processes(writing: Writing) -> None:
    """Write all versions with their steps; each follows the one before it."""
    steps = {one: _steps(one) for one in writing.past.courses}
    rows = [_process(writing, one, steps) for one in writing.past.courses]
    ids = put_rows(writing.session, Process, rows)
    put_rows(
        writing.session,
        ProcessStep,
        [
            {**{name: getattr(step, name) for name in STEP}, "process_id": row, "outside": False}
            for one, row in zip(writing.past.courses, ids, strict=True)
            for step in steps[one]
        ],
    )
    made = zip(writing.past.courses, ids, strict=True)
    writing.passed("procedures.processes", (step for one, row in made for step in _road(one, row)))


def write_services(writing: Writing) -> None:
    """Write the services of the old levels, and of those that go on their new level since 2024."""
    levels = dict(writing.session.execute(select(ServiceLevel.name, ServiceLevel.id)).all())
    last = {one.of.code: one.until for one in writing.past.versions}
    own = {code for code, *_rest in LIST}
    since = {one.of.code: one.by.day for one in reversed(writing.past.versions)}
    old = [one for one in writing.past.names if since[one.code].year < 2023]
    names = [old[at * len(old) // sum(SERVICES.values())] for at in range(sum(SERVICES.values()))]
    rows, ranks = [], [name for name, number in SERVICES.items() for _one in range(number)]
    for at, name in enumerate(names):
        rank = ranks[at * 577 % len(ranks)]  # no common divisor: each rank is drawn once
        words = {
            **writing.owned(since[name.code]),
            "code": f"{name.code[:8]}.DVC.{at:04d}",
            "name": name.name[:500],
            "procedure_id": writing.procedures[name.code],
            "pays": rank in ("Mức độ 3", "Mức độ 4") and at % 2 == 0,
            "address": None,
        }
        rows.append(words | {"level_id": levels[rank], "valid_from": since[name.code], "valid_to": OLD_UNTIL})
        if rank in AFTER:
            ends = DAY - timedelta(days=1) if name.code in own else last[name.code]
            new = {"level_id": levels[AFTER[rank]], "valid_from": OLD_UNTIL + timedelta(days=1), "valid_to": ends}
            rows.append(words | new | {"code": f"{words['code']}.2"})
    put_rows(writing.session, OnlineService, rows)


STEP = ("position", "code", "name", "role", "hours", "onward", "back_to", "forms_out")


def _steps(one: Course) -> list[ProcessStep]:
    """The steps of a version; one that will become leaner has two more, which take its spare hours."""
    main = Decimal(one.days * 8 - 10) if one.days > 2 else Decimal("0.5")
    rows = [
        ("Kiểm tra, tiếp nhận hồ sơ", CLERK, Decimal("0.5"), "Mẫu 01"),
        ("Thẩm định hồ sơ, soạn thảo kết quả", EXPERT, main, "Mẫu 02; Mẫu 03"),
        ("Ký duyệt", LEADER, Decimal(1), None),
        ("Đóng dấu, vào sổ", SEALER, Decimal("0.5"), None),
        ("Trả kết quả, thống kê", CLERK, Decimal("0.5"), "Mẫu 07"),
    ]
    if one.spare:
        rows.insert(1, ("Chuyển hồ sơ cho bộ phận chuyên môn", CLERK, Decimal("0.5"), "Mẫu 06"))
        rows.insert(3, ("Trình lãnh đạo bộ phận xem xét", EXPERT, one.spare - Decimal("0.5"), None))
    last = len(rows)
    return [
        ProcessStep(
            position=at, code=f"B{at}", name=name, role=role, hours=hours, forms_out=forms,
            onward=f"B{at + 1}" if at < last else None, back_to="B1" if name.startswith("Thẩm định") else None,
        )
        for at, (name, role, hours, forms) in enumerate(rows, 1)
    ]  # fmt: skip


def _process(writing: Writing, one: Course, steps: dict[Course, list[ProcessStep]]) -> dict[str, Any]:
    change = Comparison(steps[one.before], steps[one]) if one.before else None
    return {
        **writing.owned(one.appraised - timedelta(days=5) if one.appraised else one.by.signed),
        "code": one.of.code,
        "number": one.number,
        "procedure_id": writing.procedures[one.of.code],
        "level_id": writing.levels[one.level],
        "name": f"{one.of.name} ({LEVELS[one.level]})"[:500],
        "hours": sum((step.hours for step in steps[one]), Decimal(0)),
        "hours_before": sum((step.hours for step in steps[one.before]), Decimal(0)) if one.before else None,
        "saved_hours": change.saved if change else None,
        "dropped": len(change.dropped) if change else None,
        "decision_id": writing.decisions[one.by],
        "valid_from": one.by.day,
        "valid_to": one.until,
        "state": Stage.RETIRED if one.until else Stage.APPROVED,
    }


LEVELS = {"TINH": "cấp tỉnh", "HUYEN": "cấp huyện", "XA": "cấp xã"}


def _road(one: Course, row: int) -> Iterator[tuple[int, str, str, str, str, date, int]]:
    if one.appraised is not None:
        yield row, "send", "drafted", "sent", "sotuphap", one.appraised - timedelta(days=3), 60
        yield row, "appraise", "sent", "appraised", "vanphongub", one.appraised, 75
        yield row, "submit", "appraised", "submitted", "vanphongub", one.by.signed - timedelta(days=2), 30
    yield row, "approve", "submitted", "approved", "lanhdaotp", one.by.signed, 120
    if one.until is not None:
        yield row, "retire", "approved", "retired", NIGHT, one.until + timedelta(days=1), AT_NIGHT
