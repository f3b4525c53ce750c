"""Comparing a book, from the page of the book: with a sheet of the Ministry, or with what its software has answered."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from app.toolkit import Panel, _, acting, address_of, asked_record, normalise, telling, work
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.kinds import VITAL
from modules.civil_registration.reconcile.comparing import with_answers, with_sheet
from modules.civil_registration.reconcile.comparison import BookComparison
from modules.civil_registration.reconcile.screens import WRITERS

bp = Blueprint("civil_registration_reconcile", __name__, url_prefix="/civil-registration/reconcile")


@bp.post("/<int:row>")
def compare(row: int) -> ResponseReturnValue:
    """Compare a book; with a `sheet` of the Ministry, else with its answers."""
    file = request.files.get("sheet")
    with telling():
        with work(g.principal) as session:
            book = asked_record(RegisterBook, row, by=WRITERS)
            if book.event not in VITAL:
                abort(404)
            if request.form.get("with") == "answers":
                run = with_answers(session, book)
            elif file is None or not file.filename:
                raise ValueError(str(_("Choose the sheet of the Ministry.")))
            else:
                run = with_sheet(session, book, normalise(file.filename), file.read())
            found = run.id
        flash(str(_("Compared; each difference stands in the list.")), "good")
        return redirect(address_of(BookComparison, found, panel="kinds"), 303)
    return redirect(address_of(RegisterBook, row, panel="reconcile"), 303)


def offered(book: RegisterBook) -> dict[str, RegisterBook] | None:
    """The panel at a book; None leaves it out for who may not compare, and for changes."""
    return {"book": book} if book.event in VITAL and acting().holds(WRITERS, book.unit_id) else None


PANEL = Panel("reconcile", _("Compare with the Ministry's book"), "reconcile.html", offered)
