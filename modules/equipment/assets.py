"""What a unit owns: the assets on its books."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from app.toolkit import Choice, NumberSeries, Record, _, clock, db, field

CODES = NumberSeries("asset", "TS-{unit}-{year}-{number:05d}")  # the year in which it was acquired


class Condition(Choice):
    """The state of an asset at the last look."""

    GOOD = "good", _("Good"), "green"
    BROKEN = "broken", _("Out of order"), "amber"
    REPAIR = "repair", _("Under repair"), "blue"
    RETIRED = "retired", _("To be disposed of"), "grey"
    MISSING = "missing", _("Not found at the stock-take"), "rose"


class Asset(Record):
    """Tài sản: one piece with its code, place and holder."""

    __tablename__ = "equipment_asset"
    searched = ("code", "serial", "place")

    code: Mapped[str] = field.text(_("Asset code"), max=40, readonly=True)
    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    request_id: Mapped[int | None] = field.reference(_("From request"), "equipment_request", readonly=True)
    serial: Mapped[str | None] = field.text(_("Serial number"), max=80)
    holder: Mapped[str | None] = field.text(_("Holder"))
    place: Mapped[str | None] = field.text(_("Place"))
    condition: Mapped[Condition] = field.choice(_("Condition"), Condition, required=True, default=Condition.GOOD)
    price: Mapped[int | None] = field.money(_("Original price"))
    acquired_on: Mapped[date | None] = field.day(_("Acquired"))
    warranty_until: Mapped[date | None] = field.day(_("Warranty until"))
    item: Mapped[Any] = field.link("Item", item_id)
    because = ""  # why the next change moves it; kept with the move

    def __str__(self) -> str:
        return self.code or f"#{self.id}"

    def saved(self) -> None:
        """Give an asset that was entered by hand its code."""
        if not self.code:
            year = (self.acquired_on or clock.today()).year
            self.code = CODES.next(db.session(), self.unit_id, year)

    @property
    def warranty_days(self) -> int | None:
        """Days of warranty left, today not counted; below zero when it is over, None when nobody wrote it down."""
        return (self.warranty_until - clock.today()).days if self.warranty_until else None
