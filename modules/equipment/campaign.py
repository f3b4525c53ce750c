"""Campaigns: the periods in which units ask."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Record, _, clock, db, field, format_day, money
from modules.equipment.catalogue import Item


class Campaign(Record):
    """Đợt đề xuất: a period in which units ask, with a deadline, a catalogue and a ceiling per unit."""

    __tablename__ = "equipment_campaign"
    searched = ("name", "legal_basis")

    name: Mapped[str] = field.text(_("Campaign"), required=True)
    legal_basis: Mapped[str | None] = field.text(_("Legal basis"))
    opens_on: Mapped[date] = field.day(_("Opens"), required=True)
    closes_on: Mapped[date] = field.day(_("Closes"), required=True)
    ceiling: Mapped[int | None] = field.money(_("Ceiling per unit"))
    budget_year: Mapped[int] = field.year(_("Budget year"), low=2000, required=True)
    goods: Mapped[list[CampaignItem]] = field.lines(
        "CampaignItem", _("Catalogue of the campaign"), order_by="CampaignItem.position"
    )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """A new request may name the campaigns that are not over."""
        return cls.closes_on >= clock.today()

    def saved(self) -> None:
        """ValueError when the campaign would close before it opens."""
        if self.closes_on < self.opens_on:
            raise ValueError(str(_("The campaign must not close before it opens.")))

    def admit(self, item_ids: set[int], total: int, elsewhere: int) -> None:
        """ValueError when a request is too early, late, above the ceiling (đồng), or asks outside the catalogue.

        The ceiling holds for all requests of a unit together; `elsewhere` is what its others ask for.
        A campaign without a catalogue of its own is open for every item.
        """
        today = clock.today()
        if today < self.opens_on:
            raise ValueError(str(_("The campaign opens on %(day)s.", day=format_day(self.opens_on))))
        if today > self.closes_on:
            raise ValueError(str(_("The campaign closed on %(day)s.", day=format_day(self.closes_on))))
        if self.ceiling and total + elsewhere > self.ceiling:
            sums = {"all": money(total + elsewhere), "most": money(self.ceiling)}
            raise ValueError(
                str(_("With this request the unit asks for %(all)s; the campaign's ceiling is %(most)s.", **sums))
            )
        offered = {row.item_id for row in self.goods}
        if offered and item_ids - offered:
            names = [item.name for item in db.session.query(Item).where(Item.id.in_(item_ids - offered))]
            raise ValueError(str(_("Not in the campaign's catalogue: %(names)s.", names=", ".join(sorted(names)))))


class CampaignItem(db.Model):  # type: ignore[name-defined]
    """One item that a campaign is for."""

    __tablename__ = "equipment_campaign_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("equipment_campaign.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    item: Mapped[Item] = field.link("Item", item_id)
