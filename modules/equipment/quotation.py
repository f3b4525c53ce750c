"""Quotations: what suppliers ask, up to three per item of a request."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from app.toolkit import Record, _, db, field, money
from modules.equipment.catalogue import Item
from modules.equipment.request import OPEN, Request, State

MOST = 3
WHILE = (*OPEN, State.SUBMITTED, State.SENT, State.CONSOLIDATED, State.APPRAISED)


class Quotation(Record):
    """Báo giá: a supplier's price for an item of a request, or for all of it; its paper is a file of the record."""

    __tablename__ = "equipment_quotation"
    searched = ("supplier",)

    request_id: Mapped[int] = field.reference(_("Request"), "equipment_request", required=True)
    item_id: Mapped[int | None] = field.reference(
        _("Equipment"), "equipment_item", help=_("Leave empty when the price is for the whole request.")
    )
    supplier: Mapped[str] = field.text(_("Supplier"), required=True)
    price: Mapped[int] = field.money(_("Price quoted"), required=True)
    quoted_on: Mapped[date] = field.day(_("Day of the quotation"), required=True, past=True)
    valid_until: Mapped[date | None] = field.day(_("Valid until"))
    request: Mapped[Request] = field.link("Request", request_id)
    item: Mapped[Item | None] = field.link("Item", item_id)

    def __str__(self) -> str:
        return f"{self.supplier}: {money(self.price)}"

    def saved(self) -> None:
        """ValueError: a fourth quotation, or one for a request whose budget is settled."""
        session = db.session()
        request = session.get(Request, self.request_id)
        if request is None or request.state not in WHILE:
            raise ValueError(str(_("The budget of this request is already appraised; no quotation can be added.")))
        self.unit_id = request.unit_id
        same = (Quotation.request_id == self.request_id, Quotation.item_id.is_not_distinct_from(self.item_id))
        if (session.scalar(select(func.count()).select_from(Quotation).where(*same)) or 0) > MOST:
            raise ValueError(str(_("There are %(most)s quotations for this already.", most=MOST)))
