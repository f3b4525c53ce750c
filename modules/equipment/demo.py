"""Rows to begin with (catalogue, norms, minimum kit) and a year of fictional requests, dated from today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app.toolkit import OTHER_WARD, WARD, User, add_person, clock, seed_row, take_steps, unit_of
from modules.equipment.assets import Asset, Condition
from modules.equipment.models import Campaign, Fund, Item, Kit, Line, Norm, Request, State

# Editable defaults for a start, not law (project06 §2c).
ITEMS = [
    ("PC", "Máy tính để bàn", "Bộ", "RAM từ 16 GB, SSD từ 512 GB, màn hình 24 inch", 18_500_000),
    ("LAP", "Máy tính xách tay", "Chiếc", "RAM từ 16 GB, SSD từ 512 GB", 19_900_000),
    ("PRN", "Máy in laser A4 hai mặt", "Chiếc", "Từ 38 trang/phút, in mạng", 8_600_000),
    ("SCN", "Máy quét tài liệu hai mặt", "Chiếc", "Từ 40 trang/phút, khay 50 tờ, 600 dpi, PDF/A", 14_900_000),
    ("QR", "Đầu đọc mã QR thẻ căn cước", "Chiếc", "Đọc 2D, USB-HID", 1_100_000),
    ("NFC", "Đầu đọc chip căn cước", "Chiếc", "ISO 14443, kèm SDK", 2_150_000),
    ("QMS", "Máy lấy số thứ tự", "Bộ", "Màn hình cảm ứng, in nhiệt", 36_000_000),
    ("UPS", "Bộ lưu điện 1.000 VA", "Chiếc", "Từ 10 phút khi đủ tải", 3_000_000),
]
LAW_NEW, LAW_OLD = "QĐ 15/2025/QĐ-TTg", "QĐ 50/2017/QĐ-TTg"
CIVIL = "Công chức cấp xã"
SUBJECTS = [
    "Máy quét và đầu đọc căn cước cho quầy một cửa",
    "Máy tính để bàn cho bộ phận hộ tịch",
    "Máy in laser hai mặt khổ A4",
    "Bộ lưu điện cho máy chủ nội bộ",
    "Máy lấy số thứ tự sảnh tầng trệt",
    "Máy tính xách tay cho tổ lưu động",
    "Đầu đọc mã QR cho quầy 1 đến quầy 6",
    "Thay máy quét hỏng năm 2018",
]
ROAD = ["submit", "sign", "consolidate", "appraise", "cost", "decide", "deliver", "accept", "hand_over"]
ACTORS = {
    "submit": "canbo",
    "sign": "lanhdao",
    "consolidate": "sokhcn",
    "appraise": "sokhcn",
    "cost": "sotaichinh",
    "decide": "sokhcn",
    "deliver": "kho",
    "accept": "canbo",
    "hand_over": "kho",
}


def seed(session: Any) -> None:
    """Catalogue, norms and minimum kit; an administrator's changes are kept."""
    city = unit_of(session, "79").id
    for code, name, measure, minimum, _price in ITEMS:
        seed_row(
            session,
            f"equipment.item.{code}",
            Item,
            unit_id=city,
            code=code,
            name=name,
            measure=measure,
            minimum=minimum,
            software=False,
        )
    for code, name, cap, law, start, end in (
        ("PC", "old", 15_000_000, LAW_OLD, date(2018, 1, 1), date(2025, 6, 30)),
        ("PC", "new", 20_000_000, LAW_NEW, date(2025, 7, 1), None),
        ("LAP", "new", 20_000_000, LAW_NEW, date(2025, 7, 1), None),
    ):
        seed_row(
            session,
            f"equipment.norm.{code}.{name}",
            Norm,
            unit_id=city,
            item_id=_item(session, code),
            title_class=CIVIL,
            most=1,
            price_cap=cap,
            legal_basis=law,
            valid_from=start,
            valid_to=end,
        )
    for code, quantity in (("PC", 3), ("PRN", 1), ("SCN", 1), ("QR", 2), ("NFC", 1)):
        seed_row(
            session,
            f"equipment.kit.{code}",
            Kit,
            unit_id=city,
            item_id=_item(session, code),
            quantity=quantity,
            source="Mức khởi đầu, quản trị viên chỉnh được",
            valid_from=date(2025, 7, 1),
            valid_to=None,
        )


def load(session: Any) -> None:
    """People, two campaigns and requests in every state; loading twice changes nothing."""
    people = _people(session)
    if session.scalar(select(func.count()).select_from(Request)):
        return
    city, today = unit_of(session, "79").id, clock.today()
    campaign = Campaign(
        unit_id=city,
        name=f"Đợt đề xuất trang thiết bị Đề án 06 năm {today.year}",
        ceiling=300_000_000,
        legal_basis="Công văn đề nghị rà soát trang thiết bị",
        opens_on=today - timedelta(days=330),
        closes_on=today + timedelta(days=20),
        budget_year=today.year + 1,
    )
    session.add(campaign)
    session.flush()
    ward, other = unit_of(session, WARD), unit_of(session, OTHER_WARD)
    for number, subject in enumerate(SUBJECTS * 3):
        unit = other if number % 8 == 7 else ward
        request = _request(session, people, campaign, unit.id, number, subject)
        steps = ROAD[: number % (len(ROAD) + 1)] if unit is ward else ROAD[:1]
        _walk(session, request, people, steps, number)
    for number in range(12):
        code = ITEMS[number % 5][0]
        session.add(
            Asset(
                unit_id=ward.id,
                code=f"TS-{ward.code}-2021-{number + 1:05d}",
                item_id=_item(session, code),
                place=f"Quầy {number % 6 + 1}",
                price=ITEMS[number % 5][4],
                acquired_on=date(2021, 5, 10),
                condition=Condition.BROKEN if number % 4 == 3 else Condition.GOOD,
            )
        )


def _walk(session: Any, request: Request, people: dict[str, User], steps: list[str], number: int) -> None:
    for step in steps:
        fills = {
            "decide": lambda: setattr(request, "decision", f"{200 + number}/QĐ-UBND"),
            "deliver": lambda: _deliver(request),
        }
        take_steps(session, "equipment.requests", request, [(step, people[ACTORS[step]].id)], fills.get(step))


def _deliver(request: Request) -> None:
    request.delivered_on = clock.today() - timedelta(days=3)
    for line in request.lines:
        line.delivered = line.approved


def _request(
    session: Any, people: dict[str, User], campaign: Campaign, unit_id: int, number: int, subject: str
) -> Request:
    request = Request(
        unit_id=unit_id,
        created_by_id=people["canbo"].id,
        title=subject,
        campaign_id=campaign.id,
        fund=list(Fund)[number % 3],
        needed_by=clock.today() + timedelta(days=10 + number),
        state=State.DRAFT,
        blocked=number % 6 == 0,
        reason="Thiết bị hiện có mua trước năm 2019, hỏng nhiều lần; số hồ sơ tại quầy tăng đều mỗi tháng.",
    )
    for position in range(1 + number % 3):
        code, _name, _measure, _minimum, price = ITEMS[(number + position) % len(ITEMS)]
        request.lines.append(
            Line(
                position=position + 1,
                item_id=_item(session, code),
                quantity=1 + number % 4,
                existing=1,
                price=price,
                place=f"Quầy {position + 1}",
            )
        )
    session.add(request)
    session.flush()
    request.saved()
    take_steps(session, "equipment.requests", request, [])
    return request


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


def _item(session: Any, code: str) -> int:
    return session.scalars(select(Item.id).where(Item.code == code)).one()
