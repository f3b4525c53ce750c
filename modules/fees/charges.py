"""What is owed for a record: put there by the module that did the work, paid at the desk."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Index, Select, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import Record, _, acting, as_person, as_system, field, money
from modules.fees.rules import Channel, FeeRule


class Charge(Record):
    """Khoản phải thu: so many units, so many times, of one service for one record."""

    __tablename__ = "fees_charge"
    __table_args__ = (Index("ix_fees_charge_about", "resource", "row_id"),)
    searched = ("what", "payer")

    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    what: Mapped[str] = field.text(_("For what"), required=True, readonly=True)
    payer: Mapped[str] = field.text(_("Payer"), readonly=True, default="")
    rule_id: Mapped[int | None] = field.reference(_("Fee"), "fees_rule", readonly=True)
    units: Mapped[int] = field.whole(_("Units"), readonly=True)
    copies: Mapped[int] = field.whole(_("Copies"), readonly=True)
    amount: Mapped[int] = field.money(_("Amount"), readonly=True)
    receipt_id: Mapped[int | None] = field.reference(_("Receipt"), "fees_receipt", readonly=True)
    rule: Mapped[FeeRule | None] = field.link("FeeRule", rule_id)
    receipt: Mapped[Any] = field.link("Receipt", receipt_id)

    def __str__(self) -> str:
        return self.what

    @classmethod
    def put(
        cls,
        session: Session,
        key: str,
        record: Record,
        *,
        code: str,
        what: str,
        payer: str,
        units: int,
        copies: int,
        channel: Channel,
        day: date,
    ) -> Charge | None:
        """Write down what a record costs on a day; a second call changes it while nobody has paid.

        `key` is `<module>.<slug>`. Returns None where no rule asks for money. ValueError when it was paid already and
        would now cost something else: the receipt has to be cancelled first.
        """
        # Whoever does the work need not see rules and receipts; the trail still tells who it was.
        with as_person(acting().user_id), session.no_autoflush:
            rule = FeeRule.of(session, code, channel, day)
            owed = rule.amount(units, copies) if rule else 0
            found = session.scalars(select(cls).where(cls.resource == key, cls.row_id == record.id)).first()
            if found is not None and found.receipt_id:
                if found.amount != owed:
                    raise ValueError(str(_("A receipt over another amount was issued; cancel it first.")))
                return found
            if rule is None:
                if found is not None:
                    session.delete(found)
                return None
            if found is None:
                found = cls(unit_id=record.unit_id, resource=key, row_id=record.id)
                session.add(found)
            found.rule_id, found.units, found.copies, found.amount = rule.id, units, copies, owed
            found.what, found.payer = what[:200], payer[:200]
            session.flush()
        return found

    @classmethod
    def pass_on(cls, session: Session, key: str, record: Record) -> None:
        """Let the unit to which a record has gone take what is still owed for it; what was paid stays where it was."""
        where = (cls.resource == key, cls.row_id == record.id, cls.receipt_id.is_(None))
        for charge in session.scalars(select(cls).where(*where)):
            charge.unit_id = record.unit_id

    @classmethod
    def drop(cls, session: Session, key: str, record: Record) -> None:
        """Forget what a record would have cost; what was paid stays, with its receipt."""
        with as_person(acting().user_id):
            for charge in cls.of(session, key, [record.id]):
                if charge.receipt_id is None:
                    session.delete(charge)
            session.flush()

    @classmethod
    def of(cls, session: Session, key: str, ids: list[int]) -> list[Charge]:
        """Return what is or was owed for records of one resource."""
        return list(session.scalars(_of(), {"resource": key, "rows": ids}))


@cache
def _of() -> Select[Charge]:
    about = (Charge.resource == bindparam("resource"), Charge.row_id.in_(bindparam("rows", expanding=True)))
    found = select(Charge).where(*about).order_by(Charge.id)
    return found.options(joinedload(Charge.rule), joinedload(Charge.receipt))


def owed(session: Session, key: str, ids: list[int]) -> int:
    """Return the đồng that are still to be paid for records."""
    where = (Charge.resource == key, Charge.row_id.in_(ids), Charge.receipt_id.is_(None))
    return session.scalar(select(func.coalesce(func.sum(Charge.amount), 0)).where(*where)) or 0


def require_paid(session: Session, key: str, ids: list[int]) -> None:
    """ValueError while a receipt is lacking for one of these records; it says how much is owed."""
    with as_system():
        left = owed(session, key, ids)
    if left:
        raise ValueError(str(_("%(sum)s are still owed: issue the receipt first.", sum=money(left))))
