"""Xem trước lời chứng: the copy as it will be, in the real layout, without number, code or signature."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.toolkit import Unit, User, acting, clock, db, holders, lazily, render_pdf
from modules.certified_copies.book.books import SYMBOLS, Book, SeriesRule, State
from modules.certified_copies.certify import title_of
from modules.certified_copies.document import followed_by
from modules.certified_copies.models import Copy
from modules.certified_copies.roles import CERTIFIER
from modules.certified_copies.statement import Statement

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

DOTS = "…………………………"


def preview(copy: Copy) -> bytes:
    """Return the pages of a copy and its statement, marked as a preview; ValueError when there are no pages."""
    session, today = db.session(), clock.today()
    unit, signer = session.get_one(Unit, copy.unit_id), _signer(copy)
    with pikepdf.open(io.BytesIO(copy.scan())) as scan:
        statement = Statement(
            agency=unit.committee,
            number=0,
            book=_book(copy.unit_id),
            day=today,
            signer=signer.name if signer else DOTS,
            signer_title=title_of(signer.id, copy.unit_id) if signer else "",
            title=copy.title,
            code="",
            address="",
            test=False,
        )
        words = {"statement": statement, "preview": True, "pages": len(scan.pages)}
        return followed_by(scan, render_pdf("certified_copies/statement.html", words))


def _signer(copy: Copy) -> User | None:
    """Who will sign, as far as that is known: the official who looks, or the only one there is."""
    officials = holders(db.session(), CERTIFIER, copy.unit_id, clock.today())
    mine = [one for one in officials if one.id == acting().user_id]
    return mine[0] if mine else officials[0] if len(officials) == 1 else None


def _book(unit_id: int) -> str:
    """The volume that a copy signed today would be written in."""
    session, today = db.session(), clock.today()
    symbol = SYMBOLS[SeriesRule.of(session, unit_id, today)]
    where = (Book.unit_id == unit_id, Book.symbol == symbol, Book.year == today.year, Book.state == State.OPEN)
    found = session.scalar(select(Book.title).where(*where).order_by(Book.volume.desc()).limit(1))
    return found or f"01/{today.year}-{symbol}"
