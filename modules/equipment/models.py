"""Equipment: what may be asked for, who asked for what, and what the units own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, clock, db, field, next_number
from modules.equipment.assets import Asset, Condition


class State(Choice):
    """Where a request stands, from the ward's draft to the assets on its books."""

    DRAFT = "draft", _("Draft"), "grey"
    SUBMITTED = "submitted", _("Waiting for the unit head"), "amber"
    SENT = "sent", _("Sent to the city"), "blue"
    CONSOLIDATED = "consolidated", _("Consolidated"), "blue"
    APPRAISED = "appraised", _("Technically appraised"), "blue"
    COSTED = "costed", _("Budget appraised"), "amber"
    DECIDED = "decided", _("Decided"), "green"
    DELIVERED = "delivered", _("Delivered"), "violet"
    ACCEPTED = "accepted", _("Accepted"), "violet"
    HANDED_OVER = "handed_over", _("Handed over"), "green"
    RETURNED = "returned", _("Returned for more"), "amber"
    POSTPONED = "postponed", _("Postponed"), "grey"
    REJECTED = "rejected", _("Rejected"), "rose"


class Fund(Choice):
    """Where the money comes from."""

    CITY = "city", _("City budget")
    WARD = "ward", _("Ward budget")
    AUTONOMY = "autonomy", _("Autonomy budget")
    DONATION = "donation", _("Donation")


class Item(Record):
    """Loại thiết bị: one kind of thing of the catalogue, with its minimum configuration."""

    __tablename__ = "equipment_item"
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Equipment"), required=True)
    measure: Mapped[str] = field.text(_("Unit of count"), max=20, required=True)
    minimum: Mapped[str | None] = field.long_text(_("Minimum configuration"))
    software: Mapped[bool] = field.yes_no(_("Software, outside the price cap"))

    def __str__(self) -> str:
        return self.name


class Norm(Record):
    """Định mức: how many of an item a title class may have, and at what price, from a day to a day."""

    __tablename__ = "equipment_norm"

    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    title_class: Mapped[str] = field.text(_("Title class"), required=True)
    most: Mapped[int | None] = field.whole(_("Maximum quantity per person"))
    price_cap: Mapped[int | None] = field.money(_("Maximum unit price"))
    legal_basis: Mapped[str] = field.text(_("Legal basis"), required=True)
    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date | None] = field.day(_("Valid to"))
    item: Mapped[Item] = field.link("Item", item_id)

    def __str__(self) -> str:
        return f"{self.legal_basis}: {self.title_class}"


class Kit(Record):
    """Bộ thiết bị tối thiểu: what one one-stop desk must have, from a day to a day."""

    __tablename__ = "equipment_kit"

    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    quantity: Mapped[int] = field.whole(_("Quantity per desk"), low=1, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)
    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date | None] = field.day(_("Valid to"))
    item: Mapped[Item] = field.link("Item", item_id)


class Campaign(Record):
    """Đợt đề xuất: a period in which units ask, with a deadline and a ceiling per unit."""

    __tablename__ = "equipment_campaign"
    searched = ("name", "legal_basis")

    name: Mapped[str] = field.text(_("Campaign"), required=True)
    legal_basis: Mapped[str | None] = field.text(_("Legal basis"))
    opens_on: Mapped[date] = field.day(_("Opens"), required=True)
    closes_on: Mapped[date] = field.day(_("Closes"), required=True)
    ceiling: Mapped[int | None] = field.money(_("Ceiling per unit"))
    budget_year: Mapped[int] = field.whole(_("Budget year"), low=2000, high=2100, required=True)

    def __str__(self) -> str:
        return self.name


class Request(Record):
    """Đề xuất trang thiết bị: what a unit asks for in a campaign."""

    __tablename__ = "equipment_request"
    searched = ("number", "title")

    number: Mapped[str | None] = field.text(_("Number"), max=30, readonly=True)
    title: Mapped[str] = field.text(_("Subject"), required=True)
    campaign_id: Mapped[int] = field.reference(_("Campaign"), "equipment_campaign", required=True)
    fund: Mapped[Fund] = field.choice(_("Fund"), Fund, required=True)
    needed_by: Mapped[date | None] = field.day(_("Needed by"))
    reason: Mapped[str] = field.long_text(_("Reasons and present state"), required=True)
    blocked: Mapped[bool] = field.yes_no(_("Work is blocked for want of this equipment"))
    state: Mapped[State] = field.state(State)
    total: Mapped[int] = field.money(_("Estimate"), readonly=True, default=0)
    approved_total: Mapped[int] = field.money(_("Approved amount"), readonly=True, default=0)
    decision: Mapped[str | None] = field.text(_("Decision number"), max=60)
    delivered_on: Mapped[date | None] = field.day(_("Delivery day"))
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    campaign: Mapped[Campaign] = field.link("Campaign", campaign_id)
    lines: Mapped[list[Line]] = field.lines(
        "Line", _("Items asked for"), order_by="Line.position", back_populates="request"
    )

    def saved(self) -> None:
        """Number a new request and add up its lines; called by the house after each save."""
        if not self.number:
            year = clock.today().year
            self.number = f"TB-{year}-{next_number(db.session(), self.unit_id, 'equipment', year):04d}"
        self.total = sum(line.amount for line in self.lines)

    def submit(self) -> None:
        """Hand the request to the unit head. ValueError: nothing asked for, late, above the ceiling."""
        campaign = db.session.get(Campaign, self.campaign_id)
        if not self.lines:
            raise ValueError(str(_("Add at least one item before you submit.")))
        if campaign and clock.today() > campaign.closes_on:
            raise ValueError(str(_("The campaign closed on %(day)s.", day=campaign.closes_on.strftime("%d/%m/%Y"))))
        if campaign and campaign.ceiling and self.total > campaign.ceiling:
            raise ValueError(str(_("The estimate is above the campaign's ceiling for one unit.")))
        for line in self.lines:
            line.check()

    def appraise(self) -> None:
        """Keep the technical quantities; what the department left blank stays as asked."""
        for line in self.lines:
            line.technical = line.quantity if line.technical is None else line.technical
            line.no_more(line.technical, line.quantity)

    def cost(self) -> None:
        """Keep the budget quantities."""
        for line in self.lines:
            line.budgeted = line.technical if line.budgeted is None else line.budgeted
            line.no_more(line.budgeted, line.technical or 0)

    def decide(self) -> None:
        """Fix what is granted: whole or part, never more than was budgeted."""
        for line in self.lines:
            line.approved = line.budgeted if line.approved is None else line.approved
            line.no_more(line.approved, line.budgeted or 0)
        self.approved_total = sum((line.approved or 0) * line.price for line in self.lines)
        if not self.approved_total:
            raise ValueError(str(_("Nothing is granted; reject or postpone the request instead.")))

    def deliver(self) -> None:
        """Record what came; parts may follow until all is there."""
        for line in self.lines:
            line.no_more(line.delivered or 0, line.approved or 0)

    def hand_over(self) -> None:
        """Put every piece that was delivered on the books of the unit."""
        session = db.session()
        year = clock.today().year
        for line in self.lines:
            for _n in range(line.delivered or 0):
                running = next_number(session, self.unit_id, "asset", year)
                session.add(
                    Asset(
                        unit_id=self.unit_id,
                        code=f"TS-{self.unit_id}-{year}-{running:05d}",
                        item_id=line.item_id,
                        request_id=self.id,
                        place=line.place,
                        price=line.price,
                        condition=Condition.GOOD,
                        acquired_on=self.delivered_on or clock.today(),
                    )
                )

    def all_delivered(self) -> bool:
        """Whether nothing is missing any more."""
        return all((line.delivered or 0) >= (line.approved or 0) for line in self.lines)


class Line(db.Model):  # type: ignore[name-defined]
    """One item of a request with its quantities at every appraisal."""

    __tablename__ = "equipment_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("equipment_request.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[int] = field.reference(_("Equipment"), "equipment_item", required=True)
    quantity: Mapped[int] = field.whole(_("Quantity"), low=1, high=10_000, required=True)
    existing: Mapped[int | None] = field.whole(_("Usable now"), high=10_000)
    norm: Mapped[int | None] = field.whole(_("Norm"), high=10_000)
    price: Mapped[int] = field.money(_("Unit price"), required=True)
    place: Mapped[str | None] = field.text(_("Place of use"))
    over_reason: Mapped[str | None] = field.text(_("Reason if over the norm"))
    technical: Mapped[int | None] = field.whole(_("Technical appraisal"), high=10_000)
    budgeted: Mapped[int | None] = field.whole(_("Budget appraisal"), high=10_000)
    approved: Mapped[int | None] = field.whole(_("Granted"), high=10_000)
    delivered: Mapped[int | None] = field.whole(_("Delivered so far"), high=10_000)
    remark: Mapped[str | None] = field.text(_("Reason of the change"))
    request: Mapped[Request] = field.link("Request", request_id, back_populates="lines")
    item: Mapped[Item] = field.link("Item", item_id)

    @property
    def amount(self) -> int:
        """Quantity asked times unit price, đồng."""
        return (self.quantity or 0) * (self.price or 0)

    @property
    def over(self) -> int:
        """How many pieces the unit would have above its norm."""
        return max(0, (self.existing or 0) + self.quantity - self.norm) if self.norm is not None else 0

    def check(self) -> None:
        """ValueError when a quantity above the norm has no reason."""
        if self.over and not (self.over_reason or "").strip():
            raise ValueError(
                str(_("Line %(line)s is %(over)s over the norm: write the reason.", line=self.position, over=self.over))
            )

    def no_more(self, value: int, most: int) -> None:
        """ValueError when an appraisal gives more than the step before it."""
        if value > most:
            raise ValueError(str(_("Line %(line)s: at most %(most)s.", line=self.position, most=most)))
