"""A copy whose number and file come from the national portal: checked, entered in a book of its own, never signed here."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Record, _, content_of, db, field, kept
from modules.certified_copies.book.books import Book
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.document import pages_in
from modules.certified_copies.models import Copy
from modules.signing.anchors import anchors
from modules.signing.verification.sandbox import EXAMINER


class Stage(Choice):
    """Whether the copy stands in the book."""

    DRAFT = "draft", _("Being prepared"), "grey"
    BOOKED = "booked", _("In the book"), "green"


class ExternalCopy(Record):
    """Bản sao đã phát hành trên Cổng Dịch vụ công: its number and its signed file, as they came."""

    __tablename__ = "certified_copies_external"
    __table_args__ = (Index("ix_certified_copies_external_unit_recent", "unit_id", "id"),)
    searched = ("number", "title", "requester", "dossier_code")

    number: Mapped[int] = field.whole(_("Certificate number"), low=1, high=9_999_999, required=True)
    certified_on: Mapped[date] = field.day(_("Certified on"), required=True, past=True)
    dossier_code: Mapped[str] = field.text(_("Dossier code on the portal"), max=40, required=True)
    title: Mapped[str] = field.text(_("Title of the original"), required=True)
    requester: Mapped[str] = field.text(_("Requester"), required=True)
    copies: Mapped[int] = field.whole(_("Number of copies"), low=1, high=1000, required=True, default=1)
    state: Mapped[Stage] = field.state(Stage)
    signer: Mapped[str | None] = field.text(_("Signed by"), readonly=True)
    pages: Mapped[int | None] = field.whole(_("Number of pages"), readonly=True)
    verdict: Mapped[str | None] = field.text(_("Result of the check"), max=400, readonly=True)
    book: Mapped[str | None] = field.text(_("Book"), max=40, readonly=True)
    sha256: Mapped[str | None] = mapped_column(index=True)

    def __str__(self) -> str:
        return f"{self.number}, {self.book}" if self.book else f"CDVC-{self.id or 0:05d}"

    def enter(self) -> None:
        """Check the file and write its line. ValueError: not one file, not intact, signer unknown, or known already."""
        session, files = db.session(), kept(db.session(), self)
        if len(files) != 1 or files[0].kind != "application/pdf":
            raise ValueError(str(_("Attach the signed PDF from the portal, and nothing else.")))
        content = content_of(files[0])
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._check_new()
        verdict = EXAMINER.examine(content, anchors())
        if not verdict.valid:
            raise ValueError(str(_("The file cannot be entered: %(reason)s", reason=verdict.sentence)))
        self.verdict = verdict.sentence[:400]
        self.signer = "; ".join(one.signer for one in verdict.signatures)[:200]
        self.pages = pages_in(content)
        book = Book.external(session, self.unit_id, self.certified_on)
        if session.scalar(select(Entry.id).where(Entry.book_id == book.id, Entry.number == self.number)):
            raise ValueError(str(_("Number %(number)s already stands in this book.", number=self.number)))
        self.book = book.title
        book.write(
            self.number,
            certified_on=self.certified_on,
            requester=self.requester,
            title=self.title,
            signer=self.signer,
            copies=self.copies,
            note=str(_("Issued on the national portal, dossier %(code)s", code=self.dossier_code)),
        )

    def _check_new(self) -> None:
        session = db.session()
        other = select(ExternalCopy).where(ExternalCopy.sha256 == self.sha256, ExternalCopy.id != self.id)
        known = session.scalar(other.where(ExternalCopy.state == Stage.BOOKED).limit(1))
        known = known or session.scalar(select(Copy).where(Copy.sha256 == self.sha256).limit(1))
        if known is not None:
            raise ValueError(str(_("This file is already in a book: %(copy)s.", copy=known)))
