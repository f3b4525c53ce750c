"""What the module's printouts need beside the record."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from app.toolkit import clock, db, dong_in_words
from modules.equipment.bases import cited
from modules.equipment.campaign import Campaign
from modules.equipment.catalogue import Spec
from modules.equipment.line import Line, Stage
from modules.equipment.request import Request


def campaign_of(request: Request) -> Campaign | None:
    """The campaign in which it was asked for."""
    return db.session.get(Campaign, request.campaign_id)


def specs_of(request: Request) -> dict[int, list[Spec]]:
    """The minimum configuration of every item asked for, by the item's id."""
    found: dict[int, list[Spec]] = defaultdict(list)
    wanted = select(Spec).where(Spec.item_id.in_({line.item_id for line in request.lines}))
    for spec in db.session.scalars(wanted.order_by(Spec.item_id, Spec.position)):
        found[spec.item_id].append(spec)
    return found


def proposal(request: Request) -> dict[str, Any]:
    """The tờ trình with its list: lines, sum and sum in words."""
    return {
        "campaign": campaign_of(request),
        "lines": request.lines,
        "specs": specs_of(request),
        "total": request.total,
        "in_words": dong_in_words(request.total),
    }


def decision(request: Request) -> dict[str, Any]:
    """The draft of the decision with its annex: what the budget appraisal left, or what was granted since."""
    stage = Stage.APPROVED if request.approved_total else Stage.BUDGET
    rows = _rows(request.lines, stage)
    total = sum(amount for _line, _quantity, _price, amount in rows)
    return {
        "campaign": campaign_of(request),
        "bases": laws_of(request),
        "rows": rows,
        "total": total,
        "in_words": dong_in_words(total),
    }


def laws_of(request: Request) -> list[str]:
    """What its decision cites, in force on the day of the decision or today."""
    day = request.decided_on or clock.today()
    return cited(db.session(), {line.item_id for line in request.lines}, day)


def costed(request: Request) -> bool:
    """Whether the budget appraisal is done, so that a decision can be drafted."""
    return any(line.budgeted for line in request.lines)


def takeover(request: Request) -> dict[str, Any]:
    """The handover minutes (Mẫu 01/TSC-BBGN): what was delivered, at the price that was granted."""
    rows = [
        (line, line.delivered, price, line.delivered * price)
        for line in request.lines
        if line.delivered
        for price in [line.paid_price]
    ]
    total = sum(amount for _line, _quantity, _price, amount in rows)
    return {
        "rows": rows,
        "total": total,
        "in_words": dong_in_words(total),
    }


def _rows(lines: list[Line], stage: Stage) -> list[tuple[Line, int, int, int]]:
    found = []
    for line in lines:
        quantity, price = line.at(stage)
        if quantity:
            found.append((line, quantity, price, quantity * price))
    return found
