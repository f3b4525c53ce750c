"""Norms as dated data: title classes, how many of an item each may have, minimum kits, and what units count."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Mapped

from app.toolkit import Dated, Record, _, field
from modules.equipment.catalogue import Item


class TitleClass(Record):
    """Nhóm chức danh: a class of officials that norms are written for; who holds several titles counts in the highest."""

    __tablename__ = "equipment_title_class"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Title class"), required=True)
    note: Mapped[str | None] = field.text(_("Note"))

    def __str__(self) -> str:
        return self.name


class Norm(Dated, Record):
    """Định mức: how many of an item one official of a title class may have, and at what price at most."""

    __tablename__ = "equipment_norm"

    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    title_id: Mapped[int] = field.reference(_("Title class"), "equipment_title_class", required=True)
    most: Mapped[Decimal | None] = field.number(
        _("Quantity per person"), help=_("A fraction is allowed; the sum of a unit is rounded up.")
    )
    price_cap: Mapped[int | None] = field.money(_("Maximum unit price"))
    legal_basis: Mapped[str] = field.text(_("Legal basis"), required=True)
    instead_of_id: Mapped[int | None] = field.reference(
        _("Instead of"),
        "equipment_item",
        help=_("An official gets this item or that one, not both: what a unit has of either counts against the norm."),
    )
    item: Mapped[Item] = field.link("Item", item_id)
    instead_of: Mapped[Item | None] = field.link("Item", instead_of_id)
    title: Mapped[TitleClass] = field.link("TitleClass", title_id)

    def __str__(self) -> str:
        return f"{self.legal_basis} #{self.id}"


class Kit(Dated, Record):
    """Bộ thiết bị tối thiểu: what one one-stop desk must have, from a day to a day."""

    __tablename__ = "equipment_kit"

    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    quantity: Mapped[int] = field.whole(_("Quantity per desk"), low=1, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)
    item: Mapped[Item] = field.link("Item", item_id)

    def __str__(self) -> str:
        # A link says nothing before it is loaded; record pages load it.
        return f"{vars(self).get('item') or '#' + str(self.id)} × {self.quantity}"


class Staffing(Dated, Record):
    """Biên chế có mặt: how many officials of a title class a unit has, from a day to a day."""

    __tablename__ = "equipment_staffing"

    title_id: Mapped[int] = field.reference(_("Title class"), "equipment_title_class", required=True)
    number: Mapped[int] = field.whole(_("Number of officials"), high=10_000, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True, help=_("The decision that assigns the posts."))
    title: Mapped[TitleClass] = field.link("TitleClass", title_id)

    def __str__(self) -> str:
        return f"{vars(self).get('title') or '#' + str(self.id)}: {self.number}"


class DeskCount(Dated, Record):
    """Số quầy một cửa: how many one-stop desks a unit has, from a day to a day."""

    __tablename__ = "equipment_desk_count"

    number: Mapped[int] = field.whole(_("Number of one-stop desks"), high=1000, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)
