"""What copies of extracts cost: so much for each, by the rule of procedure 2.000635 on the day they were asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.toolkit import _, as_system, clock, seed_row
from modules.fees.charges import Charge, require_paid
from modules.fees.rules import Channel, Exemption, FeeRule, Kind

if TYPE_CHECKING:
    from modules.civil_registration.extracts.extract import Extract

KEY = "civil_registration.extracts"
PROCEDURE = "2.000635"


def seed(session: Session, city: int) -> None:
    """8,000 đ a copy; who has an electronic identity of level 2 pays nothing until the end of February 2027."""
    seed_row(
        session,
        f"civil_registration.fee.{PROCEDURE}",
        FeeRule,
        unit_id=city,
        code=PROCEDURE,
        name="Phí cấp bản sao trích lục hộ tịch",
        kind=Kind.FEE,
        channel=None,
        unit_name="trích lục",
        first_units=1,
        first_price=8_000,
        further_price=8_000,
        cap=None,
        source="Thông tư 281/2016/TT-BTC, điều 4",
        valid_from=date(2017, 1, 1),
        valid_to=None,
    )
    seed_row(
        session,
        "civil_registration.exemption.electronic_identity",
        Exemption,
        unit_id=city,
        name="Người có tài khoản định danh điện tử mức độ 2 (bản sao trích lục hộ tịch)",
        percent=100,
        source="Thông tư 117/2026/TT-BTC",
        valid_from=date(2026, 8, 15),
        valid_to=date(2027, 2, 28),
    )


def put(session: Session, extract: Extract) -> None:
    """Write down what a request costs; ValueError when a receipt over another number of copies was issued."""
    Charge.put(
        session,
        KEY,
        extract,
        code=PROCEDURE,
        what=f"Bản sao trích lục {KINDS[extract.event.value]} số {extract.entry}",
        payer=extract.asker_name,
        units=1,
        copies=extract.copies,
        channel=Channel.DESK,
        day=clock.local(extract.created_at).date(),
    )


KINDS = {"birth": "khai sinh", "death": "khai tử"}


def drop(session: Session, extract: Extract) -> None:
    """Forget what it would have cost. ValueError: it was paid, so the receipt has to be cancelled first."""
    with as_system():
        paid = [one.receipt for one in Charge.of(session, KEY, [extract.id]) if one.receipt]
    if paid:
        raise ValueError(str(_("It was paid: cancel receipt %(receipt)s first.", receipt=paid[0])))
    Charge.drop(session, KEY, extract)


def require_settled(session: Session, extract: Extract) -> None:
    """ValueError while no receipt was issued, also one over 0 đ for whoever is exempt."""
    require_paid(session, KEY, [extract.id])
