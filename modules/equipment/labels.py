"""Labels for assets: a QR code that opens the asset, its code, name, unit and year, on sheets of stickers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import QrCode, Record, _, db, field, public_address
from modules.equipment.assets import Asset

QUIET = 2  # modules of white around a code; the sticker's own white edge adds the rest
SMALLEST = 0.4  # mm per module: below it phones fail at an arm's length
EDGE = 2  # mm kept free at each edge of a sticker, for printers that drift


class LabelSheet(Record):
    """Khổ giấy nhãn: a sheet of stickers, so many across and down; the newest one is printed on."""

    __tablename__ = "equipment_label_sheet"
    searched = ("name",)

    name: Mapped[str] = field.text(_("Label sheet"), required=True)
    across: Mapped[int] = field.whole(_("Labels across"), low=1, high=10, required=True)
    down: Mapped[int] = field.whole(_("Labels down"), low=1, high=30, required=True)
    width: Mapped[int] = field.whole(_("Label width (mm)"), low=20, high=210, required=True)
    height: Mapped[int] = field.whole(_("Label height (mm)"), low=15, high=297, required=True)

    def __str__(self) -> str:
        return self.name

    def saved(self) -> None:
        """ValueError when the labels do not fit on A4 (210 × 297 mm), or are too small for a code."""
        if self.across * self.width > 210 or self.down * self.height > 297:
            raise ValueError(str(_("These labels do not fit on A4 (210 × 297 mm).")))
        _code(Asset(code="TS-00000-2000-00000"), self)


def sheet(assets: list[Asset]) -> dict[str, Any]:
    """The pages of labels. ValueError when the label is too small for a code that a phone can read."""
    size = db.session.scalars(select(LabelSheet).order_by(LabelSheet.id.desc()).limit(1)).first()
    if size is None:
        raise ValueError(str(_("Enter the size of the label sheet first.")))
    labels = [(asset, *_code(asset, size)) for asset in assets]
    each = size.across * size.down
    return {
        "size": size,
        "top": (297 - size.down * size.height) / 2,
        "side0": (210 - size.across * size.width) / 2,
        "pages": [labels[at : at + each] for at in range(0, len(labels), each)],
    }


def address_of(asset: Asset) -> str:
    """What the QR code says: the address under which a phone finds the asset or counts it."""
    return public_address("equipment_counting.label", code=asset.code)


def _code(asset: Asset, size: LabelSheet) -> tuple[str, float]:
    """Return the drawing as a data: address, and its side in mm."""
    code = QrCode.of(address_of(asset), QUIET)
    side = min(size.height, size.width / 2) - 2 * EDGE
    if side / code.modules < SMALLEST:
        raise ValueError(str(_("The label is too small for a code that a phone can read.")))
    side = min(side, code.modules * 0.75)
    return code.picture, round(side, 2)
