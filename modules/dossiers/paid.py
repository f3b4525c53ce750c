"""A receipt ends the wait for payment."""

from __future__ import annotations

from sqlalchemy import select

from app.toolkit import SYSTEM, as_person, take_steps, work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.fee import KEY
from modules.fees.charges import Charge
from modules.fees.receipts import Receipt, ReceiptLine


def when_receipt(receipt: Receipt) -> None:
    """After the commit of a receipt: dossiers that waited for this payment are gone on with, in the cashier's name."""
    with work(SYSTEM) as session:
        paid = select(Charge.row_id).join(ReceiptLine, ReceiptLine.charge_id == Charge.id)
        ids = paid.where(ReceiptLine.receipt_id == receipt.id, Charge.resource == KEY)
        waiting = select(Dossier).where(Dossier.id.in_(ids), Dossier.state == State.DUTY)
        for dossier in session.scalars(waiting).all():
            with as_person(receipt.cashier_id):
                take_steps(session, dossier, [("paid" if dossier.passed_on else "paid_early", receipt.cashier_id)])
