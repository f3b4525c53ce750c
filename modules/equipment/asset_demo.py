"""Holders, repairs, and a stock-take of this year that two people are in the middle of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, UnitLink, User, add_record, as_person, clock, take_steps, unit_of
from modules.equipment.assets import Asset, Condition
from modules.equipment.finding import Finding
from modules.equipment.repairs import Repair, Result
from modules.equipment.stocktake import StockTake, TeamMember
from modules.equipment.transfer import Transfer

ROAD = ["start", "compare", "correct", "sign"]
TEAM = [
    ("Lê Minh Khoa", "Phó Chủ tịch UBND phường", "Tổ trưởng"),
    ("Đặng Hoàng Phúc", "Thủ kho", "Ủy viên"),
    ("Nguyễn Thị Thu Hà", "Công chức Văn phòng", "Thư ký"),
]


def load(session: Session, people: dict[str, User]) -> None:
    """The signed stock-take of the first of January and one before the year's end, half counted, of the first ward."""
    if session.scalar(select(StockTake.id).limit(1)):
        return
    year, unit = clock.today().year, unit_of(session, WARD).id
    _lives(session, people, unit)
    _transfers(session, people, unit)
    today = clock.today()
    if today < date(year, 1, 20):
        year -= 1
    _taken(session, people, unit, f"Kiểm kê tài sản năm {year}", date(year, 1, 1), ROAD)
    first = today.replace(day=1)
    _taken(session, people, unit, f"Kiểm kê đột xuất tháng {first.month}/{first.year}", first, ROAD[:1])


def _transfers(session: Session, people: dict[str, User], unit_id: int) -> None:
    """A finished transfer from the other ward, and closed wards that still own what their successor should have."""
    finance, other = people["sotaichinh"], unit_of(session, OTHER_WARD).id
    asset = session.scalars(select(Asset).where(Asset.unit_id == other).order_by(Asset.id).limit(1)).one()
    begun = clock.now() - timedelta(days=40)
    with as_person(finance.id), clock.frozen(begun):
        transfer = Transfer(
            unit_id=other,
            created_by_id=finance.id,
            giver_id=other,
            receiver_id=unit_id,
            reason="Điều hòa thiết bị giữa hai phường",
            codes=asset.code,
            decision="77/QĐ-STC",
            decided_on=clock.today(),
        )
        add_record(session, transfer)
    for later, (step, who) in enumerate((("decide", finance), ("hand_over", finance), ("receive", people["kho"])), 1):
        with as_person(who.id), clock.frozen(begun + timedelta(days=2 * later)):
            take_steps(session, transfer, [(step, who.id)])
    links = select(UnitLink.old_id).where(UnitLink.new_id == unit_id).order_by(UnitLink.id).limit(3)
    for place, old in enumerate(session.scalars(links).all()):
        for number in range(3 + place):
            session.add(
                Asset(
                    unit_id=old,
                    code=f"TS-CU-{2018 + place}-{number + 1:05d}",
                    item_id=asset.item_id,
                    place=f"Phòng {number + 1}",
                    price=12_000_000,
                    acquired_on=date(2018 + place, 3, 4),
                    condition=Condition.GOOD,
                )
            )
    session.flush()


def _lives(session: Session, people: dict[str, User], unit_id: int) -> None:
    """Holders, warranties that end soon, one asset repaired and one still away."""
    keeper, today = people["kho"], clock.today()
    owned = list(session.scalars(select(Asset).where(Asset.unit_id == unit_id).order_by(Asset.id).limit(6)))
    with as_person(keeper.id):
        for number, asset in enumerate(owned):
            asset.serial, asset.holder = f"SN{number + 1:04d}VN", (TEAM[number % 3])[0]
            asset.warranty_until = today + timedelta(days=(-200, 25, 400)[number % 3])
            asset.because = "Giao người sử dụng"
        for asset, fault, back in ((owned[0], "Hỏng bộ nguồn", 20), (owned[2], "Kẹt giấy, hỏng cụm sấy", None)):
            repair = Repair(
                unit_id=unit_id,
                created_by_id=keeper.id,
                asset_id=asset.id,
                sent_on=today - timedelta(days=30),
                fault=fault,
                supplier="Công ty TNHH Dịch vụ Minh Họa",
                cost=1_250_000 if back else None,
                back_on=today - timedelta(days=back) if back else None,
                result=Result.FIXED if back else None,
            )
            add_record(session, repair)
        session.flush()


def _taken(session: Session, people: dict[str, User], unit_id: int, title: str, day: date, road: list[str]) -> None:
    keeper, official, open_now = people["kho"], people["canbo"], road == ROAD[:1]
    begun = min(datetime.combine(day, time(8), clock.ZONE) + timedelta(days=4), clock.now() - timedelta(hours=1))
    with as_person(keeper.id), clock.frozen(begun):
        taken = StockTake(
            unit_id=unit_id,
            created_by_id=keeper.id,
            title=title,
            taken_on=day,
            decision=f"{10 + day.month}/QĐ-UBND",
        )
        for position, (name, post, duty) in enumerate(TEAM, 1):
            taken.team.append(TeamMember(position=position, name=name, title=post, duty=duty))
        add_record(session, taken)
        take_steps(session, taken, [("start", keeper.id)])
        codes = list(
            session.scalars(select(Finding.code).where(Finding.stock_take_id == taken.id).order_by(Finding.code))
        )
    counted = codes[: len(codes) // 2] if open_now else codes[:-1]
    for number, code in enumerate(counted):
        who = (keeper, official)[number % 2]
        with as_person(who.id), clock.frozen(begun + timedelta(minutes=2 * number)):
            broken = Condition.BROKEN if number == 6 else None  # one that no repair of the demo speaks of
            taken.count(code, f"demo-{day}-{number}", "Kho tầng 1" if number == 3 else "", broken)
    if open_now:
        with as_person(official.id):
            taken.count("TS-CU-2017-00012", f"demo-{day}-surplus", "Kho tầng 1", sure=True)
    for at, step in enumerate(road[1:], 1):
        who = people["lanhdao"] if step == "sign" else keeper
        said = "Điều chỉnh theo biên bản kiểm kê." if step == "correct" else ""
        with as_person(who.id), clock.frozen(begun + timedelta(days=at)):
            take_steps(session, taken, [(step, who.id)], reason=said)
