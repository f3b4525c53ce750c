"""Taking money for records of any module, and the day's cash sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import (
    Link,
    Unit,
    _,
    address_of,
    as_system,
    asked_day,
    clock,
    db,
    hand_out,
    render_pdf,
    resource_of,
    row_ids,
    work,
)
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt, exemptions_of, paid_for
from modules.fees.roles import CASHIER, SUPERVISOR
from modules.fees.till import Till, cashiers_of, till_of

bp = Blueprint("fees", __name__, url_prefix="/fees")
SHEET = Link(_("Cash sheet"), "fees.sheet", "report-analytics", (CASHIER, SUPERVISOR), under=_("Reports"))
MOST = 200  # records paid with one receipt


@bp.get("/take/<key>/<numbers>")
def form(key: str, numbers: str) -> ResponseReturnValue:
    """Show what is owed for records (`<module>.<slug>`, ids joined by commas), with the sum for each exemption."""
    return _page(_open(key, numbers), key, numbers, {})


@bp.post("/take/<key>/<numbers>")
def take(key: str, numbers: str) -> ResponseReturnValue:
    """Issue the receipt and show it."""
    typed = request.form
    try:
        with work(g.principal) as session:
            charges = _open(key, numbers)
            if not charges:
                names = "; ".join(str(one) for one in _receipts(key, numbers))
                raise ValueError(str(_("A receipt was issued for this already: %(receipts)s.", receipts=names)))
            chosen = {str(one.id): one for one in exemptions_of(session)}
            means = Means.typed(typed.get("means"))
            if means is None or (typed.get("exemption") and typed["exemption"] not in chosen):
                raise ValueError(str(_("Choose how it is paid, and an exemption of today or none.")))
            exemption = chosen.get(typed.get("exemption", ""))
            receipt = Receipt.take(session, charges, typed.get("payer", ""), means, exemption)
            text, row = str(_("Receipt %(receipt)s was issued.", receipt=receipt)), receipt.id
    except ValueError as error:
        flash(str(error), "bad")
        return _page(_open(key, numbers), key, numbers, typed), 422
    flash(text, "good")
    return redirect(address_of(Receipt, row), 303)


@bp.get("/sheet")
def sheet() -> ResponseReturnValue:
    """The cash sheet of a day: of one cashier or of all."""
    unit, till = _asked_till()
    words = {"cashiers": cashiers_of(db.session(), unit.id), "means": list(Means), "today": clock.today()}
    return render_template("fees/sheet.html", till=till, res=resource_of(Receipt), **words)


@bp.get("/sheet.xlsx")
def workbook_of_sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    _unit, till = _asked_till()
    return hand_out(till.sheet(), f"{till.file_name}.xlsx")


@bp.get("/sheet.pdf")
def paper_of_sheet() -> ResponseReturnValue:
    """The same on paper, to be signed."""
    unit, till = _asked_till()
    words = {"till": till, "unit": unit, "today": clock.today(), "means": list(Means)}
    return hand_out(render_pdf("fees/sheet_print.html", words), f"{till.file_name}.pdf")


def _asked_till() -> tuple[Unit, Till]:
    g.principal.require_role((CASHIER, SUPERVISOR))
    unit = db.session.get(Unit, g.principal.unit_id)
    if unit is None or not g.principal.holds((CASHIER, SUPERVISOR), unit.id):
        abort(404)
    wanted = request.args.get("cashier", "")
    cashier = next((one for one in cashiers_of(db.session(), unit.id) if str(one.id) == wanted), None)
    if wanted and cashier is None:
        abort(404)
    return unit, till_of(db.session(), unit.id, asked_day("day", clock.today()), cashier)


@dataclass(frozen=True)
class Owed:
    """What `fees/charges.html` needs: what records of a resource cost, what of it is unpaid, its sum in đồng.

    `numbers`: the ids of the unpaid records as the address of the cash desk has them; `may_take`: the reader is cashier;
    `paid`: what a receipt was given over, by the id of the record, which an exemption makes less than it costs.
    """

    key: str
    charges: list[Charge]
    unpaid: list[Charge]
    may_take: bool
    paid: dict[int, int]

    @property
    def numbers(self) -> str:
        return ",".join(str(one.row_id) for one in self.unpaid)

    @property
    def owed(self) -> int:
        return sum(one.amount for one in self.unpaid)


def panel(key: str, *row_ids: int) -> Owed:
    """What is owed for some records (`<module>.<slug>`, ids), and the receipts given for it, for a block on their page."""
    with as_system() as session:  # whoever may read the record may know what it costs
        charges, paid = Charge.of(session, key, list(row_ids)), paid_for(session, key, list(row_ids))
    may = any(g.principal.holds((CASHIER,), one.unit_id) for one in charges)
    return Owed(key, charges, [one for one in charges if not one.receipt], may, paid)


def _open(key: str, numbers: str) -> list[Charge]:
    """Return the unpaid charges of records in this cashier's unit."""
    return [one for one in _asked(key, numbers) if one.receipt_id is None]


def _receipts(key: str, numbers: str) -> list[Receipt]:
    """Return the receipts that records of this cashier's unit have, each once."""
    return list(dict.fromkeys(one.receipt for one in _asked(key, numbers) if one.receipt))


def _asked(key: str, numbers: str) -> list[Charge]:
    """Return the charges of records in this cashier's unit; others are as unknown as none."""
    g.principal.require_role((CASHIER,))
    ids = row_ids(numbers.split(",")[:MOST])
    found = select(Charge).where(Charge.resource == key, Charge.row_id.in_(ids))
    found = found.options(joinedload(Charge.rule), joinedload(Charge.receipt).joinedload(Receipt.cashier))
    charges = [
        one for one in db.session.scalars(found.order_by(Charge.id)) if g.principal.holds((CASHIER,), one.unit_id)
    ]
    if not charges:
        abort(404)
    return charges


def _page(charges: list[Charge], key: str, numbers: str, typed: Any) -> str:
    return render_template(
        "fees/take.html",
        charges=charges,
        receipts=[] if charges else _receipts(key, numbers),
        total=sum(one.amount for one in charges),
        payer=typed.get("payer", charges[0].payer if charges else ""),
        typed=typed,
        means=list(Means),
        exemptions=[(one, sum(one.left_of(c.amount) for c in charges)) for one in exemptions_of(db.session())],
        key=key,
        res=resource_of(Receipt),
        first=numbers.split(",", maxsplit=1)[0],
        here=url_for("fees.take", key=key, numbers=numbers),
    )
