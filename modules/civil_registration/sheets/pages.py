"""Sending a digitised book in: it is tried at once, and what was found stands on its page before anything is written."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import Link, _, address_of, asked_record, db, hand_out, normalise, telling, work
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.sheets.batch import SheetBatch
from modules.civil_registration.sheets.columns import SHEETS
from modules.civil_registration.sheets.found import rows_of
from modules.civil_registration.sheets.intake import try_sheet
from modules.civil_registration.sheets.screens import WRITERS
from modules.civil_registration.sheets.template import empty_sheet

bp = Blueprint("civil_registration_sheets", __name__, url_prefix="/civil-registration/sheets")
LINK = Link(_("Take a digitised book in"), "civil_registration_sheets.form", "file-upload", WRITERS)


@bp.get("/")
def form() -> ResponseReturnValue:
    """Ask for the sheet of a book, and its scans."""
    g.principal.require_role(WRITERS)
    return _asked()


@bp.post("/")
def send() -> ResponseReturnValue:
    """Try a sheet; its page says of each row what would become of it."""
    unit_id = g.principal.unit_as(WRITERS) or abort(403)
    file, scans = request.files.get("sheet"), request.files.get("scans")
    with telling():
        event = Event.vital(request.form.get("event", ""))
        if event is None:
            raise ValueError(str(_("Choose the book: births or deaths.")))
        if file is None or not file.filename:
            raise ValueError(str(_("Choose the sheet.")))
        zipped = scans.read() if scans is not None and scans.filename else None
        with work(g.principal) as session:
            batch = try_sheet(session, event, unit_id, normalise(file.filename), file.read(), zipped)
            row = batch.id
        flash(str(_("Tried; nothing is written yet.")), "good")
        return redirect(address_of(SheetBatch, row, panel="rows"), 303)
    return _asked()


@bp.get("/<int:row>/rows.xlsx")
def rows(row: int) -> ResponseReturnValue:
    """Every row of a sheet with what was found in it."""
    batch = asked_record(SheetBatch, row)
    return hand_out(rows_of(db.session(), batch), f"ket-qua-nhap-so-{batch.id}.xlsx")


@bp.get("/<event>.xlsx")
def template(event: str) -> ResponseReturnValue:
    """An empty sheet of a book, with what each column means on a second page."""
    g.principal.require_role(WRITERS)
    chosen = Event.vital(event) or abort(404)
    return hand_out(empty_sheet(chosen), f"so-{'khai-sinh' if chosen is Event.BIRTH else 'khai-tu'}.xlsx")


def _asked() -> str:
    return render_template(
        "civil_registration/sheet_form.html", events=list(SHEETS), wanted=request.form.get("event", "")
    )
