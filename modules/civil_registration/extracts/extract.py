"""Yêu cầu cấp bản sao trích lục: which entry, who asks, how many copies, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Finding, Record, _, as_system, db, field, given_reason, lower_first, phone_of
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases import doubts
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import ENTERED, Event, PaperKind, Relation
from modules.civil_registration.cases.kinds import State as Standing
from modules.civil_registration.extracts import fee


class State(Choice):
    """Where a request stands."""

    REQUESTED = "requested", _("Being requested"), "grey"
    FORWARDED = "forwarded", _("Waiting to be signed"), "amber"
    SIGNED = "signed", _("Signed, waiting for the seal"), "blue"
    SEALED = "sealed", _("Sealed, waiting for the citizen"), "green"
    ISSUED = "issued", _("Handed to the citizen"), "green"
    REFUSED = "refused", _("Refused"), "rose"
    WITHDRAWN = "withdrawn", _("Withdrawn"), "grey"


GONE = (State.REFUSED, State.WITHDRAWN)


class Extract(Record):
    """Bản sao trích lục hộ tịch (thủ tục 2.000635; Luật Hộ tịch 60/2014/QH13, art. 63 and 64).

    `unit` gives it; `source` is the ward in whose book the entry stands, which may be another.
    """

    __tablename__ = "civil_registration_extract"
    __table_args__ = (
        Index("ix_civil_registration_extract_unit_recent", "unit_id", "id"),
        Index("uq_civil_registration_extract_number", "unit_id", "event", "year", "number", unique=True),
        Index("ix_civil_registration_extract_case", "event", "case_id"),
    )
    searched = ("code", "entry", "about", "asker_name")

    event: Mapped[Event] = field.choice(_("Event"), Event, required=True, readonly=True)
    case_id: Mapped[int] = mapped_column()
    entry: Mapped[str] = field.text(_("Entry"), max=20, readonly=True)
    about: Mapped[str] = field.text(_("Whom it is about"), max=100, readonly=True)
    source_id: Mapped[int] = field.reference(_("Registered at"), "core_unit", readonly=True)
    asker_name: Mapped[str] = field.text(_("Who asks"), max=100, required=True)
    asker_relation: Mapped[Relation | None] = field.choice(_("Relation to whom it is about"), Relation)
    asker_citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of who asks"))
    asker_paper: Mapped[PaperKind | None] = field.choice(_("Paper of who asks"), PaperKind)
    asker_paper_number: Mapped[str | None] = field.text(_("Number, day and issuer of the paper"), max=200)
    phone: Mapped[str | None] = field.text(_("Phone"), max=20)
    purpose: Mapped[str] = field.text(_("What for"), max=300, required=True)
    copies: Mapped[int] = field.whole(_("Copies"), low=1, high=100, required=True, default=1)
    legal_basis: Mapped[str | None] = field.text(
        _("Legal basis of the refusal"), max=300, help=_("As: Luật Hộ tịch 60/2014/QH13, điều 63")
    )
    code: Mapped[str | None] = field.text(_("Number of the extract"), max=30, readonly=True)
    number: Mapped[int | None] = mapped_column()
    year: Mapped[int | None] = mapped_column()
    signed_on: Mapped[date | None] = field.day(_("Signed on"), readonly=True)
    signer_id: Mapped[int | None] = field.reference(_("Signed by"), "core_user", readonly=True)
    signer_title: Mapped[str | None] = mapped_column()
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[State] = field.state(State)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    source: Mapped[Any] = field.link("Unit", source_id)
    signer: Mapped[Any] = field.link("User", signer_id)

    def __str__(self) -> str:
        return self.code or f"TL-{self.id or 0:05d}"

    @classmethod
    def asked(cls, case: Case, unit_id: int, **words: Any) -> Extract:
        """Begin a request for an entry at a unit. ValueError: of this entry no extract is given."""
        require_given(case)
        about = {"event": case.event, "case_id": case.id, "entry": case.entry, "about": case.about}
        return cls(unit_id=unit_id, source_id=case.unit_id, **about, **words)

    def case(self) -> Case:
        """The entry, whatever ward has it in its book."""
        with as_system() as session, session.no_autoflush:
            kind: Any = KINDS[self.event]
            found: Case = session.scalars(select(kind).where(kind.id == self.case_id)).one()
            return found

    def saved(self) -> None:
        """Write down what it costs: so much for each copy."""
        self.phone = phone_of(self.phone) if self.phone else None
        fee.put(db.session(), self)

    def found(self) -> list[Finding]:
        """What checks find in it as it stands."""
        if self.asker_citizen_id or self.asker_paper_number:
            return []
        sentence = _("Write the personal number of who asks, or another paper.")
        return [Finding(type(self).asker_citizen_id, str(sentence))]

    def put_forward(self) -> None:
        """Hand it to the signer. ValueError: who asks has shown nothing, or the entry no longer holds."""
        doubts.require_sound(self.found())
        require_given(self.case())

    def refuse(self) -> None:
        """Say no, by which law; nothing is owed any more. ValueError: the law is not named, or the fee was paid."""
        if not (self.legal_basis or "").strip() or not given_reason(db.session()):
            raise ValueError(str(_("Write why it is refused, and by which law.")))
        fee.drop(db.session(), self)

    def withdraw(self) -> None:
        """The citizen wants it no more. ValueError: the fee was paid, so the receipt has to be cancelled first."""
        fee.drop(db.session(), self)

    def hand_over(self) -> None:
        """Give it to the citizen. ValueError: there is no receipt yet, or the entry was revoked meanwhile."""
        require_given(self.case())
        fee.require_settled(db.session(), self)


def require_given(case: Case) -> None:
    """ValueError when no extract of a case is given: it is not entered yet, or its entry was revoked."""
    if case.state is Standing.REVOKED:
        text = _("Entry %(entry)s was revoked: no extract of it is given.", entry=case.entry)
        raise ValueError(str(text))
    if case.state not in ENTERED:
        text = _("It is %(state)s: extracts are given once it is registered.", state=lower_first(str(case.state)))
        raise ValueError(str(text))
