"""Biểu tổng hợp: what all units ask for in a campaign, item by item, by kind of unit, to the đồng (project06 §2d)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import COMMUNE_LEVEL, Unit, UnitKind, clock, dong_in_words
from modules.equipment.catalogue import Item
from modules.equipment.entitlement import Entitlement, entitlements
from modules.equipment.line import Line, Stage
from modules.equipment.request import Fund, Request, State

KINDS = COMMUNE_LEVEL  # in this order
LEFT_OUT = (State.DRAFT, State.SUBMITTED, State.DISTRICT, State.RETURNED, State.REJECTED)


@dataclass
class Row:
    """One item in one unit, or in all of them: quantities, unit prices and money in đồng."""

    item: Item
    need: int = 0
    usable: int = 0
    norm: int | None = None
    lacking: int = 0
    asked: int = 0
    approved: int = 0
    amount: int = 0
    granted: int = 0
    prices: set[int] = field(default_factory=set)
    funds: set[Fund] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def price(self) -> tuple[int, int]:
        """The lowest and the highest unit price asked for."""
        return min(self.prices), max(self.prices)

    @property
    def fund(self) -> str:
        """Where the money comes from, in the order of the list."""
        return ", ".join(str(fund) for fund in Fund if fund in self.funds)

    @property
    def note(self) -> str:
        """Every reason above the norm, once."""
        return "; ".join(dict.fromkeys(self.notes))

    def take(self, line: Line, fund: Fund) -> None:
        """Add one line of a request."""
        quantity, price = line.at(Stage.APPROVED)
        self.asked, self.amount = self.asked + line.quantity, self.amount + line.amount
        self.approved, self.granted = self.approved + quantity, self.granted + quantity * price
        self.prices.add(line.price)
        self.funds.add(fund)
        if line.over_reason:
            self.notes.append(line.over_reason)

    def measure(self, entry: Entitlement) -> None:
        """Put beside it what the unit should have, has and may have today."""
        self.need, self.usable, self.norm, self.lacking = entry.need, entry.usable, entry.norm, entry.lacking


@dataclass
class Block:
    """A unit or a kind of unit with its rows below, and their money."""

    title: str
    rows: list[Row]

    @property
    def amount(self) -> int:
        """Money asked for, đồng."""
        return sum(row.amount for row in self.rows)

    @property
    def granted(self) -> int:
        """Money granted, đồng."""
        return sum(row.granted for row in self.rows)


@dataclass
class Table:
    """The whole table: groups I. II. III. with the blocks of their units, and the city's total item by item."""

    groups: list[tuple[str, Block, list[Block]]]
    total: Block

    @property
    def words(self) -> str:
        """The money asked for in words."""
        return dong_in_words(self.total.amount)

    @property
    def granted_words(self) -> str:
        """The money granted in words."""
        return dong_in_words(self.total.granted)


def table_of(session: Session, campaign_id: int) -> Table:
    """Add up a campaign; the number of queries does not grow with its units."""
    statement = (
        select(Unit, Item, Line, Request.fund)
        .join(Request, Request.unit_id == Unit.id)
        .join(Line, Line.request_id == Request.id)
        .join(Item, Item.id == Line.item_id)
        .where(Request.campaign_id == campaign_id, Request.state.not_in(LEFT_OUT))
        .order_by(Unit.name, Unit.id, Item.code, Line.id)
    )
    units: dict[int, tuple[Unit, dict[int, Row]]] = {}
    for unit, item, line, fund in session.execute(statement):
        units.setdefault(unit.id, (unit, {}))[1].setdefault(item.id, Row(item)).take(line, fund)
    known = entitlements(session, None, clock.today()) if units else {}
    kinds: dict[UnitKind, list[Block]] = defaultdict(list)
    for unit, rows in units.values():
        for item_id, row in rows.items():
            row.measure(known.get((unit.id, item_id), Entitlement()))
        kinds[unit.kind].append(Block(str(unit), list(rows.values())))
    others = sorted(kinds.keys() - set(KINDS), key=str)
    groups = [
        (number, Block(str(kind), total_of(kinds[kind])), kinds[kind])
        for number, kind in zip(
            ("I", "II", "III", "IV", "V", "VI", "VII"), [*(k for k in KINDS if k in kinds), *others], strict=False
        )
    ]
    return Table(groups, Block("", total_of(block for blocks in kinds.values() for block in blocks)))


def total_of(blocks: Iterable[Block]) -> list[Row]:
    """Add up rows item by item, in the order of the catalogue's codes."""
    found: dict[int, Row] = {}
    for row in (row for block in blocks for row in block.rows):
        total = found.setdefault(row.item.id, Row(row.item))
        for name in ("need", "usable", "lacking", "asked", "approved", "amount", "granted"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
        if row.norm is not None:
            total.norm = (total.norm or 0) + row.norm
        total.prices |= row.prices
        total.funds |= row.funds
    return sorted(found.values(), key=lambda row: row.item.code)
