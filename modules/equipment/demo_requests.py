"""Fictional requests and the roads they took: mostly in time, dated from today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from app.toolkit import (
    WARD,
    Unit,
    User,
    as_person,
    clock,
    invent_name,
    take_steps,
    unit_of,
)
from modules.equipment.campaign import Campaign
from modules.equipment.line import Line, Verdict
from modules.equipment.quotation import Quotation
from modules.equipment.request import Fund, Request, State
from modules.equipment.seed import ITEMS, item_id

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
# How many days each step usually follows on the one before.
PAUSES = {
    "submit": 1,
    "sign": 2,
    "consolidate": 3,
    "appraise": 6,
    "cost": 6,
    "decide": 6,
    "buy": 14,
    "deliver": 12,
    "accept": 4,
    "hand_over": 3,
    "return": 3,
    "reject": 4,
    "postpone": 4,
}
ROADS = [ROAD[:length] for length in range(len(ROAD) + 1)] + BRANCHES
SPRING = 2025  # the year of the request that went through a district
CITY_ACTORS = {"consolidate": "sokhcn", "appraise": "sokhcn", "cost": "sotaichinh", "decide": "sokhcn"}
REASONS = {
    "return": "Bổ sung báo giá và biên bản kiểm tra hiện trạng thiết bị.",
    "reject": "Thiết bị đã được trang bị theo đợt mua sắm tập trung.",
    "postpone": "Chuyển sang kế hoạch ngân sách năm sau.",
}


def spring(session: Any, people: dict[str, User], unit: Unit) -> None:
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


def walk(
    session: Any, people: dict[str, User], campaigns: list[Campaign], unit: Unit, number: int, road: list[str]
) -> None:
    """Make one request of a unit and take it along `road`, each step by a person who may."""
    days = _days(number, road)
    day, age = days[0], (clock.today() - days[0]).days
    campaign = campaigns[0] if age > 125 else campaigns[1]
    with clock.frozen(_morning(day)), as_person(_actor(people, unit, "submit").id):
        request = _request(session, _actor(people, unit, "submit"), campaign, unit.id, number)
    for at, (step, when) in enumerate(zip(road, days[1:], strict=True), 1):
        if step == "deliver" and request.state is State.DELIVERED and request.all_delivered():
            continue
        who = _actor(people, unit, step, back_from_city=step == "return" and at > 2)
        _step(session, request, step, who, _morning(when), number)


def _days(number: int, road: list[str]) -> list[date]:
    """When a request began and when each step was taken: mostly in time, every fifth late; old ones long closed."""
    closed = road and road[-1] in {"hand_over", "reject"}
    since = 5 + number * 31 % 240 if closed else 16 if number % 4 == 2 else number % 3
    days = [clock.today() - timedelta(days=since)]
    for at, step in reversed(list(enumerate(road))):
        pause = PAUSES[step] + (8 if (number + at) % 5 == 0 else 0)
        days.insert(0, days[0] - timedelta(days=pause))
    return days


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
        request.contract_on, request.contract_total = today, None
        first.contract_price = first.paid_price - 50_000 * (number % 2) if first.approved else None
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


def _morning(day: date) -> datetime:
    """Nine o'clock on a day, or on the Friday before a weekend."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(9), clock.ZONE)
