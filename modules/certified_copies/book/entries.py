"""The lines of the book: one per number, also of a signing that failed; the eight columns of the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint, event, select
from sqlalchemy.orm import Mapped

from app.toolkit import Record, _, db, field
from modules.certified_copies.key import COPIES
from modules.fees.receipts import paid_for


class Entry(Record):
    """Dòng sổ (Sổ chứng thực bản sao từ bản chính): written by the signing itself, never by hand."""

    __tablename__ = "certified_copies_entry"
    __table_args__ = (UniqueConstraint("book_id", "number"),)
    searched = ("number_text", "requester", "title")

    book_id: Mapped[int] = field.reference(_("Volume"), "certified_copies_book", required=True, readonly=True)
    copy_id: Mapped[int | None] = field.reference(_("Certified copy"), "certified_copies_copy", readonly=True)
    number: Mapped[int] = field.whole(_("Certificate number"), readonly=True)
    number_text: Mapped[str] = field.text(_("Number as written"), max=20, readonly=True)
    certified_on: Mapped[date] = field.day(_("Certified on"), readonly=True)
    requester: Mapped[str] = field.text(_("Requester"), readonly=True, default="")
    title: Mapped[str] = field.text(_("Title of the original"), readonly=True, default="")
    signer: Mapped[str] = field.text(_("Signed by, title"), readonly=True, default="")
    copies: Mapped[int] = field.whole(_("Number of copies"), readonly=True, default=0)
    fee: Mapped[int | None] = field.money(_("Fee"), readonly=True)
    note: Mapped[str | None] = field.text(_("Note"), readonly=True, max=400)
    void: Mapped[bool] = field.yes_no(_("Void"), readonly=True)
    link: Mapped[str | None] = field.text(_("Link of the chain"), max=64, readonly=True)
    book: Mapped[Any] = field.link("Book", book_id)
    copy: Mapped[Any] = field.link("Copy", copy_id)

    def __str__(self) -> str:
        return self.number_text

    def content(self) -> list[Any]:
        """What the chain of a closed book holds fast."""
        day = self.certified_on.isoformat()
        words = [self.requester, self.title, self.signer, self.note or ""]
        return [self.number, day, *words, self.copies, self.fee or 0, self.void, self.copy_id or 0]


@event.listens_for(Entry, "before_update")
def _keep_closed(_mapper: object, connection: Any, entry: Entry) -> None:
    table = entry.__table__
    kept = connection.scalar(select(table.c.link).where(table.c.id == entry.id))
    if kept:
        raise ValueError(str(_("The book is closed; its lines stay as they are.")))


def fees_of(entries: Sequence[Entry]) -> dict[Entry, int]:
    """Return the đồng that were paid for each line, in one query."""
    paid = paid_for(db.session(), COPIES, [entry.copy_id for entry in entries if entry.copy_id])
    return {entry: paid.get(entry.copy_id or 0, 0) for entry in entries}
