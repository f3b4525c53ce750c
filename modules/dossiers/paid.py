"""A receipt ends the wait for payment."""

from __future__ import annotations

from sqlalchemy import select

from app.toolkit import SYSTEM, take_steps, work
from modules.dossiers.desk.dossier import Dossier, State
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
            take_steps(session, dossier, [("paid", receipt.cashier_id)])
