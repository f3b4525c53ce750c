"""Certified electronic copies: from the scan of an original to a signed file with its entry in the book."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Index, select
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.toolkit import (
    Choice,
    Record,
    User,
    _,
    acting,
    clock,
    content_of,
    db,
    field,
    kept,
)
from modules.certified_copies import certify, fee
from modules.certified_copies.after import transparency
from modules.certified_copies.book.books import Book, SeriesRule
from modules.certified_copies.capture import pages
from modules.certified_copies.capture.unfit import refuse_unfit
from modules.certified_copies.certify import PAPER, Numbered
from modules.certified_copies.comparison import Check, CheckItem
from modules.certified_copies.document import pages_in, scan_pages
from modules.certified_copies.key import COPIES
from modules.certified_copies.queue.received import received_by
from modules.certified_copies.reception import answers
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.papers import PaperType
from modules.fees.rules import Channel
from modules.signing.agent.preparations import Preparation, came_back, prepares, send_away
from modules.signing.appearance import look_of
from modules.signing.models import Holder, Key
from modules.signing.pades import seal_agency, sign_official
from modules.signing.release import release

if TYPE_CHECKING:
    from modules.certified_copies.reception.visits import Visit


class State(Choice):
    """Where a copy stands; after `released` its bytes never change."""

    DRAFT = "draft", _("Being prepared"), "grey"
    SUBMITTED = "submitted", _("Waiting for the signature"), "amber"
    SIGNED = "signed", _("Waiting for the seal"), "blue"
    RELEASED = "released", _("Released"), "green"
    RETURNED = "returned", _("Returned to the clerk"), "amber"
    REFUSED = "refused", _("Refused"), "rose"
    ANNULLED = "annulled", _("Annulled"), "rose"
    WITHDRAWN = "withdrawn", _("Taken back by the requester"), "grey"


OPEN = (State.DRAFT, State.RETURNED)  # in which the clerk works on it
UNSIGNED = (*OPEN, State.SUBMITTED)
ANSWERED = (State.RELEASED, State.REFUSED, State.ANNULLED, State.WITHDRAWN)


class Copy(Record):
    """Bản sao điện tử có chứng thực: one original, one number."""

    __tablename__ = "certified_copies_copy"
    __table_args__ = (
        Index("ix_certified_copies_copy_unit_recent", "unit_id", "id"),
        Index("ix_certified_copies_copy_unit_day", "unit_id", "certified_on"),
    )
    searched = ("number", "title", "requester")

    number: Mapped[int | None] = field.whole(_("Certificate number"), readonly=True)
    book: Mapped[str | None] = field.text(_("Book"), max=40, readonly=True)
    certified_on: Mapped[date | None] = field.day(_("Certified on"), readonly=True)
    visit_id: Mapped[int | None] = field.reference(_("Visit"), "certified_copies_visit", readonly=True)
    paper_type_id: Mapped[int | None] = field.reference(_("Kind of paper"), "certified_copies_paper_type")
    title: Mapped[str] = field.text(
        _("Title of the original"), nullable=False, help=_("Empty: the name of the kind of paper")
    )
    original_number: Mapped[str | None] = field.text(_("Number of the original"), max=60)
    issued_on: Mapped[date | None] = field.day(_("Issued on"), past=True)
    issuer: Mapped[str | None] = field.text(_("Issued by"))
    requester: Mapped[str] = field.text(_("Requester"), required=True)
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the requester"))
    state: Mapped[State] = field.state(State)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    pages: Mapped[int | None] = field.whole(_("Number of pages"), readonly=True)
    copies: Mapped[int | None] = field.whole(_("Number of copies"), low=1, high=1000, default=1, help=_("Empty: one"))
    signer_id: Mapped[int | None] = field.reference(_("Certified by"), "core_user", readonly=True)
    same_person: Mapped[bool] = field.yes_no(_("Certified by who received it"), readonly=True)
    code_hash: Mapped[str | None] = mapped_column("code", unique=True)
    sha256: Mapped[str | None] = mapped_column(index=True)
    signer: Mapped[User | None] = field.link("User", signer_id)
    refusal_id: Mapped[int | None] = field.reference(_("Reason to refuse"), "certified_copies_condition")
    visit: Mapped[Visit | None] = field.link("Visit", visit_id, back_populates="originals", lazy="select")
    paper_type: Mapped[PaperType | None] = field.link("PaperType", paper_type_id)
    refusal: Mapped[Condition | None] = field.link("Condition", refusal_id)
    checks: Mapped[list[Check]] = field.lines("Check", _("Comparison with the original"), order_by="Check.position")

    def __str__(self) -> str:
        return f"{self.number}, {self.book}" if self.number else f"CT-{self.id or 0:05d}"

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """Which a form proposes: those with a value that a decision can end."""
        return cls.state == State.RELEASED

    @validates("title")
    def _no_title_yet(self, _name: str, value: str | None) -> str:
        return value or ""

    def saved(self) -> None:
        """Give a new copy the comparison list in force. ValueError: no title, or a paper that may not be copied."""
        session, today = db.session(), clock.today()
        paper = PaperType.admitted(self.paper_type_id) if self.paper_type_id else None
        if not self.title and paper is None:
            raise ValueError(str(_("Enter the title of the original, or choose the kind of paper.")))
        self.title = self.title or (paper.name if paper else "")
        if session.scalar(select(Check.id).where(Check.copy_id == self.id).limit(1)) is None:
            for item in session.scalars(
                select(CheckItem).where(CheckItem.valid_on(today)).order_by(CheckItem.position)
            ):
                session.add(Check(copy_id=self.id, text=item.text, position=item.position))
            session.flush()
        session.refresh(self, ["checks"])

    def promised(self, due: datetime | None) -> datetime | None:
        """Return what the requester was told at reception, else what the terms say; None once nobody waits."""
        visit = self.visit if due else None
        return visit.promise() if visit else due

    def submit(self) -> None:
        """Hand the copy to the certifying official. ValueError: papers are awaited, no fit scan, or not all compared."""
        if self.visit and self.visit.waits:
            text = _(
                "The requester was asked to add papers; note at visit %(visit)s that they are there.", visit=self.visit
            )
            raise ValueError(str(text))
        SeriesRule.refuse_elsewhere(db.session(), self.unit_id, clock.today())  # told before the work, too
        for file in kept(db.session(), self, "scan"):
            if file.kind == "application/pdf":
                refuse_unfit(file.name, content_of(file))
        self.pages = pages_in(self.scan())
        answers.check(db.session(), self)
        missing = [check.text for check in self.checks if not check.passed]
        if missing:
            raise ValueError(str(_("Not compared yet: %(text)s", text="; ".join(missing))))
        pages.must_be_ticked(pages.pages_of(db.session(), self.id))
        fee.put(db.session(), self, self.visit.channel if self.visit else Channel.DESK)

    def sign(self) -> None:
        """Give the copy its number and the official's signature, in one transaction: no gap when it fails."""
        session, signer = db.session(), db.session.get(User, acting().user_id)
        if signer is None:
            raise ValueError(str(_("Only a person can sign.")))
        SeriesRule.refuse_elsewhere(session, self.unit_id, clock.today())
        self.same_person = bool(received_by(session, [self.id], signer.id))
        back = came_back(self, "sign")
        if back is not None:
            Numbered.read(back.words).enter(session, self, signer, back.content)
            return
        key = Key.of(Holder.OFFICIAL, self.unit_id, signer.id)
        send_away(self, "sign", key)
        held = key.opened()
        numbered, prepared = certify.draw(session, self, signer, test=held.is_test)
        Book.void_if_it_fails(session, self.unit_id, numbered.day, self.title)
        numbered.enter(
            session, self, signer, sign_official(prepared, held, signer.name, look_of(PAPER, key, signer.name))
        )

    def seal(self) -> None:
        """Add the agency's signature, check the whole file, and release it."""
        session = db.session()
        back = came_back(self, "seal")
        if back is None:
            key = Key.of(Holder.AGENCY, self.unit_id)
            send_away(self, "seal", key)
            signed = kept(session, self, "signed")[-1]
            content = seal_agency(content_of(signed), key.opened(), key.name, look_of(PAPER, key, key.name))
        else:
            content = back.content
        final = release(session, self, f"ban-sao-{self.number}-{self.certified_on:%Y}.pdf", content)
        self.sha256 = final.sha256
        transparency.record(session, self, transparency.Kind.RELEASED)

    def withdraw(self) -> None:
        """The requester has taken it back: what is not paid yet is not owed any more."""
        fee.drop(db.session(), self)

    def scan(self) -> bytes:
        """Return the scanned pages as one PDF, in their order and as they were turned."""
        files = kept(db.session(), self, "scan")
        order = pages.order_of(pages.pages_of(db.session(), self.id), files)
        return scan_pages([(file.kind, content_of(file)) for file in files], order)


prepares(COPIES, "sign", Preparation(Copy, certify.hand_over, certify.never_signed))
prepares(COPIES, "seal", Preparation(Copy, certify.hand_over_for_seal))
