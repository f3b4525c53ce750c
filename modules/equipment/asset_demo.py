"""A stock-take of this year that two people are in the middle of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.toolkit import WARD, User, as_person, clock, take_steps, unit_of
from modules.equipment.assets import Condition
from modules.equipment.finding import Finding
from modules.equipment.stocktake import StockTake, TeamMember

KEY = "equipment.stock-takes"
TEAM = [
    ("Lê Minh Khoa", "Phó Chủ tịch UBND phường", "Tổ trưởng"),
    ("Đặng Hoàng Phúc", "Thủ kho", "Ủy viên"),
    ("Nguyễn Thị Thu Hà", "Công chức Văn phòng", "Thư ký"),
]


def load(session: Any, people: dict[str, User]) -> None:
    """Last year's signed stock-take and this year's, half counted, of the first ward."""
    if session.scalar(select(StockTake.id).limit(1)):
        return
    year, unit = clock.today().year, unit_of(session, WARD).id
    _taken(session, people, unit, year - 1, ["start", "compare", "correct", "sign"])
    _taken(session, people, unit, year, ["start"])


def _taken(session: Any, people: dict[str, User], unit_id: int, year: int, road: list[str]) -> None:
    keeper, official = people["kho"], people["canbo"]
    with as_person(keeper.id):
        taken = StockTake(
            unit_id=unit_id,
            created_by_id=keeper.id,
            title=f"Kiểm kê tài sản năm {year}",
            taken_on=date(year, 1, 1),
            decision=f"{10 + year % 10}/QĐ-UBND",
        )
        for position, (name, title, duty) in enumerate(TEAM, 1):
            taken.team.append(TeamMember(position=position, name=name, title=title, duty=duty))
        session.add(taken)
        session.flush()
        take_steps(session, KEY, taken, [])
        take_steps(session, KEY, taken, [("start", keeper.id)])
        codes = list(
            session.scalars(select(Finding.code).where(Finding.stock_take_id == taken.id).order_by(Finding.code))
        )
    counted = codes[: len(codes) // 2] if road == ["start"] else codes[:-1]
    for number, code in enumerate(counted):
        who = (keeper, official)[number % 2]
        with as_person(who.id), clock.frozen(clock.now() - timedelta(minutes=40 - number)):
            broken = Condition.BROKEN if number == 1 else None
            taken.count(code, f"demo-{year}-{number}", f"Kho tầng {year % 3 + 1}" if number == 3 else "", broken)
    if road == ["start"]:
        with as_person(official.id):
            taken.count("TS-CU-2017-00012", f"demo-{year}-surplus", "Kho tầng 1")
    for step in road[1:]:
        who = people["lanhdao"] if step == "sign" else keeper
        with as_person(who.id):
            take_steps(session, KEY, taken, [(step, who.id)], reason="Điều chỉnh theo biên bản kiểm kê.")
