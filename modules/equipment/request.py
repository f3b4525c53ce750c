"""The request: what a unit asks for in a campaign, and the verbs that take it along its road."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, selectinload

from app.toolkit import Choice, NumberSeries, Record, _, clock, db, field, format_day, number
from modules.equipment.assets import CODES, Asset, Condition
from modules.equipment.campaign import Campaign
from modules.equipment.entitlement import Entitlement, Key, entitlements, governed_items
from modules.equipment.line import Appraisal, Line, Stage, Verdict

NUMBERS = NumberSeries("equipment", "TB-{year}-{number:04d}")


class State(Choice):
    """Where a request stands, from the ward's draft to the assets on its books."""

    DRAFT = "draft", _("Draft"), "grey"
    SUBMITTED = "submitted", _("Waiting for the unit head"), "amber"
    DISTRICT = "district", _("Collected by the district"), "blue"
    SENT = "sent", _("Sent to the city"), "blue"
    CONSOLIDATED = "consolidated", _("Consolidated"), "blue"
    APPRAISED = "appraised", _("Technically appraised"), "blue"
    COSTED = "costed", _("Budget appraised"), "amber"
    DECIDED = "decided", _("Decided"), "green"
    BOUGHT = "bought", _("Bought"), "violet"
    DELIVERED = "delivered", _("Delivered"), "violet"
    ACCEPTED = "accepted", _("Accepted"), "violet"
    HANDED_OVER = "handed_over", _("Handed over"), "green"
    RETURNED = "returned", _("Returned for more"), "amber"
    POSTPONED = "postponed", _("Postponed"), "grey"
    REJECTED = "rejected", _("Rejected"), "rose"


OPEN = (State.DRAFT, State.RETURNED)
ENDED = (State.HANDED_OVER, State.REJECTED)


class Fund(Choice):
    """Where the money comes from."""

    CITY = "city", _("City budget")
    WARD = "ward", _("Ward budget")
    AUTONOMY = "autonomy", _("Autonomy budget")
    DONATION = "donation", _("Donation")


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
    decided_on: Mapped[date | None] = field.day(_("Day of the decision"), past=True)
    contract: Mapped[str | None] = field.text(_("Contract number"), max=60)
    supplier: Mapped[str | None] = field.text(_("Supplier"))
    contract_on: Mapped[date | None] = field.day(_("Day of the contract"))
    contract_total: Mapped[int | None] = field.money(_("Contract amount"))
    unspent: Mapped[int | None] = field.money(_("Unspent, to be returned"), readonly=True)
    repaid: Mapped[str | None] = field.text(
        _("Paper of the repayment"), max=120, help=_("Needed when the contract left some of the granted money")
    )
    delivered_on: Mapped[date | None] = field.day(_("Delivery day"), past=True)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    campaign: Mapped[Campaign] = field.link("Campaign", campaign_id)
    lines: Mapped[list[Line]] = field.lines(
        "Line", _("Items asked for"), order_by="Line.position", back_populates="request"
    )

    def saved(self) -> None:
        """Number a new request, add up its lines and measure them against the norms; called after each save."""
        if not self.number:
            self._begin()
            self.number = NUMBERS.next(db.session(), self.unit_id)
        self.total = sum(line.amount for line in self.lines)
        self.measure()

    def _begin(self) -> None:
        """ValueError when a new request is for a campaign that is over, or for a day that is past."""
        today, campaign = clock.today(), db.session.get(Campaign, self.campaign_id) if self.campaign_id else None
        if campaign is not None and campaign.closes_on < today:
            raise ValueError(str(_("The campaign closed on %(day)s.", day=format_day(campaign.closes_on))))
        if self.needed_by and self.needed_by < today:
            raise ValueError(str(_("The day it is needed by lies in the past.")))

    def measure(self) -> dict[int, Entitlement]:
        """Put beside every line what the unit owns, expects and may have today; return that by item."""
        session, today = db.session(), clock.today()
        known = entitlements(session, [self.unit_id], today)
        coming = on_the_way(session, [self.unit_id], but=self.id)
        for line in self.lines:
            entry = known.get((self.unit_id, line.item_id), Entitlement())
            line.existing, line.coming = entry.usable, coming.get((self.unit_id, line.item_id), 0)
            line.shared = entry.shared + sum(coming.get((self.unit_id, item), 0) for item in entry.others)
            line.norm, line.norm_basis, line.price_cap = entry.norm, entry.basis or None, entry.price_cap
        return {item_id: entry for (_unit, item_id), entry in known.items()}

    def require_staffing(self) -> None:
        """ValueError when an item has a norm per official but the unit has not said how many officials it has."""
        governed = governed_items(db.session(), clock.today())
        if any(line.item_id in governed and line.norm is None for line in self.lines):
            raise ValueError(str(_("Enter the number of officials of your unit first: the norms are per official.")))

    def submit(self) -> None:
        """Hand the request to the unit head. ValueError: nothing asked for, not in time, over a limit without a reason."""
        if not self.lines:
            raise ValueError(str(_("Add at least one item before you submit.")))
        campaign = db.session.scalar(
            select(Campaign).where(Campaign.id == self.campaign_id).options(selectinload(Campaign.goods))
        )
        if campaign:
            campaign.admit({line.item_id for line in self.lines}, self.total, self._asked_elsewhere())
        known = self.measure()
        self.require_staffing()
        asked: dict[int, int] = {}
        for line in self.lines:
            others = known.get(line.item_id, Entitlement()).others
            line.check(sum(asked.get(item, 0) for item in (line.item_id, *others)))
            asked[line.item_id] = asked.get(line.item_id, 0) + line.quantity
            db.session.add(Appraisal.of(line, Stage.ASKED, line.at(Stage.ASKED), line.over_reason or ""))

    def _asked_elsewhere(self) -> int:
        """Đồng that the unit's other requests ask for in the same campaign, drafts and refused ones left out."""
        others = select(func.coalesce(func.sum(Request.total), 0)).where(
            Request.unit_id == self.unit_id, Request.campaign_id == self.campaign_id, Request.id != self.id
        )
        return db.session.scalar(others.where(Request.state.not_in((State.DRAFT, State.REJECTED)))) or 0

    def appraise(self) -> None:
        """Keep the technical quantities and prices; what the department left blank stays as asked."""
        for line in self.lines:
            before = line.at(Stage.ASKED)
            line.technical, line.technical_price = line.settle(
                Stage.TECHNICAL, line.technical, line.technical_price, before
            )

    def cost(self) -> None:
        """Keep the budget quantities and prices."""
        for line in self.lines:
            before = line.at(Stage.TECHNICAL)
            line.budgeted, line.budgeted_price = line.settle(Stage.BUDGET, line.budgeted, line.budgeted_price, before)

    def decide(self) -> None:
        """Fix what is granted, line by line: whole, in part, rejected or postponed; never more than was budgeted."""
        if not (self.decision or "").strip():
            raise ValueError(str(_("Enter the number of the decision.")))
        self.decided_on = self.decided_on or clock.today()
        for line in self.lines:
            before = line.at(Stage.BUDGET)
            if line.verdict in (Verdict.REJECTED, Verdict.POSTPONED):
                line.approved = 0
            elif line.verdict is Verdict.WHOLE:
                line.approved = before[0]
            given = before[0] if line.approved is None else line.approved
            line.verdict = line.verdict if given == 0 and line.verdict else _verdict(given, before[0])
            line.approved, line.approved_price = line.settle(Stage.APPROVED, line.approved, line.approved_price, before)
        self.approved_total = sum(line.granted for line in self.lines)
        if not self.approved_total:
            raise ValueError(str(_("Nothing is granted; reject or postpone the request instead.")))

    def buy(self) -> None:
        """Record the contract; what it leaves of the granted money must be returned, no other use is allowed."""
        if not self.contract or not self.supplier or not self.contract_on:
            raise ValueError(str(_("Enter the contract's number, supplier and day.")))
        if (self.contract_total or 0) > self.approved_total:
            raise ValueError(str(_("The contract is above the approved amount.")))
        if self.decided_on and self.contract_on < self.decided_on:
            raise ValueError(str(_("The contract must not be older than the decision.")))
        self._price_lines()
        self.unspent = self.approved_total - (self.contract_total or 0)

    def _price_lines(self) -> None:
        """Make the contract's amount and the prices of its lines agree, so that each asset has its true cost."""
        bought = [line for line in self.lines if line.approved]
        untouched = all(line.paid_price == line.at(Stage.APPROVED)[1] for line in bought)
        total = sum((line.approved or 0) * line.paid_price for line in bought)
        if self.contract_total is None or self.contract_total == total:
            self.contract_total = total
        elif untouched and len(bought) == 1 and self.contract_total % (bought[0].approved or 1) == 0:
            bought[0].contract_price = self.contract_total // (bought[0].approved or 1)
        else:
            text = _(
                "The contract says %(said)s đ, its lines add up to %(found)s đ: enter the price of each line.",
                said=number(self.contract_total),
                found=number(total),
            )
            raise ValueError(str(text))

    def deliver(self) -> None:
        """Record what came this time, a row per line; more may follow until all is there."""
        day = self.delivered_on or clock.today()
        if not any(line.arriving for line in self.lines):
            raise ValueError(str(_("Enter what was delivered this time.")))
        self.delivered_on = day
        for line in self.lines:
            line.receive(day)

    def accept(self) -> None:
        """Take the goods. ValueError while unspent money has no paper of its repayment."""
        if self.unspent and not (self.repaid or "").strip():
            raise ValueError(str(_("Enter the paper by which the unspent money was returned.")))

    def hand_over(self) -> None:
        """Put every piece that was delivered on the books of the unit."""
        session = db.session()
        for line in self.lines:
            for _n in range(line.delivered or 0):
                session.add(
                    Asset(
                        unit_id=self.unit_id,
                        code=CODES.next(session, self.unit_id),
                        item_id=line.item_id,
                        request_id=self.id,
                        place=line.place,
                        price=line.paid_price,
                        condition=Condition.GOOD,
                        acquired_on=self.delivered_on or clock.today(),
                    )
                )

    def all_delivered(self) -> bool:
        """Whether nothing is missing any more."""
        return all((line.delivered or 0) >= (line.approved or 0) for line in self.lines)

    @property
    def share_delivered(self) -> int:
        """How much of what was granted has come, in whole per cent."""
        granted = sum(line.approved or 0 for line in self.lines)
        return sum(line.delivered or 0 for line in self.lines) * 100 // granted if granted else 0


def _verdict(given: int, most: int) -> Verdict:
    if given == 0:
        return Verdict.REJECTED
    return Verdict.WHOLE if given == most else Verdict.PART


def on_the_way(session: Session, unit_ids: Collection[int] | None, but: int | None = None) -> dict[Key, int]:
    """Return how much of each item units have asked for and not yet got, so that nobody asks twice.

    Drafts do not count; `but` leaves one request out.
    """
    wanted = func.coalesce(Line.approved, Line.budgeted, Line.technical, Line.quantity)
    statement = (
        select(Request.unit_id, Line.item_id, func.sum(wanted))
        .join(Line, Line.request_id == Request.id)
        .where(Request.state.not_in((*OPEN, *ENDED, State.POSTPONED)), Request.id != (but or 0))
        .group_by(Request.unit_id, Line.item_id)
    )
    if unit_ids is not None:
        statement = statement.where(Request.unit_id.in_(unit_ids))
    return {(unit_id, item_id): int(number) for unit_id, item_id, number in session.execute(statement)}
