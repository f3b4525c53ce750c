"""Fictional requests and the roads they took: mostly in time, dated from today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from app.toolkit import (
    WARD,
    Unit,
    User,
    add_record,
    as_person,
    clock,
    invent_name,
    take_steps,
    unit_of,
)
from modules.equipment.campaign import Campaign
from modules.equipment.demo_needs import NEEDS, OVER, PLACES, PRICES, SUPPLIERS, rounded
from modules.equipment.line import Line, Verdict
from modules.equipment.quotation import Quotation
from modules.equipment.request import Fund, Request, State
from modules.equipment.seed import item_id

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
    "consolidate": 4,
    "appraise": 8,
    "cost": 8,
    "decide": 8,
    "buy": 14,
    "deliver": 12,
    "accept": 4,
    "hand_over": 3,
    "return": 3,
    "reject": 4,
    "postpone": 4,
}
YEAR = 44  # requests of a year
ROADS = [ROAD[:length] for length in range(len(ROAD) + 1)] + BRANCHES
SPRING = 2025  # the year of the request that went through a district
CITY_ACTORS = {"consolidate": "sokhcn", "appraise": "sokhcn", "cost": "sotaichinh", "decide": "sokhcn"}
REASONS = {
    "return": "Bổ sung báo giá và biên bản kiểm tra hiện trạng thiết bị.",
    "reject": "Thiết bị đã được trang bị theo đợt mua sắm tập trung.",
    "postpone": "Chuyển sang kế hoạch ngân sách năm sau.",
}


def plan(units: list[Unit]) -> list[tuple[Unit, int, int, list[str], list[date]]]:
    """Which unit asks in which campaign, how far the request has come, and the day of each step; in order of time.

    A campaign is 0, 1 or 2: last winter's, this half-year's, the one that is open (`demo.WINDOWS`).
    """
    today, found = clock.today(), []
    for number in range(YEAR):
        unit = units[0] if number < len(ROADS) or number % 8 < 3 else units[1 + number % (len(units) - 1)]
        if number < len(ROADS):
            road = ROADS[number]
        elif number < 2 * len(ROADS):
            road = ROADS[(number * 5) % len(ROADS)]
        else:
            road = (ROAD, ROAD, ROAD, BRANCHES[1])[number % 4]
        closed = bool(road) and road[-1] in ("hand_over", "reject")
        if closed:
            campaign = number % 2 if road == ROAD else number % 3
            first = today - timedelta(days=(212 + number * 29 % 110, 106 + number * 7 % 12, 34 + number % 15)[campaign])
            days = [first]
            for at, step in enumerate(road):
                days.append(days[-1] + timedelta(days=PAUSES[step] + (number + at) % 2))
        else:
            campaign = 1 if "decide" in road else 2
            days = _days(number, road)
        found.append((unit, number, campaign, road, days))
    return sorted(found, key=lambda one: (one[4][0], one[1]))


def spring(session: Session, people: dict[str, User], unit: Unit) -> None:
    """A request of spring 2025, when a district still stood between the ward and the city."""
    clerk = User(login="phonghuyen", name=invent_name("phonghuyen"), active=False)
    campaign = Campaign(
        unit_id=unit_of(session, "79").id,
        name="Đợt đề xuất trang thiết bị Đề án 06 năm 2025",
        legal_basis="Công văn số 512/SKHCN-BCVT ngày 24/02/2025 của Sở Khoa học và Công nghệ (minh họa)",
        opens_on=date(2025, 3, 1),
        closes_on=date(2025, 4, 30),
        budget_year=2025,
    )
    session.add_all([clerk, campaign])
    session.flush()
    day, author = date(2025, 3, 17), _actor(people, unit, "submit")
    with clock.frozen(_moment(day, 0, 6)), as_person(author.id):
        request = _request(session, author, campaign, unit.id, 6)
    for at, step in enumerate(["submit", "sign_district", "forward", *ROAD[2:8], *ROAD[9:]], 1):
        who = clerk if step == "forward" else _actor(people, unit, step)
        _step(session, request, step, who, _moment(day + timedelta(days=9 * at - 8), at, 6), 6)


def walk(
    session: Session,
    people: dict[str, User],
    campaign: Campaign,
    unit: Unit,
    number: int,
    road: list[str],
    days: list[date],
) -> None:
    """Make one request of a unit and take it along `road`, each step by a person who may."""
    author = _actor(people, unit, "submit")
    with clock.frozen(_moment(days[0], 0, number)), as_person(author.id):
        request = _request(session, author, campaign, unit.id, number)
    for at, (step, day) in enumerate(zip(road, days[1:], strict=True), 1):
        if step == "deliver" and request.state is State.DELIVERED and request.all_delivered():
            continue
        who = _actor(people, unit, step, back_from_city=step == "return" and at > 2)
        _step(session, request, step, who, _moment(day, at, number), number)


def _days(number: int, road: list[str]) -> list[date]:
    """When an open request began and when each step was taken, counted back from today: every fourth waits long."""
    since = 6 + number * 7 % 15 if number % 4 == 2 else number % 4
    days = [clock.today() - timedelta(days=since)]
    for at, step in reversed(list(enumerate(road))):
        pause = PAUSES[step] + (3 if (number + at) % 5 == 0 else 0)
        days.insert(0, days[0] - timedelta(days=pause))
    return days


def _step(session: Session, request: Request, step: str, who: User, when: datetime, number: int) -> None:
    with clock.frozen(when), as_person(who.id):
        take_steps(
            session,
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
        first.budgeted_price = rounded(first.price, -20)
        first.remark = "Theo báo giá thấp nhất."
    if step == "decide":
        request.decision, request.decided_on = f"{200 + number}/QĐ-UBND", today
        if len(request.lines) > 1 and number % 4 == 1:
            request.lines[-1].verdict, request.lines[-1].remark = Verdict.POSTPONED, "Bố trí ở đợt sau."
    if step == "buy":
        request.contract = f"{30 + number}/HĐMS"
        request.supplier = f"Công ty TNHH Thiết bị {SUPPLIERS[number % 3]}"
        request.contract_on, request.contract_total = today, None
        first.contract_price = rounded(first.paid_price, -10 * (number % 2)) if first.approved else None
    if step == "deliver":
        request.delivered_on = today
        # Half of the first line now, the rest with the second delivery.
        for line in request.lines:
            left = (line.approved or 0) - (line.delivered or 0)
            parts = 1 if line.delivered or line is not first or left < 2 or today.year == SPRING else 2
            line.arriving = left // parts
    if step == "accept" and request.unspent:
        request.repaid = f"Giấy nộp tiền vào ngân sách số {10 + number}"


def _request(session: Session, author: User, campaign: Campaign, unit_id: int, number: int) -> Request:
    title, goods, reason = NEEDS[number % len(NEEDS)]
    request = Request(
        unit_id=unit_id,
        created_by_id=author.id,
        title=title,
        campaign_id=campaign.id,
        fund=list(Fund)[number % 3],
        needed_by=clock.today() + timedelta(days=90 + number),
        state=State.DRAFT,
        blocked=number % 6 == 0,
        reason=reason,
    )
    for position, (code, many) in enumerate(goods.items(), 1):
        request.lines.append(
            Line(
                position=position,
                item_id=item_id(session, code),
                quantity=many + number % 2,
                price=PRICES[code],
                place=PLACES.get(code, f"Quầy {1 + number % 4}"),
            )
        )
    add_record(session, request)
    for line in request.lines:
        line.over_reason = OVER if line.over() else None
    first = next(iter(goods))
    for supplier, per_mille in zip(SUPPLIERS[: 3 - number % 3], (-20, 12, 30), strict=False):
        session.add(
            Quotation(
                unit_id=unit_id,
                request_id=request.id,
                item_id=item_id(session, first),
                supplier=f"Công ty TNHH Thiết bị {supplier}",
                price=rounded(PRICES[first], per_mille),
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


def _moment(day: date, at: int, number: int) -> datetime:
    """A moment in office hours, later with each step; on the Friday before a weekend, and never still to come."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    moment = datetime.combine(day, time(8), clock.ZONE) + timedelta(minutes=37 * at + number * 7 % 29)
    return min(moment, clock.now() - timedelta(minutes=20 - at))
