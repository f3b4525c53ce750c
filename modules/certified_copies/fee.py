"""What a certified copy costs: the rule as a dated row, the charge as soon as the pages are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.toolkit import clock, seed_row
from modules.certified_copies.key import COPIES
from modules.fees.charges import Charge
from modules.fees.rules import Channel, FeeRule, Kind

CODE = "certified_copies.copy"


def seed(session: Session, city: int) -> None:
    """2,000 đ a page, from the third page 1,000 đ, at most 200,000 đ a copy, by the pages of the original."""
    seed_row(
        session,
        f"fees.{CODE}",
        FeeRule,
        unit_id=city,
        code=CODE,
        name="Phí chứng thực bản sao từ bản chính",
        kind=Kind.FEE,
        channel=None,
        unit_name="trang",
        first_units=2,
        first_price=2_000,
        further_price=1_000,
        cap=200_000,
        source="Thông tư 226/2016/TT-BTC, điều 4",
        valid_from=date(2017, 1, 1),
        valid_to=None,
    )


def put(session: Session, copy: Any, channel: Channel) -> None:
    """Write down what a copy costs today; ValueError when another amount was paid already."""
    Charge.put(
        session,
        COPIES,
        copy,
        code=CODE,
        what=copy.title,
        payer=copy.requester,
        units=copy.pages,
        copies=copy.copies or 1,
        channel=channel,
        day=clock.today(),
    )


def drop(session: Session, copy: Any) -> None:
    """Forget what a copy would have cost; what was paid stays, with its receipt."""
    Charge.drop(session, COPIES, copy)
