"""Printing on the blank, beside a birth that has its number: one button for each printer of the unit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import Beside, Panel, _, acting, address_of, asked_record, db, hand_out, note_reading, work
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.blank.drawing import overprint
from modules.civil_registration.blank.places import BlankPrinter
from modules.civil_registration.cases.kinds import State
from modules.civil_registration.roles import OFFICER

bp = Blueprint("civil_registration_blank", __name__, url_prefix="/civil-registration/blank")
PRINTED = (State.SIGNED, State.REGISTERED, State.ISSUED)


@bp.get("/<int:row>/<int:printer>.pdf")
def paper(row: int, printer: int) -> ResponseReturnValue:
    """The data of a birth for its blank; each printing is written down in the history of the birth."""
    try:
        with work(g.principal) as session:
            birth = asked_record(Birth, row, by=(OFFICER,))
            device = asked_record(BlankPrinter, printer, by=(OFFICER,))
            if device.unit_id != birth.unit_id:
                abort(404)
            if birth.state not in PRINTED:
                raise ValueError(
                    str(_("The blank is printed once the birth has its number, and not after it was revoked."))
                )
            content = overprint(birth, device)
            what = str(_("Birth certificate on the blank"))
            note_reading(
                session, birth, what, acting().user_id, reason=str(_("Printed with %(printer)s", printer=device))
            )
            name = f"phoi-giay-khai-sinh-{birth.number}-{birth.year}.pdf"
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(address_of(Birth, row, panel="blank"), 303)
    return hand_out(content, name)


def told(birth: Birth) -> dict[str, Any] | None:
    """The printers of the unit, for its officer, while the birth may be printed."""
    if birth.state not in PRINTED or not acting().holds([OFFICER], birth.unit_id):
        return None
    printers = select(BlankPrinter).where(BlankPrinter.unit_id == birth.unit_id).order_by(BlankPrinter.name)
    return {"birth": birth, "printers": list(db.session.scalars(printers))}


BESIDE = Beside("civil_registration.births", Panel("blank", _("Birth certificate on the blank"), "blank.html", told))
