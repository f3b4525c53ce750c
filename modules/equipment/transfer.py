"""Transfers of assets from one unit to another: decided, handed over, received, and only then on other books."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, Unit, _, acting, as_person, as_system, clock, db, field
from modules.equipment.assets import Asset, Condition
from modules.equipment.catalogue import Item
from modules.equipment.repairs import Repair


class Handing(Choice):
    """Where a transfer stands."""

    DRAFT = "draft", _("Draft"), "grey"
    DECIDED = "decided", _("Decided"), "blue"
    HANDED_OVER = "handed_over", _("Handed over, to be received"), "amber"
    RECEIVED = "received", _("Received"), "green"


class Transfer(Record):
    """Điều chuyển: assets that go to another unit by a decision. It belongs to the giver; the receiver sees it too."""

    __tablename__ = "equipment_transfer"
    searched = ("reason", "decision")

    giver_id: Mapped[int | None] = field.reference(
        _("Giving unit"), "core_unit", help=_("Leave it empty for your own unit.")
    )
    receiver_id: Mapped[int] = field.reference(_("Receiving unit"), "core_unit", required=True, in_force=True)
    reason: Mapped[str] = field.text(_("Reason of the transfer"), max=400, required=True)
    everything: Mapped[bool] = field.yes_no(_("All assets of the unit"))
    item_id: Mapped[int | None] = field.reference(
        _("Only this equipment"), "equipment_item", help=_("Narrows “All assets of the unit”.")
    )
    codes: Mapped[str | None] = field.long_text(
        _("Asset codes"), help=_("One per line, or pasted from a spreadsheet, when not all assets go.")
    )
    decision: Mapped[str | None] = field.text(_("Transfer decision number"), max=80)
    decided_on: Mapped[date | None] = field.day(_("Decided on"), past=True)
    received_on: Mapped[date | None] = field.day(_("Received on"), readonly=True)
    merger: Mapped[bool] = field.yes_no(_("Because units were merged"), readonly=True)
    state: Mapped[Handing] = field.state(Handing)
    giver: Mapped[Unit | None] = field.link("Unit", giver_id)
    receiver: Mapped[Unit] = field.link("Unit", receiver_id)
    item: Mapped[Item | None] = field.link("Item", item_id)

    def __str__(self) -> str:
        return self.reason

    def saved(self) -> None:
        """List the assets that go. ValueError when there are none, or a code is not one of the giver's."""
        self.unit_id = self.giver_id or self.unit_id
        if self.receiver_id == self.unit_id:
            raise ValueError(str(_("The receiving unit must be another unit.")))
        found = list(db.session.scalars(self._chosen()))
        if not found:
            raise ValueError(str(_("Choose at least one asset of the giving unit.")))
        db.session.execute(delete(TransferLine).where(TransferLine.transfer_id == self.id))
        db.session.add_all([TransferLine.of(self.id, asset) for asset in found])

    def decide(self) -> None:
        """ValueError without the decision's number and day."""
        if not self.decision or not self.decided_on:
            raise ValueError(str(_("Enter the decision's number and day.")))

    def hand_over(self) -> None:
        """ValueError when an asset has left the giver meanwhile."""
        self._assets()

    def receive(self) -> None:
        """Put every asset on the receiver's books, with its repairs; codes stay, the history says where it was."""
        assets = self._assets()
        with as_person(acting().user_id):  # until this moment they are the giver's rows
            for asset in assets:
                asset.because = str(_("Transfer by decision %(number)s", number=self.decision))
                asset.unit_id = self.receiver_id
                if not self.merger:
                    asset.holder = None  # who held it stayed with the giver; in a merger people move with their things
            db.session.flush()
            repairs = update(Repair).where(Repair.asset_id.in_(self._ids())).values(unit_id=self.receiver_id)
            db.session.execute(repairs, execution_options={"synchronize_session": False})
        self.received_on = clock.today()

    def lines(self) -> Any:
        """The statement of the assets that go, in the order of their codes."""
        return select(TransferLine).where(TransferLine.transfer_id == self.id).order_by(TransferLine.code)

    def _chosen(self) -> Any:
        rows = select(Asset).where(Asset.unit_id == self.unit_id, Asset.code.is_not(None))
        if self.everything:
            return rows.where(Asset.item_id == self.item_id) if self.item_id else rows
        codes = {code.upper() for code in re.split(r"[\s,;]+", self.codes or "") if code}
        known = set(db.session.scalars(rows.with_only_columns(func.upper(Asset.code))))
        if unknown := sorted(codes - known)[:5]:
            raise ValueError(str(_("Not on the books of the giving unit: %(codes)s.", codes=", ".join(unknown))))
        return rows.where(func.upper(Asset.code).in_(codes))

    def _ids(self) -> Any:
        return select(TransferLine.asset_id).where(TransferLine.transfer_id == self.id)

    def _assets(self) -> list[Asset]:
        with as_system() as session:  # the receiver takes what is not yet in its reach
            assets = list(session.scalars(select(Asset).where(Asset.id.in_(self._ids()))))
        gone = [asset.code for asset in assets if asset.unit_id != self.unit_id]
        if gone:
            codes = ", ".join(gone[:5])
            raise ValueError(str(_("No longer on the books of the giving unit: %(codes)s.", codes=codes)))
        return assets


class TransferLine(db.Model):  # type: ignore[name-defined]
    """One asset of a transfer as it was when the list was made."""

    __tablename__ = "equipment_transfer_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("equipment_transfer.id", ondelete="CASCADE"), index=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("equipment_asset.id"), index=True)
    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    code: Mapped[str] = field.text(_("Asset code"), max=40, required=True)
    place: Mapped[str | None] = field.text(_("Place"))
    condition: Mapped[Condition] = field.choice(_("Condition"), Condition, required=True)
    price: Mapped[int | None] = field.money(_("Original price"))
    year: Mapped[int | None] = mapped_column()
    item: Mapped[Item] = field.link("Item", item_id)

    @classmethod
    def of(cls, transfer_id: int, asset: Asset) -> TransferLine:
        """Copy what the minutes need of an asset."""
        return cls(
            transfer_id=transfer_id,
            asset_id=asset.id,
            item_id=asset.item_id,
            code=asset.code,
            place=asset.place,
            condition=asset.condition,
            price=asset.price,
            year=asset.acquired_on.year if asset.acquired_on else None,
        )
