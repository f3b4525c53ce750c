"""Phần còn thiếu: what a unit should have and has not; its request in one click; the city's view over all units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Unit, _, clock, format_day
from modules.equipment.campaign import Campaign
from modules.equipment.catalogue import Item
from modules.equipment.entitlement import Entitlement, entitlements
from modules.equipment.line import Line
from modules.equipment.request import Fund, Request, State, on_the_way


@dataclass(frozen=True)
class Gap:
    """One item in one unit: what it should have, what is there, what is on the way."""

    item: Item
    entry: Entitlement
    coming: int

    @property
    def open(self) -> int:
        """How many pieces are neither there nor asked for."""
        return max(0, self.entry.lacking - self.coming)

    @property
    def cost(self) -> int:
        """What the open pieces would cost at the guide price, đồng."""
        return self.open * (self.item.price or 0)


@dataclass(frozen=True)
class UnitGap:
    """One unit with its gaps, the largest need first."""

    unit: Unit
    gaps: list[Gap]

    @property
    def open(self) -> int:
        """How many pieces the unit lacks and has not asked for."""
        return sum(gap.open for gap in self.gaps)

    @property
    def lacking(self) -> int:
        """How many pieces the unit lacks, asked for or not."""
        return sum(gap.entry.lacking for gap in self.gaps)

    @property
    def cost(self) -> int:
        """What the open pieces would cost, đồng."""
        return sum(gap.cost for gap in self.gaps)

    @property
    def worst(self) -> list[Gap]:
        """The three items that are missed most."""
        return [gap for gap in self.gaps if gap.entry.lacking][:3]


def gaps_of(session: Session, units: Collection[Unit]) -> list[UnitGap]:
    """Return every unit with what it needs, owns and waits for today, the most lacking unit first."""
    ids = [unit.id for unit in units] if len(units) == 1 else None
    known, coming = entitlements(session, ids, clock.today()), on_the_way(session, ids)
    items = list(session.scalars(select(Item).order_by(Item.code)))
    found = []
    for unit in units:
        gaps = [
            Gap(item, entry, sum(coming.get((unit.id, one), 0) for one in (item.id, *entry.others)))
            for item in items
            if (entry := known.get((unit.id, item.id))) and entry.need
        ]
        found.append(UnitGap(unit, sorted(gaps, key=lambda gap: (-gap.entry.lacking, gap.item.name))))
    return sorted(found, key=lambda one: (-one.lacking, one.unit.name))


def open_campaigns(session: Session) -> list[Campaign]:
    """Return the campaigns that take requests today, the one that closes first on top."""
    today = clock.today()
    where = (Campaign.opens_on <= today, Campaign.closes_on >= today)
    return list(session.scalars(select(Campaign).where(*where).order_by(Campaign.closes_on)))


def draft(session: Session, unit: Unit, item_ids: Collection[int], campaign_id: int, fund: Fund) -> Request:
    """Make the draft of a request for what is still open of the ticked items.

    ValueError: nothing ticked, nothing open of it any more, or no such campaign today.
    """
    if campaign_id not in {campaign.id for campaign in open_campaigns(session)}:
        raise ValueError(str(_("Choose a campaign that is open today.")))
    wanted = [gap for gap in gaps_of(session, [unit])[0].gaps if gap.item.id in item_ids]
    if not wanted:
        raise ValueError(str(_("Tick at least one item.")))
    gaps = [gap for gap in wanted if gap.open]
    if not gaps:
        raise ValueError(str(_("Nothing of this is lacking any more, or it has been asked for already.")))
    return Request(
        unit_id=unit.id,
        title=str(_("Equipment still lacking, counted on %(day)s", day=format_day(clock.today()))),
        campaign_id=campaign_id,
        fund=fund,
        blocked=False,
        state=State.DRAFT,
        reason="\n".join(_reason(gap) for gap in gaps),
        lines=[
            Line(position=place, item_id=gap.item.id, quantity=gap.open, price=gap.item.price or 0)
            for place, gap in enumerate(gaps, 1)
        ],
    )


def _reason(gap: Gap) -> str:
    entry = gap.entry
    because = entry.basis if entry.norm and entry.norm >= entry.kit else entry.kit_basis
    return str(
        _(
            "%(item)s: needed %(need)s (%(because)s), usable %(usable)s, on the way %(coming)s, lacking %(open)s.",
            item=gap.item.name,
            need=entry.need,
            because=because,
            usable=entry.usable,
            coming=gap.coming,
            open=gap.open,
        )
    )


def drafts_of(session: Session, unit: Unit) -> list[Request]:
    """Return the unit's latest drafts: what they ask for still counts as lacking, and may be asked for twice."""
    drafts = select(Request).where(Request.unit_id == unit.id, Request.state == State.DRAFT)
    return list(session.scalars(drafts.order_by(Request.id.desc()).limit(5)))
