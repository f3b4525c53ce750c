"""One row of a stock-take: an asset the books name, or one that nobody expected."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from app.toolkit import Choice, User, _, as_system, clock, db, field, fold, format_day
from modules.equipment.assets import Asset, Condition
from modules.equipment.catalogue import Item

if TYPE_CHECKING:
    from modules.equipment.stocktake import StockTake


class Outcome(Choice):
    """What a stock-take says of one asset."""

    WAITING = "waiting", _("Not counted yet"), "grey"
    FOUND = "found", _("Found"), "green"
    MOVED = "moved", _("In another place"), "amber"
    MISSING = "missing", _("Missing"), "rose"
    SURPLUS = "surplus", _("Surplus"), "violet"


class Unknown(ValueError):
    """A code that nobody's books name: a slip of the finger, or a surplus."""


class Finding(db.Model):  # type: ignore[name-defined]
    """Kết quả kiểm kê: what the books said of an asset on the day, and what was found of it."""

    __tablename__ = "equipment_finding"
    __table_args__ = (UniqueConstraint("stock_take_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stock_take_id: Mapped[int] = mapped_column(ForeignKey("equipment_stock_take.id"), index=True)
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_asset.id"), index=True)
    item_id: Mapped[int | None] = field.reference(_("Equipment"), "equipment_item")
    code: Mapped[str] = field.text(_("Asset code"), max=40, required=True)
    outcome: Mapped[Outcome] = field.choice(_("Outcome"), Outcome, required=True, default=Outcome.WAITING)
    book_place: Mapped[str | None] = field.text(_("Place on the books"))
    book_holder: Mapped[str | None] = field.text(_("Holder"))
    book_condition: Mapped[Condition | None] = field.choice(_("Condition on the books"), Condition)
    price: Mapped[int | None] = field.money(_("Original price"))
    place: Mapped[str | None] = field.text(_("Place found"))
    condition: Mapped[Condition | None] = field.choice(_("Condition found"), Condition)
    counted_at: Mapped[datetime | None] = field.moment(_("Counted at"))
    counted_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    client: Mapped[str | None] = mapped_column()
    remark: Mapped[str | None] = field.text(_("Note"), max=400)
    counted_by: Mapped[User | None] = field.link("User", counted_by_id)
    item: Mapped[Item | None] = field.link("Item", item_id)

    @classmethod
    def surplus(cls, taken: StockTake, code: str, *, sure: bool) -> Finding:
        """The row of a code the unit's books did not name on the day, with the sentence that says whose it may be.

        Unknown: nobody has this code, and whoever typed it has not said that it is no mistake. ValueError for an
        asset of the unit that came after the day: it belongs to the next stock-take.
        """
        with as_system() as session:  # only the owning unit's name is shown, as it stands on the label itself
            asset = session.scalar(select(Asset).where(Asset.code == code).options(joinedload(Asset.unit)))
        if asset is None and not sure:
            raise Unknown(str(_("No asset has the code “%(code)s”.", code=code)))
        if asset is None:
            return cls(stock_take_id=taken.id, code=code, outcome=Outcome.SURPLUS, remark=str(_("On nobody's books.")))
        if asset.unit_id == taken.unit_id:
            day = format_day(taken.taken_on)
            raise ValueError(str(_("%(code)s came onto the books after %(day)s: not counted.", code=code, day=day)))
        remark = str(_("On the books of %(unit)s.", unit=asset.unit))
        return cls(stock_take_id=taken.id, code=code, outcome=Outcome.SURPLUS, item_id=asset.item_id, remark=remark)

    def see(self, client: str, user_id: int | None, place: str, condition: Condition | None) -> None:
        """Note where and how the asset was seen; what is not said is as on the books."""
        if self.counted_at is None:
            self.counted_at, self.counted_by_id, self.client = clock.now(), user_id, client
            self.place, self.condition = self.book_place, self.book_condition or Condition.GOOD
        self.place = place or self.place
        self.condition = condition or self.condition
        if self.outcome is not Outcome.SURPLUS:
            same = fold(self.place or "") == fold(self.book_place or "")
            self.outcome = Outcome.FOUND if same else Outcome.MOVED

    def correct(self, asset: Asset) -> None:
        """Write what was found onto the asset."""
        if self.outcome is Outcome.MISSING:
            asset.condition = Condition.MISSING
            return
        asset.place = self.place
        asset.condition = self.condition or asset.condition

    @hybrid_property
    def differs(self) -> bool:
        """Whether the books and the room disagree."""
        return self.outcome in DIFFERENT or (self.outcome is Outcome.FOUND and self.condition != self.book_condition)

    @differs.inplace.expression
    @classmethod
    def _differs(cls) -> Any:
        worse = and_(cls.outcome == Outcome.FOUND, cls.condition != cls.book_condition)
        return or_(cls.outcome.in_(DIFFERENT), worse)


DIFFERENT = (Outcome.MOVED, Outcome.MISSING, Outcome.SURPLUS)
