"""The book on paper: cover and eight columns, A4 landscape, whole or month by month."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from app.toolkit import asked_record, clock, dong_in_words, hand_out, render_pdf
from modules.certified_copies.book.books import Book
from modules.certified_copies.book.entries import fees_of

bp = Blueprint("certified_copies_book", __name__, url_prefix="/certification-books")


@bp.get("/<int:row>/so.pdf")
def print_book(row: int) -> ResponseReturnValue:
    """Print a volume, or one month of it (`?month=11`)."""
    book = asked_record(Book, row, joinedload(Book.unit), joinedload(Book.closed_by))
    month = request.args.get("month", type=int)
    if month is not None and not 1 <= month <= 12:
        abort(404)
    entries = book.entries(month)
    fees = {entry.id: entry.fee if entry.link else fee for entry, fee in fees_of(entries).items()}
    total = sum(fee or 0 for fee in fees.values())
    words = {
        "book": book,
        "unit": book.unit,
        "month": month,
        "entries": entries,
        "fees": fees,
        "total": total,
        "in_words": dong_in_words(total),
        "copies": sum(entry.copies for entry in entries if not entry.void),
        "today": clock.today(),
    }
    content = render_pdf("certified_copies/book_print.html", words)
    name = f"so-{book.title.replace('/', '-')}" + (f"-thang-{month:02d}" if month else "")
    return hand_out(content, f"{name}.pdf")
