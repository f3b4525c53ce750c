"""One item of a request, what every appraisal made of it, and what of it has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, User, _, acting, clock, db, field, number
from modules.equipment.catalogue import Item


class Stage(Choice):
    """Where a quantity and a price were set."""

    ASKED = "asked", _("Asked"), "grey"
    TECHNICAL = "technical", _("Technical appraisal"), "blue"
    BUDGET = "budget", _("Budget appraisal"), "amber"
    APPROVED = "approved", _("Granted"), "green"


class Verdict(Choice):
    """What the decision says of one line."""

    WHOLE = "whole", _("Whole"), "green"
    PART = "part", _("In part"), "amber"
    REJECTED = "rejected", _("Rejected"), "rose"
    POSTPONED = "postponed", _("Postponed"), "grey"


class Line(db.Model):  # type: ignore[name-defined]
    """One item of a request. `existing`, `coming`, `shared`, `norm` and `price_cap` are computed at each save, never typed."""

    __tablename__ = "equipment_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("equipment_request.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    quantity: Mapped[int] = field.whole(_("Quantity"), low=1, high=10_000, required=True)
    existing: Mapped[int | None] = field.whole(_("Usable now"), high=10_000, readonly=True)
    coming: Mapped[int | None] = field.whole(_("On the way"), high=10_000, readonly=True)
    shared: Mapped[int | None] = field.whole(_("Of items under the same norm"), high=10_000, readonly=True)
    norm: Mapped[int | None] = field.whole(_("Norm"), high=10_000, readonly=True)
    norm_basis: Mapped[str | None] = field.text(_("How the norm was computed"), max=1000, readonly=True)
    price_cap: Mapped[int | None] = field.money(_("Maximum unit price"), readonly=True)
    price: Mapped[int] = field.money(_("Unit price"), required=True)
    place: Mapped[str | None] = field.text(_("Place of use"))
    over_reason: Mapped[str | None] = field.text(_("Reason if over the norm"))
    technical: Mapped[int | None] = field.whole(_("Technical appraisal"), high=10_000)
    technical_price: Mapped[int | None] = field.money(_("Price, technical appraisal"))
    budgeted: Mapped[int | None] = field.whole(_("Budget appraisal"), high=10_000)
    budgeted_price: Mapped[int | None] = field.money(_("Price, budget appraisal"))
    approved: Mapped[int | None] = field.whole(_("Granted"), high=10_000)
    approved_price: Mapped[int | None] = field.money(_("Price granted"))
    contract_price: Mapped[int | None] = field.money(_("Price in the contract"))
    verdict: Mapped[Verdict | None] = field.choice(_("Decision on the line"), Verdict)
    arriving: Mapped[int | None] = field.whole(_("Delivered this time"), high=10_000)
    delivered: Mapped[int | None] = field.whole(_("Delivered so far"), high=10_000, readonly=True)
    remark: Mapped[str | None] = field.text(_("Reason or note"))
    request: Mapped[Any] = field.link("Request", request_id, back_populates="lines")
    item: Mapped[Item] = field.link("Item", item_id)

    @property
    def amount(self) -> int:
        """Quantity asked times unit price, đồng."""
        return (self.quantity or 0) * (self.price or 0)

    def at(self, stage: Stage) -> tuple[int, int]:
        """The (quantity, price in đồng) of the line as a stage left it; a price nobody touched is the one asked."""
        quantity, price = {
            Stage.ASKED: (self.quantity, self.price),
            Stage.TECHNICAL: (self.technical, self.technical_price),
            Stage.BUDGET: (self.budgeted, self.budgeted_price),
            Stage.APPROVED: (self.approved, self.approved_price),
        }[stage]
        return quantity or 0, self.price if price is None else price

    @property
    def paid_price(self) -> int:
        """Đồng a piece as bought: the contract's price, else the one granted; the asset's original cost."""
        return self.at(Stage.APPROVED)[1] if self.contract_price is None else self.contract_price

    @property
    def granted(self) -> int:
        """Quantity granted times the price granted, đồng."""
        quantity, price = self.at(Stage.APPROVED)
        return quantity * price

    def over(self, before: int = 0) -> int:
        """How many pieces the unit would have above its norm; `before` are those of earlier lines under the same norm."""
        if self.norm is None:
            return 0
        there = (self.existing or 0) + (self.coming or 0) + (self.shared or 0)
        return max(0, there + before + self.quantity - self.norm)

    def check(self, before: int = 0) -> None:
        """ValueError when a quantity above the norm, or a price above the cap, has no reason."""
        said = bool((self.over_reason or "").strip())
        over = self.over(before)
        if over and not said:
            raise ValueError(
                str(_("Line %(line)s is %(over)s over the norm: write the reason.", line=self.position, over=over))
            )
        if self.price_cap and self.price > self.price_cap and not said:
            raise ValueError(
                str(
                    _(
                        "Line %(line)s: the price is above the norm's maximum of %(most)s đ: lower it or write the reason.",
                        line=self.position,
                        most=number(self.price_cap),
                    )
                )
            )

    def settle(self, stage: Stage, quantity: int | None, price: int | None, before: tuple[int, int]) -> tuple[int, int]:
        """Keep one appraisal of the line, with who and why, and return its (quantity, price).

        Blank means "as at the step before". ValueError when it gives more than that step, or changes without a reason.
        """
        kept = (before[0] if quantity is None else quantity, before[1] if price is None else price)
        if kept[0] > before[0]:
            raise ValueError(str(_("Line %(line)s: at most %(most)s.", line=self.position, most=before[0])))
        if kept[1] > before[1]:
            most = number(before[1])
            raise ValueError(str(_("Line %(line)s: at most %(most)s đ a piece.", line=self.position, most=most)))
        reason = (self.remark or "").strip()
        if kept != before and not reason:
            raise ValueError(str(_("Line %(line)s: write why it is changed.", line=self.position)))
        db.session.add(Appraisal.of(self, stage, kept, reason))
        self.remark = None
        return kept

    def receive(self, day: date) -> None:
        """Turn "delivered this time" into a delivery of `day`. ValueError when more comes than was granted."""
        if self.arriving:
            left = (self.approved or 0) - (self.delivered or 0)
            if self.arriving > left:
                raise ValueError(str(_("Line %(line)s: at most %(most)s.", line=self.position, most=left)))
            db.session.add(
                Delivery(
                    request_id=self.request_id,
                    line_id=self.id,
                    day=day,
                    quantity=self.arriving,
                    note=(self.remark or "").strip() or None,
                    actor_id=acting().user_id,
                )
            )
            self.delivered = (self.delivered or 0) + self.arriving
        self.arriving = self.remark = None


class Appraisal(db.Model):  # type: ignore[name-defined]
    """Ý kiến thẩm định: the quantity and price of a line at one stage, by whom, when and why; never changed."""

    __tablename__ = "equipment_appraisal"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("equipment_request.id"), index=True)
    # A line that a ward takes out of a returned request leaves its history behind.
    line_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_line.id", ondelete="SET NULL"), index=True)
    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    stage: Mapped[Stage] = field.choice(_("Stage"), Stage, required=True)
    quantity: Mapped[int] = field.whole(_("Quantity"), required=True)
    price: Mapped[int] = field.money(_("Unit price"), required=True)
    verdict: Mapped[Verdict | None] = field.choice(_("Decision on the line"), Verdict)
    reason: Mapped[str | None] = field.text(_("Reason of the change"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    at: Mapped[datetime] = field.moment(_("Time"), readonly=True, default=clock.now)
    actor: Mapped[User | None] = field.link("User", actor_id)
    item: Mapped[Item] = field.link("Item", item_id)

    @classmethod
    def of(cls, line: Line, stage: Stage, kept: tuple[int, int], reason: str = "") -> Appraisal:
        """Make the row of one line at one stage, in the name of who acts."""
        return cls(
            request_id=line.request_id,
            line_id=line.id,
            item_id=line.item_id,
            stage=stage,
            quantity=kept[0],
            price=kept[1],
            verdict=line.verdict if stage is Stage.APPROVED else None,
            reason=reason or None,
            actor_id=acting().user_id,
        )


class Delivery(db.Model):  # type: ignore[name-defined]
    """Lần giao hàng: pieces of one line that came on one day."""

    __tablename__ = "equipment_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("equipment_request.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("equipment_line.id"), index=True)
    day: Mapped[date] = field.day(_("Delivery day"), required=True)
    quantity: Mapped[int] = field.whole(_("Quantity"), low=1, required=True)
    note: Mapped[str | None] = field.text(_("Note"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    actor: Mapped[User | None] = field.link("User", actor_id)
