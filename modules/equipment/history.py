"""What the record page of a request shows beside its form: norms, quotations, the road of every line, deliveries."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import clock, db
from modules.equipment.entitlement import Entitlement, entitlements
from modules.equipment.line import Appraisal, Delivery, Stage
from modules.equipment.quotation import WHILE, Quotation
from modules.equipment.request import Request


def norms_of(request: Request) -> dict[str, Any] | None:
    """What the unit has, expects, must and may have of every item asked for, and how that was computed."""
    if not request.lines:
        return None
    known = entitlements(db.session(), [request.unit_id], clock.today())
    return {
        "lines": [(line, known.get((request.unit_id, line.item_id), Entitlement())) for line in request.lines],
    }


def appraisals(request: Request) -> dict[str, Any] | None:
    """Every quantity and price ever set, item by item, a change against the stage before marked; None for a draft."""
    rows = db.session.scalars(
        select(Appraisal)
        .where(Appraisal.request_id == request.id)
        .options(joinedload(Appraisal.actor), joinedload(Appraisal.item))
        .order_by(Appraisal.id)
    )
    items: dict[int, list[tuple[Appraisal, bool]]] = defaultdict(list)
    last: dict[tuple[int, int | None], tuple[int, int]] = {}
    for row in rows:
        before = last.get((row.item_id, row.line_id))
        kept = (row.quantity, row.price)
        changed = before is not None and before != kept and row.stage is not Stage.ASKED
        items[row.item_id].append((row, changed))
        last[row.item_id, row.line_id] = kept
    return {"items": list(items.values())} if items else None


def deliveries(request: Request) -> dict[str, Any] | None:
    """Every delivery with its day, and how much of what was granted has come; None before a contract."""
    if not request.contract and not request.delivered_on:
        return None
    rows = db.session.scalars(
        select(Delivery)
        .where(Delivery.request_id == request.id)
        .options(joinedload(Delivery.actor))
        .order_by(Delivery.day, Delivery.id)
    )
    names = {line.id: line.item for line in request.lines}
    return {"rows": [(row, names[row.line_id]) for row in rows], "share": request.share_delivered}


def request_of(quotation: Quotation) -> dict[str, Any] | None:
    """The request that a quotation was asked for, to go back to."""
    asked = db.session.get(Request, quotation.request_id)
    return {"asked": asked} if asked else None


def quotations_of(request: Request) -> dict[str, Any] | None:
    """The quotations, the lowest of each item marked; None when there are none and none may be added."""
    rows = list(
        db.session.scalars(
            select(Quotation)
            .where(Quotation.request_id == request.id)
            .options(joinedload(Quotation.item))
            .order_by(Quotation.item_id, Quotation.price)
        )
    )
    open_now = request.state in WHILE
    if not rows and not open_now:
        return None
    lowest: dict[int | None, int] = {}
    for row in rows:
        lowest[row.item_id] = min(row.price, lowest.get(row.item_id, row.price))
    return {"rows": rows, "lowest": lowest, "open_now": open_now}
