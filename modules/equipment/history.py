"""What the record page of a request shows beside its form: norms, quotations, the road of every line, deliveries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import clock, db
from modules.equipment.catalogue import Item
from modules.equipment.entitlement import Entitlement, entitlements
from modules.equipment.line import Appraisal, Delivery, Line, Stage
from modules.equipment.quotation import WHILE, Quotation
from modules.equipment.request import Request


@dataclass(frozen=True)
class Norms:
    """Each line of a request with what the unit is entitled to of its item."""

    lines: list[tuple[Line, Entitlement]]


def norms_of(request: Request) -> Norms | None:
    """What the unit has, expects, must and may have of every item asked for, and how that was computed."""
    if not request.lines:
        return None
    known = entitlements(db.session(), [request.unit_id], clock.today())
    return Norms([(line, known.get((request.unit_id, line.item_id), Entitlement())) for line in request.lines])


@dataclass(frozen=True)
class Appraisals:
    """For each item the quantities and prices (đồng) in the order in which they were set, and whether each is a change."""

    items: list[list[tuple[Appraisal, bool]]]


def appraisals(request: Request) -> Appraisals | None:
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
    return Appraisals(list(items.values())) if items else None


@dataclass(frozen=True)
class Deliveries:
    """What came, each with its item, and how much of what was granted that is, in whole per cent."""

    rows: list[tuple[Delivery, Item]]
    share: int


def deliveries(request: Request) -> Deliveries | None:
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
    return Deliveries([(row, names[row.line_id]) for row in rows], request.share_delivered)


@dataclass(frozen=True)
class QuotedFor:
    """The request that a quotation was asked for."""

    asked: Request


def request_of(quotation: Quotation) -> QuotedFor | None:
    """The request that a quotation was asked for, to go back to."""
    asked = db.session.get(Request, quotation.request_id)
    return QuotedFor(asked) if asked else None


@dataclass(frozen=True)
class Quotations:
    """The quotations by item and price (đồng), the lowest price of each item, and whether more may be added now."""

    rows: list[Quotation]
    lowest: dict[int | None, int]
    open_now: bool


def quotations_of(request: Request) -> Quotations | None:
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
    return Quotations(rows, lowest, open_now)
