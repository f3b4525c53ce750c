"""One copy of a paper of the agency: its form, what it was copied from, its number in the year's register, its file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import (
    Choice,
    Record,
    Unit,
    User,
    _,
    acting,
    clock,
    content_of,
    db,
    field,
    kept,
    next_number,
)
from modules.certified_copies.document import pages_in, scan_pages
from modules.certified_copies.own.extract import taken, wanted
from modules.signing.appearance import paper
from modules.signing.authority import TEST_MARK
from modules.signing.corner import sign_corner
from modules.signing.models import Holder, Key
from modules.signing.release import release

BOOK = "SAO"
PAPER = paper("own", _("Copy of the agency's own paper"))


class Form(Choice):
    """The forms of a copy, with one series of numbers for all of them (NĐ 30/2020, Phụ lục I)."""

    FULL = "sy", _("Full copy (sao y)"), "blue"
    OF_COPY = "sl", _("Copy of a copy (sao lục)"), "violet"
    EXTRACT = "trs", _("Extract (trích sao)"), "amber"

    @property
    def words(self) -> str:
        """As the copy itself says it."""
        return {"sy": "SAO Y", "sl": "SAO LỤC", "trs": "TRÍCH SAO"}[self.value]

    @property
    def short(self) -> str:
        """As its number says it."""
        return {"sy": "SY", "sl": "SL", "trs": "TrS"}[self.value]


class Stage(Choice):
    """Where a copy stands; the bytes of a released one never change."""

    DRAFT = "draft", _("Being prepared"), "grey"
    PROPOSED = "proposed", _("Waiting for the decision to copy"), "amber"
    APPROVED = "approved", _("Waiting for the seal"), "blue"
    RELEASED = "released", _("Released"), "green"
    RETURNED = "returned", _("Returned to the clerk"), "amber"


class OwnCopy(Record):
    """Bản sao văn bản: sao y, sao lục or trích sao of a paper that the agency keeps."""

    __tablename__ = "certified_copies_own_copy"
    __table_args__ = (
        Index("ix_certified_copies_own_copy_unit_recent", "unit_id", "id"),
        Index("uq_certified_copies_own_copy_number", "unit_id", "year", "number", unique=True),
    )
    searched = ("symbol", "paper_number", "title")

    form: Mapped[Form] = field.choice(_("Form of the copy"), Form, required=True)
    number: Mapped[int | None] = field.whole(_("Number of the copy"), readonly=True)
    year: Mapped[int | None] = mapped_column()
    symbol: Mapped[str | None] = field.text(_("Number and symbol"), max=40, readonly=True)
    copied_on: Mapped[date | None] = field.day(_("Copied on"), readonly=True)
    paper_number: Mapped[str] = field.text(_("Number and symbol of the paper"), max=60, required=True)
    paper_day: Mapped[date] = field.day(_("Day of the paper"), required=True, past=True)
    title: Mapped[str] = field.text(_("What the paper is about"), max=400, required=True)
    issuer: Mapped[str] = field.text(_("Issued by"), required=True)
    copied_from: Mapped[str | None] = field.text(
        _("Number and symbol of the copy copied from"), max=60, help=_("For a copy of a copy only")
    )
    part: Mapped[str | None] = field.text(_("Pages"), max=100, help=_("For an extract only, as 2-3, 5"))
    sets: Mapped[int] = field.whole(_("Number of copies"), low=1, high=1000, required=True, default=1)
    recipients: Mapped[str | None] = field.text(_("Recipients"), max=400)
    state: Mapped[Stage] = field.state(Stage)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    pages: Mapped[int | None] = field.whole(_("Number of pages"), readonly=True)
    approved_by_id: Mapped[int | None] = field.reference(_("Decided by"), "core_user", readonly=True)
    sha256: Mapped[str | None] = mapped_column(index=True)
    approved_by: Mapped[Any] = field.link("User", approved_by_id)

    def __str__(self) -> str:
        return self.symbol or f"BS-{self.id or 0:05d}"

    def saved(self) -> None:
        """ValueError when what the form of the copy needs is not there."""
        if self.form is Form.OF_COPY and not self.copied_from:
            raise ValueError(str(_("A copy of a copy names the copy that it was made from.")))
        if self.form is Form.EXTRACT and not self.part:
            raise ValueError(str(_("An extract names its pages, as 2-3, 5.")))

    def propose(self) -> None:
        """Count the pages. ValueError: no scan, or an extract of pages that are not there."""
        self.pages = len(self._places())

    def approve(self) -> None:
        """Whoever is competent decides that the paper is copied (NĐ 30/2020 art. 27)."""
        if db.session.get(User, acting().user_id) is None:
            raise ValueError(str(_("Only a person can sign.")))
        self.approved_by_id = acting().user_id

    def release(self) -> None:
        """Give the copy its number and the agency's signature in the corner, check the file, and release it."""
        session, now = db.session(), clock.now()
        unit, key = session.get_one(Unit, self.unit_id), Key.of(Holder.AGENCY, self.unit_id)
        held = key.opened()
        places = self._places()
        content = taken(self._scan(), places if self.form is Form.EXTRACT else None)
        self.copied_on, self.year = now.date(), now.year
        self.number = next_number(session, self.unit_id, BOOK, now.year)
        self.symbol = f"{self.number:02d}/{self.form.short}-UBND"
        mark = f"{TEST_MARK}; " if held.is_test else ""
        words = f"{mark}{self.form.words} {self.symbol}; {unit.committee}; {now.isoformat('T', 'seconds')}"
        content = sign_corner(content, held, key.name, words, PAPER)
        self.sha256 = release(session, self, f"{self.symbol.replace('/', '-')}-{now.year}.pdf", content).sha256

    def _scan(self) -> bytes:
        return scan_pages([(file.kind, content_of(file)) for file in kept(db.session(), self, "scan")])

    def _places(self) -> list[int]:
        pages = pages_in(self._scan())
        return wanted(self.part or "", pages) if self.form is Form.EXTRACT else list(range(pages))
