"""What an asset is still worth: straight line over its useful life, a whole year at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from app.toolkit import Dated, Record, _, clock, db, field
from modules.equipment.assets import Asset


class UsefulLife(Dated, Record):
    """Thời gian sử dụng: for how many years an item wears off, by a circular that an administrator keeps up to date."""

    __tablename__ = "equipment_useful_life"

    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    years: Mapped[int] = field.whole(
        _("Useful life in years"), low=1, high=100, required=True, help=_("Check it against the circular in force.")
    )
    source: Mapped[str] = field.text(_("Source"), required=True)
    item: Mapped[object] = field.link("Item", item_id)

    def __str__(self) -> str:
        return f"{vars(self).get('item') or '#' + str(self.id)}: {self.years}"


@dataclass(frozen=True)
class Year:
    """One 31 December: what wore off in the year and what is left, đồng."""

    year: int
    worn: int
    left: int


def years_of(price: int, life: int, first: int) -> list[Year]:
    """Spread `price` over `life` years from the year `first`; the last year takes what rounding left."""
    rate, left, found = price // life, price, []
    for number in range(life):
        worn = left if number == life - 1 else rate
        left -= worn
        found.append(Year(first + number, worn, left))
    return found


def life_of(asset: Asset, day: date | None = None) -> UsefulLife | None:
    """The useful life in force for the asset's item on a day, today when none is given."""
    day = day or clock.today()
    rows = select(UsefulLife).where(UsefulLife.item_id == asset.item_id, UsefulLife.valid_on(day))
    return db.session.scalars(rows.order_by(UsefulLife.valid_from.desc()).limit(1)).first()


def lives_on(day: date) -> dict[int, int]:
    """The useful life in years of every item that has one on a day."""
    rows = select(UsefulLife).where(UsefulLife.valid_on(day)).order_by(UsefulLife.valid_from)
    return {row.item_id: row.years for row in db.session.scalars(rows)}


def left_of(years: list[Year], price: int, today: date) -> int:
    """What is left after the last 31 December that is past, đồng."""
    past = [year.left for year in years if year.year < today.year]
    return past[-1] if past else price
