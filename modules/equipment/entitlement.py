"""What a unit may have and must have of each item on a day: norms × officials, minimum kits × desks, assets it owns.

Five queries, however many units are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import _, lower_first, number
from modules.equipment.assets import Asset, Condition
from modules.equipment.norms import DeskCount, Kit, Norm, Staffing

Key = tuple[int, int]  # (unit id, item id)


@dataclass(frozen=True)
class Share:
    """One norm at work in a unit: so many officials of a class, so many pieces each, by which paper."""

    officials: int
    title: str
    each: Decimal
    legal_basis: str

    def __str__(self) -> str:
        return f"{self.officials} {self.title} × {number(self.each)}, {self.legal_basis}"


@dataclass
class Entitlement:
    """One item in one unit. `norm` is None when no norm is written for it, or the unit's officials are not known."""

    shares: list[Share] = field(default_factory=list)
    price_cap: int | None = None
    governed: bool = False
    kit: int = 0
    kit_basis: str = ""
    usable: int = 0
    instead_of: str = ""  # the item in whose place it is given; then the need stands with that item
    others: tuple[int, ...] = ()  # ids of the items that share the norm
    shared: int = 0  # usable pieces of those

    @property
    def norm(self) -> int | None:
        """The most the unit may have: the sum of its shares, a fraction rounded up (0.21 → 1; QĐ 15/2025/QĐ-TTg)."""
        if not self.shares:
            return None
        total = sum((share.officials * share.each for share in self.shares), Decimal(0))
        return int(total.to_integral_value(ROUND_CEILING))

    @property
    def need(self) -> int:
        """What the unit should have: its norm or the minimum kits of its desks, whichever is more."""
        return self.kit if self.instead_of else max(self.norm or 0, self.kit)

    @property
    def lacking(self) -> int:
        """How much of the need is not there in usable condition."""
        return max(0, self.need - self.usable - (0 if self.instead_of else self.shared))

    @property
    def basis(self) -> str:
        """How the norm was computed, as an official would say it; empty without a norm."""
        if not self.shares:
            return ""
        computed = f"{self.norm} = {'; '.join(str(share) for share in self.shares)}"
        if not self.instead_of:
            return computed
        return f"{computed}; {_('counted together with %(item)s', item=lower_first(self.instead_of))}"


def entitlements(session: Session, unit_ids: Collection[int] | None, day: date) -> dict[Key, Entitlement]:
    """Return the entitlement of every item in every unit (None: all units this person may see) on `day`.

    An item that is free of norms, kits and assets has no entry.
    """
    found: dict[Key, Entitlement] = defaultdict(Entitlement)
    titles = _staffing(session, unit_ids, day)
    rows = _in_force(Norm, day).options(joinedload(Norm.item), joinedload(Norm.title), joinedload(Norm.instead_of))
    norms = list(session.scalars(rows))
    for norm in norms:
        for unit_id, officials in titles.items():
            entry = found[unit_id, norm.item_id]
            entry.governed = entry.governed or norm.most is not None
            number = officials.get(norm.title_id)
            if number is None:
                continue
            if norm.most is not None:
                entry.shares.append(Share(number, norm.title.name, norm.most, norm.legal_basis))
            if norm.price_cap and not norm.item.software:
                # Who holds several titles takes the highest norm, so a unit's cap is the highest of its classes.
                entry.price_cap = max(entry.price_cap or 0, norm.price_cap)
    kits = list(session.scalars(_in_force(Kit, day)))
    for desks in session.scalars(_of_units(_in_force(DeskCount, day), DeskCount, unit_ids)):
        for kit in kits:
            entry = found[desks.unit_id, kit.item_id]
            entry.kit += kit.quantity * desks.number
            entry.kit_basis = str(_("%(desks)s desks × %(each)s", desks=desks.number, each=kit.quantity))
    owned = select(Asset.unit_id, Asset.item_id, func.count()).where(Asset.condition == Condition.GOOD)
    for unit_id, item_id, number in session.execute(
        _of_units(owned, Asset, unit_ids).group_by(Asset.unit_id, Asset.item_id)
    ):
        found[unit_id, item_id].usable = number
    _share(found, norms)
    return dict(found)


def _share(found: dict[Key, Entitlement], norms: Collection[Norm]) -> None:
    """Let items of which an official gets one or the other count against one norm."""
    heads = {norm.item_id: norm.instead_of for norm in norms if norm.instead_of}
    groups: dict[int, set[int]] = defaultdict(set)
    for item_id, head in heads.items():
        groups[head.id] |= {head.id, item_id}
    for unit_id in {unit_id for unit_id, _item in found}:
        for group in groups.values():
            usable = {item: found[unit_id, item].usable for item in group if (unit_id, item) in found}
            for item, there in usable.items():
                entry = found[unit_id, item]
                entry.others = tuple(sorted(group - {item}))
                entry.shared = sum(usable.values()) - there
                entry.instead_of = heads[item].name if item in heads else ""


def governed_items(session: Session, day: date) -> set[int]:
    """Return the ids of items whose quantity a norm limits on `day`."""
    return set(session.scalars(_in_force(Norm, day).where(Norm.most.is_not(None)).with_only_columns(Norm.item_id)))


def _staffing(session: Session, unit_ids: Collection[int] | None, day: date) -> dict[int, dict[int, int]]:
    officials: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in session.scalars(_of_units(_in_force(Staffing, day), Staffing, unit_ids)):
        officials[row.unit_id][row.title_id] += row.number
    return {unit_id: dict(numbers) for unit_id, numbers in officials.items()}


def _in_force(model: Any, day: date) -> Any:
    return select(model).where(model.valid_on(day))


def _of_units(statement: Any, model: Any, unit_ids: Collection[int] | None) -> Any:
    return statement if unit_ids is None else statement.where(model.unit_id.in_(unit_ids))
