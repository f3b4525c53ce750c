"""A year of fictional requests in several wards, in every state, dated from today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.toolkit import (
    OTHER_WARD,
    WARD,
    Unit,
    UnitKind,
    User,
    add_person,
    clock,
    invent_name,
    unit_of,
)
from modules.equipment import asset_demo, demo_requests
from modules.equipment.assets import Asset, Condition
from modules.equipment.campaign import Campaign
from modules.equipment.norms import DeskCount, Staffing
from modules.equipment.request import Request
from modules.equipment.seed import item_id, title_id


def load(session: Any) -> None:
    """People, two campaigns, wards with their officials and desks, and requests; loading twice changes nothing."""
    people = _people(session)
    if session.scalar(select(func.count()).select_from(Request)):
        return
    wards = _wards(session, people)
    campaigns = _campaigns(session)
    for place, unit in enumerate(wards):
        _furnish(session, unit, place)
    roads = demo_requests.ROADS
    for number in range(32):
        unit = wards[0] if number < 20 else wards[1 + number % (len(wards) - 1)]
        road = roads[(number * 5 if number >= len(roads) else number) % len(roads)]
        demo_requests.walk(session, people, campaigns, unit, number, road)
    demo_requests.spring(session, people, wards[0])
    asset_demo.load(session, people)


def _campaigns(session: Any) -> list[Campaign]:
    city, today = unit_of(session, "79").id, clock.today()
    rows = [
        Campaign(
            unit_id=city,
            name=f"Đợt đề xuất trang thiết bị Đề án 06 {label}",
            ceiling=3_000_000_000,
            legal_basis="Công văn đề nghị rà soát trang thiết bị",
            opens_on=today - timedelta(days=first),
            closes_on=today + timedelta(days=last),
            budget_year=today.year + (last > 0),
        )
        for label, first, last in (("đợt 1", 400, -60), (f"năm {today.year + 1}", 130, 20))
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _furnish(session: Any, unit: Unit, place: int) -> None:
    """Officials, desks and older assets of one ward."""
    since, title = date(2025, 7, 1), title_id(session, unit_of(session, "79").id)
    source = "Quyết định giao biên chế (minh họa)"
    session.add(Staffing(unit_id=unit.id, title_id=title, number=12 + 3 * place, source=source, valid_from=since))
    session.add(DeskCount(unit_id=unit.id, number=4 + place % 3, source="Quy chế hoạt động", valid_from=since))
    for number in range(12 - place % 4):
        code = ("PC", "PC", "PRN", "SCN", "QR", "PC")[number % 6]
        session.add(
            Asset(
                unit_id=unit.id,
                code=f"TS-{unit.code}-2021-{number + 1:05d}",
                item_id=item_id(session, code),
                place=f"Quầy {number % 6 + 1}",
                price=demo_requests.PRICES[code],
                acquired_on=date(2021, 5, 10),
                condition=Condition.BROKEN if number % 4 == 3 else Condition.GOOD,
            )
        )
    session.flush()


def _wards(session: Any, people: dict[str, User]) -> list[Unit]:
    """The two wards with accounts, and one more of each kind with an official and a head of its own."""
    found = [unit_of(session, WARD), unit_of(session, OTHER_WARD)]
    for kind, number in ((UnitKind.WARD, 2), (UnitKind.COMMUNE, 2), (UnitKind.SPECIAL_ZONE, 1)):
        where = (Unit.kind == kind, Unit.valid_to.is_(None), Unit.code.not_in((WARD, OTHER_WARD)))
        found += session.scalars(select(Unit).where(*where).order_by(Unit.code).limit(number))
    for unit in found[1:]:
        for login, role, title in (("cb", "official", "Công chức"), ("ld", "head", "Chủ tịch UBND")):
            name = f"{login}{unit.code}"
            people[name] = add_person(session, name, f"equipment.{role}", unit.code, title, invent_name(name))
    return found


def _people(session: Any) -> dict[str, User]:
    rows = [
        ("canbo", "equipment.official", WARD, "Công chức Văn phòng", "Nguyễn Thị Thu Hà"),
        ("lanhdao", "equipment.head", WARD, "Phó Chủ tịch UBND phường", "Lê Minh Khoa"),
        ("sokhcn", "equipment.technology", "SKHCN", "Chuyên viên", "Võ Thanh Tùng"),
        ("sotaichinh", "equipment.finance", "STC", "Chuyên viên", "Phạm Ngọc Lan"),
        ("kho", "equipment.store", WARD, "Thủ kho", "Đặng Hoàng Phúc"),
        ("canbo2", "equipment.official", OTHER_WARD, "Công chức Văn phòng", "Bùi Gia Vy"),
    ]
    return {login: add_person(session, login, role, unit, title, name) for login, role, unit, title, name in rows}
