"""A year of fictional requests in several wards, in every state, dated from today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from app.toolkit import (
    OTHER_WARD,
    WARD,
    Unit,
    UnitKind,
    User,
    add_person,
    as_person,
    clock,
    invent_name,
    take_steps,
    unit_of,
)
from modules.equipment import asset_demo
from modules.equipment.assets import Asset, Condition
from modules.equipment.campaign import Campaign
from modules.equipment.line import Line, Verdict
from modules.equipment.norms import DeskCount, Staffing
from modules.equipment.quotation import Quotation
from modules.equipment.request import Fund, Request, State
from modules.equipment.seed import ITEMS, item_id, title_id

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
# What each subject asks for: item codes, in the order of SUBJECTS.
GOODS = [["SCN", "QR", "NFC"], ["PC", "UPS"], ["PRN"], ["UPS", "NET"], ["QMS", "DSP"], ["LAP"], ["QR"], ["SCN", "MFP"]]
PRICES = {code: price for code, _name, _measure, price, _software, _specs in ITEMS}
ROAD = [
    "submit",
    "sign",
    "consolidate",
    "appraise",
    "cost",
    "decide",
    "buy",
    "deliver",
    "deliver",
    "accept",
    "hand_over",
]
BRANCHES = [
    [*ROAD[:1], "return"],
    [*ROAD[:3], "reject"],
    [*ROAD[:5], "postpone"],
    [*ROAD[:2], "return", "submit", "sign", "consolidate"],
]
SPRING = 2025  # the year of the request that went through a district
CITY_ACTORS = {"consolidate": "sokhcn", "appraise": "sokhcn", "cost": "sotaichinh", "decide": "sokhcn"}
REASONS = {
    "return": "Bổ sung báo giá và biên bản kiểm tra hiện trạng thiết bị.",
    "reject": "Thiết bị đã được trang bị theo đợt mua sắm tập trung.",
    "postpone": "Chuyển sang kế hoạch ngân sách năm sau.",
}


def load(session: Any) -> None:
    """People, two campaigns, wards with their officials and desks, and requests; loading twice changes nothing."""
    people = _people(session)
    if session.scalar(select(func.count()).select_from(Request)):
        return
    wards = _wards(session, people)
    campaigns = _campaigns(session)
    for place, unit in enumerate(wards):
        _furnish(session, unit, place)
    roads = [ROAD[:length] for length in range(len(ROAD) + 1)] + BRANCHES
    for number in range(32):
        unit = wards[0] if number < 20 else wards[1 + number % (len(wards) - 1)]
        road = roads[(number * 5 if number >= len(roads) else number) % len(roads)]
        _walk(session, people, campaigns, unit, number, road)
    _spring(session, people, wards[0])
    asset_demo.load(session, people)


def _spring(session: Any, people: dict[str, User], unit: Unit) -> None:
    """A request of spring 2025, when a district still stood between the ward and the city."""
    clerk = User(login="phonghuyen", name=invent_name("phonghuyen"), active=False)
    campaign = Campaign(
        unit_id=unit_of(session, "79").id,
        name="Đợt đề xuất trang thiết bị Đề án 06 năm 2025",
        legal_basis="Công văn đề nghị rà soát trang thiết bị",
        opens_on=date(2025, 3, 1),
        closes_on=date(2025, 4, 30),
        budget_year=2025,
    )
    session.add_all([clerk, campaign])
    session.flush()
    day, author = date(2025, 3, 17), _actor(people, unit, "submit")
    with clock.frozen(_morning(day)), as_person(author.id):
        request = _request(session, author, campaign, unit.id, 6)
    for at, step in enumerate(["submit", "sign_district", "forward", *ROAD[2:8], *ROAD[9:]]):
        who = clerk if step == "forward" else _actor(people, unit, step)
        _step(session, request, step, who, _morning(day + timedelta(days=1 + 9 * at)), 6)


def _walk(
    session: Any, people: dict[str, User], campaigns: list[Campaign], unit: Unit, number: int, road: list[str]
) -> None:
    age = (8 + 13 * len(road)) + number % 7
    day = clock.today() - timedelta(days=age)
    campaign = campaigns[0] if age > 125 else campaigns[1]
    with clock.frozen(_morning(day)), as_person(_actor(people, unit, "submit").id):
        request = _request(session, _actor(people, unit, "submit"), campaign, unit.id, number)
    for at, step in enumerate(road, 1):
        if step == "deliver" and request.state is State.DELIVERED and request.all_delivered():
            continue
        who = _actor(people, unit, step, back_from_city=step == "return" and at > 2)
        when = _morning(clock.today() - timedelta(days=max(age - at * 12, 0)))
        _step(session, request, step, who, when, number)


def _step(session: Any, request: Request, step: str, who: User, when: datetime, number: int) -> None:
    with clock.frozen(when), as_person(who.id):
        take_steps(
            session,
            "equipment.requests",
            request,
            [(step, who.id)],
            lambda: _fill(request, step, number),
            reason=REASONS.get(step, ""),
        )


def _fill(request: Request, step: str, number: int) -> None:
    today = clock.today()
    first = request.lines[0]
    if step == "appraise" and first.quantity > 1 and number % 2:
        first.technical, first.remark = first.quantity - 1, "Máy hiện có còn dùng được đến hết năm."
    if step == "cost" and number % 3 == 0:
        first.budgeted_price = (first.technical_price or first.price) - 400_000
        first.remark = "Theo báo giá thấp nhất."
    if step == "decide":
        request.decision, request.decided_on = f"{200 + number}/QĐ-UBND", today
        if len(request.lines) > 1 and number % 4 == 1:
            request.lines[-1].verdict, request.lines[-1].remark = Verdict.POSTPONED, "Bố trí ở đợt sau."
    if step == "buy":
        request.contract, request.supplier = f"{30 + number}/HĐMS", "Công ty TNHH Thiết bị Minh Họa"
        request.contract_on, request.contract_total = today, request.approved_total - 250_000 * (number % 2)
    if step == "deliver":
        request.delivered_on = today
        # Half of the first line now, the rest with the second delivery.
        for line in request.lines:
            left = (line.approved or 0) - (line.delivered or 0)
            parts = 1 if line.delivered or line is not first or left < 2 or today.year == SPRING else 2
            line.arriving = left // parts
    if step == "accept" and request.unspent:
        request.repaid = "Giấy nộp trả ngân sách số 12"


def _request(session: Any, author: User, campaign: Campaign, unit_id: int, number: int) -> Request:
    codes = GOODS[number % len(GOODS)]
    request = Request(
        unit_id=unit_id,
        created_by_id=author.id,
        title=SUBJECTS[number % len(SUBJECTS)],
        campaign_id=campaign.id,
        fund=list(Fund)[number % 3],
        needed_by=clock.today() + timedelta(days=60 + number),
        state=State.DRAFT,
        blocked=number % 6 == 0,
        reason="Thiết bị hiện có mua trước năm 2019, hỏng nhiều lần; số hồ sơ tại quầy tăng đều mỗi tháng.",
    )
    for position, code in enumerate(codes, 1):
        request.lines.append(
            Line(
                position=position,
                item_id=item_id(session, code),
                quantity=2 + number % 3,
                price=PRICES[code],
                place=f"Quầy {position}",
                over_reason="Tăng quầy tiếp nhận theo phương án sắp xếp." if code in ("PC", "LAP") else None,
            )
        )
    session.add(request)
    session.flush()
    request.saved()
    take_steps(session, "equipment.requests", request, [])
    for place, supplier in enumerate(("Minh Họa", "Thí Dụ", "Ví Dụ")[: 1 + number % 3]):
        session.add(
            Quotation(
                unit_id=unit_id,
                request_id=request.id,
                item_id=item_id(session, codes[0]),
                supplier=f"Công ty TNHH {supplier}",
                price=PRICES[codes[0]] + 150_000 * (1 - place),
                quoted_on=clock.today() - timedelta(days=4),
            )
        )
    return request


def _campaigns(session: Any) -> list[Campaign]:
    city, today = unit_of(session, "79").id, clock.today()
    rows = [
        Campaign(
            unit_id=city,
            name=f"Đợt đề xuất trang thiết bị Đề án 06 {label}",
            ceiling=300_000_000,
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
                price=PRICES[code],
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


def _actor(people: dict[str, User], unit: Unit, step: str, *, back_from_city: bool = False) -> User:
    if step in CITY_ACTORS or back_from_city or step in ("reject", "postpone"):
        return people[CITY_ACTORS.get(step, "sokhcn")]
    if unit.code == WARD:
        names = {
            "sign": "lanhdao",
            "sign_district": "lanhdao",
            "return": "lanhdao",
            "buy": "kho",
            "deliver": "kho",
            "hand_over": "kho",
        }
        return people[names.get(step, "canbo")]
    return people[f"{'ld' if step in ('sign', 'return') else 'cb'}{unit.code}"]


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


def _morning(day: date) -> datetime:
    """Nine o'clock on a day, or on the Friday before a weekend."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(9), clock.ZONE)
