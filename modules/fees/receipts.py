"""Receipts: money taken, also none, with a number without gaps; never changed, only cancelled with a reason."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Select, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Record, _, acting, announce, as_system, clock, db, dong_in_words, field, next_number
from modules.fees.charges import Charge
from modules.fees.rules import Exemption

BOOK = "BL"


class Means(Choice):
    """How the money came."""

    CASH = "cash", _("Cash"), "green"
    TRANSFER = "transfer", _("Bank transfer"), "blue"
    PORTAL = "portal", _("Payment platform of the national portal"), "violet"


class State(Choice):
    """Whether a receipt holds."""

    ISSUED = "issued", _("Holds"), "green"
    CANCELLED = "cancelled", _("Cancelled"), "rose"


class Receipt(Record):
    """Biên lai thu phí, lệ phí: number and symbol of a unit and year (NĐ 123/2020/NĐ-CP, as amended by NĐ 70/2025)."""

    __tablename__ = "fees_receipt"
    searched = ("symbol", "number_text", "payer")

    symbol: Mapped[str] = field.text(_("Symbol"), max=20, readonly=True)
    number: Mapped[int] = field.whole(_("Receipt number"), readonly=True)
    number_text: Mapped[str] = mapped_column(default="")
    payer: Mapped[str] = field.text(_("Payer"), required=True, readonly=True)
    issued_at: Mapped[datetime] = field.moment(_("Issued"), readonly=True, index=True)
    cashier_id: Mapped[int | None] = field.reference(_("Cashier"), "core_user", readonly=True)
    means: Mapped[Means] = field.choice(_("Means of payment"), Means, required=True, readonly=True)
    total: Mapped[int] = field.money(_("Sum"), readonly=True)
    state: Mapped[State] = field.state(State)
    cancelled_at: Mapped[datetime | None] = field.moment(_("Cancelled at"), readonly=True)
    cashier: Mapped[Any] = field.link("User", cashier_id)
    lines: Mapped[list[ReceiptLine]] = field.lines("ReceiptLine", _("What was paid"), order_by="ReceiptLine.id")

    def __str__(self) -> str:
        return f"{self.symbol} {self.number_text}"

    @property
    def hour(self) -> str:
        """The hour in Vietnam it was issued at, as 14:05."""
        return f"{clock.local(self.issued_at):%H:%M}"

    @property
    def in_words(self) -> str:
        """The sum in Vietnamese words."""
        return dong_in_words(self.total)

    @classmethod
    def take(
        cls, session: Session, charges: list[Charge], payer: str, means: Means, exemption: Exemption | None
    ) -> Receipt:
        """Issue one receipt for charges of one unit. ValueError: nothing to pay, no payer, or somebody was faster."""
        if not payer.strip():
            raise ValueError(str(_("Enter who pays.")))
        if not charges or len({charge.unit_id for charge in charges}) > 1:
            raise ValueError(str(_("There is nothing to pay here.")))
        unit_id, now = charges[0].unit_id, clock.now()
        receipt = cls(
            unit_id=unit_id,
            payer=payer.strip()[:200],
            means=means,
            issued_at=now,
            cashier_id=acting().user_id,
            symbol=f"{BOOK}-{now:%y}",
            number=0,
            total=0,
        )
        receipt.lines = [ReceiptLine.of(charge, exemption) for charge in charges]
        receipt.total = sum(line.amount for line in receipt.lines)
        session.add(receipt)
        session.flush()
        free = update(Charge).where(Charge.id.in_([one.id for one in charges]), Charge.receipt_id.is_(None))
        done: Any = session.execute(free.values(receipt_id=receipt.id))
        if done.rowcount != len(charges):
            raise ValueError(str(_("Somebody has just issued a receipt for this; look at it again.")))
        receipt.number = next_number(session, unit_id, BOOK, now.year)
        receipt.number_text = f"{receipt.number:07d}"
        session.flush()
        announce(session, receipt)
        return receipt

    def cancel(self) -> None:
        """Take it back; what it paid is owed again. The cashier may on the same day, the supervisor always."""
        self.cancelled_at = clock.now()
        db.session.execute(update(Charge).where(Charge.receipt_id == self.id).values(receipt_id=None))

    def may_cancel(self) -> bool:
        """Whether whoever is at work may cancel it now."""
        own = self.cashier_id == acting().user_id and clock.local(self.issued_at).date() == clock.today()
        return own or any(grant.role == "fees.supervisor" for grant in acting().grants) or acting().system


class ReceiptLine(db.Model):  # type: ignore[name-defined]
    """One thing that was paid, as it stood on that day."""

    __tablename__ = "fees_receipt_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("fees_receipt.id"), index=True)
    charge_id: Mapped[int | None] = mapped_column(ForeignKey("fees_charge.id"), index=True)
    what: Mapped[str] = field.text(_("For what"), readonly=True)
    fee: Mapped[str] = field.text(_("Fee"), readonly=True)
    units: Mapped[int] = field.whole(_("Units"), readonly=True)
    copies: Mapped[int] = field.whole(_("Copies"), readonly=True)
    full: Mapped[int] = field.money(_("Full amount"), readonly=True)
    exemption: Mapped[str | None] = field.text(_("Exemption"), readonly=True)
    basis: Mapped[str | None] = field.text(_("Legal basis of the exemption"), readonly=True)
    amount: Mapped[int] = field.money(_("Amount"), readonly=True)

    @classmethod
    def of(cls, charge: Charge, exemption: Exemption | None) -> ReceiptLine:
        """Copy a charge, less what the exemption takes off."""
        return cls(
            charge_id=charge.id,
            what=charge.what,
            fee=str(charge.rule or ""),
            units=charge.units,
            copies=charge.copies,
            full=charge.amount,
            exemption=exemption.name if exemption else None,
            basis=exemption.source if exemption else None,
            amount=exemption.left_of(charge.amount) if exemption else charge.amount,
        )


def paid_for(session: Session, key: str, ids: list[int]) -> dict[int, int]:
    """Return {record id: đồng paid for it} of records of one resource, in one query."""
    with as_system():
        paid = session.execute(_paid(), {"resource": key, "rows": ids})
        return {row_id: amount for row_id, amount in paid}  # noqa: C416 - a row is no pair


@cache
def _paid() -> Select[int, int]:
    """The statement of it, written once: putting it together takes longer than asking it."""
    return (
        select(Charge.row_id, ReceiptLine.amount)
        .join(ReceiptLine, (ReceiptLine.charge_id == Charge.id) & (ReceiptLine.receipt_id == Charge.receipt_id))
        .where(Charge.resource == bindparam("resource"), Charge.row_id.in_(bindparam("rows", expanding=True)))
    )


def exemptions_of(session: Session) -> list[Exemption]:
    """Return the exemptions of today, by name."""
    return list(session.scalars(select(Exemption).where(Exemption.valid_on(clock.today())).order_by(Exemption.name)))
