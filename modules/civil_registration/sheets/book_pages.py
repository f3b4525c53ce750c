"""A book saved as a file: the Ministry's sheet, its PDFs, the national sheet, persons as XML. Each is written down."""

from __future__ import annotations

import io

from flask import Blueprint, abort, g
from flask.typing import ResponseReturnValue

from app.toolkit import _, asked_record, db, hand_out, note_reading, resource_of, work
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.kinds import VITAL, Event
from modules.civil_registration.sheets import qcvn
from modules.civil_registration.sheets.export import Speaking, entries, papers_of, sheet_of

bp = Blueprint("civil_registration_book_files", __name__, url_prefix="/civil-registration/books")
SHORT = {Event.BIRTH: "khai-sinh", Event.DEATH: "khai-tu"}


@bp.get("/<int:row>/sheet.xlsx")
def sheet(row: int) -> ResponseReturnValue:
    """The Ministry's digitisation sheet."""
    book = _book(row)
    return hand_out(sheet_of(db.session(), book), f"so-{SHORT[book.event]}-{book.year}.xlsx")


@bp.get("/<int:row>/national.xlsx")
def national(row: int) -> ResponseReturnValue:
    """The sheet of the national system."""
    book = _book(row)
    return hand_out(sheet_of(db.session(), book, national=True), f"{SHORT[book.event]}-{book.year}-toan-quoc.xlsx")


@bp.get("/<int:row>/papers.zip")
def papers(row: int) -> ResponseReturnValue:
    """One PDF per entry."""
    book = _book(row)
    return hand_out(papers_of(db.session(), book), f"so-{SHORT[book.event]}-{book.year}.zip")


@bp.get("/<int:row>/persons.xml")
def persons(row: int) -> ResponseReturnValue:
    """The persons of the book as QCVN 109 has them."""
    book = _book(row)
    speaking = Speaking(db.session(), book.event)
    there = speaking.units.get(book.unit_id, "")
    people = [qcvn.citizen_of(case, speaking.lists, there) for case in entries(db.session(), book)]
    return hand_out(io.BytesIO(qcvn.write(people)), f"{SHORT[book.event]}-{book.year}-qcvn109.xml")


def _book(row: int) -> RegisterBook:
    """The book of births or deaths that may be saved by whoever asks; that he did is noted, once a day."""
    book = asked_record(RegisterBook, row)
    if book.event not in VITAL:
        abort(404)
    g.principal.require("export", resource_of(KINDS[book.event]), book.unit_id)
    with work(g.principal) as session:
        note_reading(
            session, session.get_one(RegisterBook, row), str(_("The whole book as a file")), g.principal.user_id
        )
    return book
