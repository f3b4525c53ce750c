"""What registering a case costs: rules as dated rows, free in time, owed when it is late or done once more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.toolkit import Panel, _, clock, db, seed_row
from modules.civil_registration.cases.kinds import Event, Registration
from modules.fees import charges
from modules.fees.charges import Charge
from modules.fees.pages import Owed, panel
from modules.fees.rules import Channel, FeeRule, Kind

if TYPE_CHECKING:
    from modules.civil_registration.cases.case import Case

RESOURCES = {
    Event.BIRTH: "civil_registration.births",
    Event.DEATH: "civil_registration.deaths",
    Event.CHANGE: "civil_registration.changes",
}
IN_TIME = {Event.BIRTH: "1.001193", Event.DEATH: "1.000656", Event.CHANGE: "1.004859"}  # no row: nothing is owed
LATE = {event: f"{code}.QH" for event, code in IN_TIME.items()}  # quá hạn: the same procedure, another fee
AGAIN = {Event.BIRTH: "1.004884", Event.DEATH: "1.005461"}
NAMES = (
    (LATE[Event.BIRTH], "Lệ phí đăng ký khai sinh quá hạn"),
    (AGAIN[Event.BIRTH], "Lệ phí đăng ký lại khai sinh"),
    (LATE[Event.DEATH], "Lệ phí đăng ký khai tử quá hạn"),
    (AGAIN[Event.DEATH], "Lệ phí đăng ký lại khai tử"),
)
SOURCE = (
    "Nghị quyết 124/2016/NQ-HĐND của Hội đồng nhân dân Thành phố Hồ Chí Minh (mức thu và việc áp dụng sau sắp xếp "
    "đơn vị hành chính năm 2025 chưa đối chiếu được: phải kiểm tra trước khi dùng)"
)


def seed(session: Session, city: int) -> None:
    """5,000 đ a case that is late or registered once more; the amount of the city is to be compared before it is used."""
    for code, name in NAMES:
        words = {"code": code, "name": name, "kind": Kind.CHARGE, "channel": None, "unit_name": "việc", "cap": None}
        words |= {"first_units": 1, "first_price": 5_000, "further_price": 5_000, "source": SOURCE}
        words |= {"valid_from": date(2017, 1, 1), "valid_to": None}
        seed_row(session, f"fees.{code}", FeeRule, unit_id=city, **words)


def code_of(case: Case) -> str:
    """Under which code rules name the fee of a case."""
    kinds = {Registration.LATE: LATE, Registration.AGAIN: AGAIN}
    return kinds.get(case.registration, IN_TIME)[case.event]


def put(case: Case) -> None:
    """Write down what a case costs today. ValueError: a receipt over another amount was issued."""
    Charge.put(
        db.session(), RESOURCES[case.event], case, code=code_of(case), what=f"{case} {case.about}".strip(),
        payer=case.declarer_name, units=1, copies=1, channel=Channel.DESK, day=clock.today(),
    )  # fmt: skip


def drop(case: Case) -> None:
    """Forget what a case would have cost; what was paid stays, with its receipt."""
    Charge.drop(db.session(), RESOURCES[case.event], case)


def require_paid(case: Case) -> None:
    """ValueError while a receipt is lacking; it says how much is owed."""
    charges.require_paid(db.session(), RESOURCES[case.event], [case.id])


def payment(case: Case) -> Owed | None:
    """What is owed, and the receipts given, for the page of a case; None where it costs nothing."""
    found = panel(RESOURCES[case.event], case.id)
    return found if found.charges else None


PANEL = Panel("payment", _("Fees"), "payment.html", payment)
