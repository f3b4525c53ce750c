"""The tracking book of a unit: on screen, as a workbook, on paper."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import Link, Unit, _, asked_day, clock, db, hand_out, readable_units, render_pdf, resource_of
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.forms.book import HEADS, MOST, MOST_SHOWN, TrackingBook, book_of
from modules.dossiers.roles import EVERYBODY

bp = Blueprint("dossiers_book", __name__)
LINK = Link(_("Tracking book"), "dossiers_book.page", "book-2", EVERYBODY, under=_("Reports"))


@bp.get("/dossiers/book")
def page() -> ResponseReturnValue:
    """Show what a unit received from a day to a day (`from`, `to`; this month, when left out)."""
    units = _units()
    words = {"units": units, "res": resource_of(Dossier), "most": MOST_SHOWN}
    return render_template("dossiers/forms/book.html", book=_asked(units, MOST_SHOWN), **words)


@bp.get("/dossiers/book.xlsx")
def sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    book = _asked(_units(), MOST)
    return hand_out(book.sheet(), f"{book.file_name}.xlsx")


@bp.get("/dossiers/book.pdf")
def paper() -> ResponseReturnValue:
    """The same on paper; a book that does not fit is not printed in part."""
    book = _asked(_units(), MOST_SHOWN)
    if book.cut:
        flash(str(_("More than %(most)s lines: choose fewer days, or take the workbook.", most=MOST_SHOWN)), "warn")
        return redirect(f"{url_for('dossiers_book.page')}?{request.query_string.decode()}", 303)
    words = {"book": book, "unit": book.unit, "today": clock.today(), "columns": len(HEADS)}
    return hand_out(render_pdf("dossiers/forms/book_print.html", words), f"{book.file_name}.pdf")


def _asked(units: list[Unit], most: int) -> TrackingBook:
    wanted = request.args.get("unit", "")
    own = next((one for one in units if one.id == g.principal.unit_id), units[0])
    unit = next((one for one in units if str(one.id) == wanted), None) if wanted else own
    if unit is None:
        abort(404)
    today = clock.today()
    month: date = today.replace(day=1)
    try:
        return book_of(db.session(), unit, asked_day("from", month), asked_day("to", today), most)
    except ValueError as error:
        flash(str(error), "bad")
        return book_of(db.session(), unit, month, today, most)


def _units() -> list[Unit]:
    """The units whose dossiers this person reads, as far as they have received any; one's own in any case."""
    g.principal.require("read", resource_of(Dossier))
    at_work = select(Dossier.unit_id).distinct()
    return readable_units(Dossier, (Unit.id == g.principal.unit_id) | Unit.id.in_(at_work))
