"""A year of fictional requests in several wards, in every state, dated from today."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import (
    OTHER_WARD,
    WARD,
    Unit,
    User,
    add_person,
    clock,
    format_day,
    invent_name,
    some_units,
    unit_of,
)
from modules.equipment import ageing, asset_demo, demo_requests
from modules.equipment.assets import CODES, Asset, Condition
from modules.equipment.campaign import Campaign
from modules.equipment.demo_needs import PRICES, rounded
from modules.equipment.norms import DeskCount, Staffing
from modules.equipment.request import Request
from modules.equipment.seed import item_id, title_id


def load(session: Session) -> None:
    """People, two campaigns, wards with their officials and desks, and requests; loading twice changes nothing."""
    people = _people(session)
    if session.scalar(select(func.count()).select_from(Request)):
        return
    wards = _wards(session, people)
    for place, unit in enumerate(wards):
        _furnish(session, unit, place)
    demo_requests.spring(session, people, wards[0])
    campaigns = _campaigns(session)
    for unit, number, campaign, road, days in demo_requests.plan(wards):
        demo_requests.walk(session, people, campaigns[campaign], unit, number, road, days)
    asset_demo.load(session, people)
    list(ageing.remind_late(session))


# Days before today on which the campaigns open and close: last winter's, this half-year's, the one that is open.
WINDOWS = [(335, 195, 41), (125, 28, 97), (75, -20, 138)]


def _campaigns(session: Session) -> list[Campaign]:
    city, today, rows = unit_of(session, "79").id, clock.today(), []
    for (first, last, letter), name in zip(WINDOWS, ("đợt 1", "đợt 2", ""), strict=True):
        opens, year = today - timedelta(days=first), today.year
        rows.append(
            Campaign(
                unit_id=city,
                name=f"Đợt đề xuất trang thiết bị Đề án 06 {f'{name} năm {year}' if name else f'năm {year + 1}'}",
                ceiling=900_000_000 if name else 1_500_000_000,
                legal_basis=f"Công văn số {letter}/SKHCN-BCVT ngày {format_day(opens - timedelta(days=4))}"
                " của Sở Khoa học và Công nghệ (minh họa)",
                opens_on=opens,
                closes_on=today - timedelta(days=last),
                budget_year=year if name else year + 1,
            )
        )
    session.add_all(rows)
    session.flush()
    return rows


# What a ward of about fifteen officials has been given over the years: item, pieces, year, room.
OWNED = [
    ("PC", 3, 2019, "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("PC", 4, 2022, "Quầy {}"),
    ("PC", 2, 2024, "Văn phòng HĐND và UBND"),
    ("LAP", 1, 2023, "Phòng họp A"),
    ("PRN", 2, 2021, "Quầy {}"),
    ("SCN", 2, 2020, "Quầy {}"),
    ("QR", 3, 2023, "Quầy {}"),
    ("NFC", 1, 2023, "Quầy {}"),
    ("UPS", 2, 2022, "Phòng máy chủ, tầng 2"),
    ("CAM", 2, 2022, "Sảnh tầng trệt"),
]


def _furnish(session: Session, unit: Unit, place: int) -> None:
    """Officials, desks and older assets of one ward."""
    since, title = date(2025, 7, 1), title_id(session, unit_of(session, "79").id)
    source = "Quyết định giao biên chế (minh họa)"
    session.add(Staffing(unit_id=unit.id, title_id=title, number=12 + 3 * place, source=source, valid_from=since))
    session.add(DeskCount(unit_id=unit.id, number=4 + place % 3, source="Quy chế hoạt động", valid_from=since))
    for kind, (code, many, year, room) in enumerate(OWNED):
        for number in range(many):
            session.add(
                Asset(
                    unit_id=unit.id,
                    code=CODES.next(session, unit.id, year),
                    item_id=item_id(session, code),
                    place=room.format(number + 1),
                    price=rounded(PRICES[code], -25 * (2025 - year)),
                    acquired_on=date(year, 3 + kind % 8, 5 + 2 * number),
                    condition=Condition.BROKEN if year < 2021 and (number + place) % 2 else Condition.GOOD,
                )
            )
    session.flush()


def _wards(session: Session, people: dict[str, User]) -> list[Unit]:
    """The two wards with accounts, and one more of each kind with an official and a head of its own."""
    found = some_units(session, 2, 2, 1)
    for unit in found[1:]:
        for login, role, title in (("cb", "official", "Công chức"), ("ld", "head", "Chủ tịch UBND")):
            name = f"{login}{unit.code}"
            people[name] = add_person(session, name, f"equipment.{role}", unit.code, title, invent_name(name))
    return found


def _people(session: Session) -> dict[str, User]:
    rows = [
        ("canbo", "equipment.official", WARD, "Công chức Văn phòng", "Nguyễn Thị Thu Hà"),
        ("lanhdao", "equipment.head", WARD, "Phó Chủ tịch UBND phường", "Lê Minh Khoa"),
        ("sokhcn", "equipment.technology", "SKHCN", "Chuyên viên", "Võ Thanh Tùng"),
        ("sotaichinh", "equipment.finance", "STC", "Chuyên viên", "Phạm Ngọc Lan"),
        ("kho", "equipment.store", WARD, "Thủ kho", "Đặng Hoàng Phúc"),
        ("canbo2", "equipment.official", OTHER_WARD, "Công chức Văn phòng", "Bùi Gia Vy"),
    ]
    return {login: add_person(session, login, role, unit, title, name) for login, role, unit, title, name in rows}
