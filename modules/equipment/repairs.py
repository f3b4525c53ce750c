"""Repairs of assets: sent, what was wrong, what it cost, what came back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, db, field
from modules.equipment.assets import Asset, Condition


class Result(Choice):
    """How a repair ended."""

    FIXED = "fixed", _("Repaired"), "green"
    BEYOND = "beyond", _("Cannot be repaired"), "rose"


AFTER = {Result.FIXED: Condition.GOOD, Result.BEYOND: Condition.BROKEN}


class Repair(Record):
    """Sửa chữa: one asset that was sent away; its condition follows the last repair."""

    __tablename__ = "equipment_repair"
    searched = ("fault", "supplier")

    asset_id: Mapped[int] = field.reference(_("Asset"), "equipment_asset", required=True)
    sent_on: Mapped[date] = field.day(_("Sent"), required=True, past=True)
    fault: Mapped[str] = field.text(_("Fault"), max=400, required=True)
    supplier: Mapped[str | None] = field.text(_("Repairer"))
    cost: Mapped[int | None] = field.money(_("Cost"))
    back_on: Mapped[date | None] = field.day(_("Came back"), past=True)
    result: Mapped[Result | None] = field.choice(_("Result"), Result)
    carried: Mapped[str | None] = mapped_column()  # what of it the asset's condition has followed already
    asset: Mapped[Asset] = field.link("Asset", asset_id)

    def __str__(self) -> str:
        return self.fault

    def saved(self) -> None:
        """Let the asset's condition follow. ValueError for days that cannot be, or a return without its result."""
        if self.back_on and self.back_on < self.sent_on:
            raise ValueError(str(_("It cannot be back before it was sent.")))
        if bool(self.back_on) != bool(self.result):
            raise ValueError(str(_("Enter both the day it came back and the result, or neither.")))
        session = db.session()
        asset = session.scalars(select(Asset).where(Asset.id == self.asset_id)).one()
        others = select(Repair).where(Repair.asset_id == asset.id, Repair.id != self.id)
        if not self.back_on and session.scalar(others.where(Repair.back_on.is_(None)).limit(1)):
            raise ValueError(str(_("%(asset)s is already away for repair.", asset=asset)))
        self.unit_id = asset.unit_id
        # An old repair that is only looked over again must not undo what a stock-take has seen since.
        now, self.carried = self.carried, self.result.value if self.result else "sent"
        if now != self.carried and not session.scalar(others.where(Repair.sent_on > self.sent_on).limit(1)):
            asset.condition = AFTER[self.result] if self.result else Condition.REPAIR
