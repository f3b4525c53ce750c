"""Việc thay đổi, cải chính, bổ sung hộ tịch, xác định lại dân tộc: which parts of which entry, from what to what, and why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Finding, PartialDay, _, clock, db, deadline, field, next_number, working_days
from modules.civil_registration.annotations import findings, ministry, writing
from modules.civil_registration.annotations.parts import LIST, PARTS, Part
from modules.civil_registration.annotations.rules import ChangeRule, Kind
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases import doubts
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event, State
from modules.civil_registration.deaths.death import Death

LAW = "Luật Hộ tịch 60/2014/QH13, điều 28"


class Fault(Choice):
    """Whose error is corrected (NĐ 123/2015 art. 7): there is no correction without one."""

    OFFICER = "officer", _("Error of the civil-status officer"), "amber"
    DECLARER = "declarer", _("Error of who declared"), "amber"


class ChangeDoubt(doubts.Doubted, db.Model):  # type: ignore[name-defined]
    """A doubt of a change, with its answer."""

    __tablename__ = "civil_registration_change_doubt"

    change_id: Mapped[int] = mapped_column(ForeignKey("civil_registration_change.id"), index=True)


class ChangedPart(db.Model):  # type: ignore[name-defined]
    """One part of the entry: what it said, what it says from now on."""

    __tablename__ = "civil_registration_changed_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("civil_registration_change.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = field.named(_("Part of the entry"), LIST, required=True, index=False)
    old: Mapped[str | None] = field.text(
        _("Says until now"), max=300, help=_("Of an entry in this house it is taken from the register.")
    )
    new: Mapped[str] = field.text(_("Shall say"), max=300, required=True)

    @property
    def part(self) -> Part | None:
        """The part of the entry that is meant; None before one is chosen."""
        return PARTS.get(self.what or "")

    @property
    def kept(self) -> Any:
        """What it shall say as the register keeps it. ValueError: it cannot say that."""
        return self.part.read(self.new) if self.part and self.new else None


class Change(Case):
    """Một việc thay đổi hộ tịch (Luật Hộ tịch 60/2014/QH13, art. 26 to 29; thủ tục 1.004859).

    Its own entry stands in the book of changes; the entry it is about is one of ours (`birth_id` or `death_id`) or one
    of another place, which is told by a notice.
    """

    __tablename__ = "civil_registration_change"
    __table_args__ = (
        Index("ix_civil_registration_change_unit_recent", "unit_id", "id"),
        Index("uq_civil_registration_change_number", "unit_id", "year", "number", unique=True),
        Index("ix_civil_registration_change_queue", "unit_id", "state", "due_at"),
    )
    event = Event.CHANGE
    procedure, module, purpose = "1.004859", "thay đổi hộ tịch", _("Change of an entry")
    doubt = ChangeDoubt
    searched = ("entry", "person_name", "declarer_name")

    kind: Mapped[Kind] = field.choice(_("Kind of change"), Kind, required=True, asked=True)
    birth_id: Mapped[int | None] = field.reference(_("Birth that is changed"), "civil_registration_birth")
    death_id: Mapped[int | None] = field.reference(_("Death that is changed"), "civil_registration_death")
    person_name: Mapped[str | None] = field.text(
        _("Whom the entry is about"), max=100, help=_("Of an entry in this house it is taken from the register.")
    )
    former_place: Mapped[str | None] = field.text(
        _("Registered at another place"),
        max=200,
        help=_("Only where the entry is not in this house: who keeps the book."),
    )
    former_entry: Mapped[str | None] = field.text(_("Number and book there"), max=60)
    former_on: Mapped[date | None] = field.day(_("Registered there on"), past=True)
    grounds: Mapped[str] = field.long_text(_("Grounds of the request"), required=True)
    proof: Mapped[str] = field.text(_("Papers that prove it"), max=500, required=True)
    fault: Mapped[Fault | None] = field.choice(_("Whose error it was"), Fault, help=_("For a correction."))
    agrees: Mapped[bool] = field.yes_no(_("The person has agreed in writing"))
    looked_into: Mapped[bool] = field.yes_no(
        _("Something is looked into outside"),
        help=_("The answer is due some working days later, by the rule in force."),
    )
    notice: Mapped[str | None] = field.text(_("Notice to the other place"), max=40, readonly=True)
    birth: Mapped[Any] = field.link("Birth", birth_id)
    death: Mapped[Any] = field.link("Death", death_id)
    lines: Mapped[list[ChangedPart]] = field.lines("ChangedPart", _("What is changed"), order_by="ChangedPart.position")
    doubts: Mapped[list[ChangeDoubt]] = field.lines(
        "ChangeDoubt", _("What the checks doubt"), order_by="ChangeDoubt.position"
    )

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"doubts": [], "lines": []} | words)

    def __str__(self) -> str:
        return self.entry or f"TĐ-{self.id or 0:05d}"

    @property
    def happened(self) -> PartialDay | None:
        """Nothing has happened that had to be declared in time."""
        return None

    @property
    def about(self) -> str:
        """Whom the entry is about."""
        return self.person_name or ""

    @property
    def case(self) -> Case | None:
        """The entry of this house that is changed; None where another place keeps it, or none is chosen yet."""
        kind, row = (Birth, self.birth_id) if self.birth_id else (Death, self.death_id)
        return db.session.get(kind, row) if row else None

    def found(self) -> list[Finding]:
        """What checks find in it as it stands."""
        return findings.of(self)

    def for_ministry(self) -> dict[str, Any]:
        """The change in the words of the Ministry's software."""
        return ministry.told(self)

    def saved(self) -> None:
        """Take from the register what it says until now, and what every case does."""
        writing.take_over(self)
        super().saved()

    def promised(self, due: datetime | None) -> datetime | None:
        """Return until when it is due: as it was promised, else by the rule of its kind."""
        due = super().promised(due)
        if due is None or self.promised_at or not self.kind:
            return due
        limits = ChangeRule.of(db.session(), self.kind, clock.local(self.created_at).date())
        days = limits.days + (limits.more if self.looked_into else 0)
        return deadline(
            db.session(), self.unit_id, self.created_at, working_days(days, cut_off=limits.cut_off, law=LAW)
        )

    def registered(self) -> None:
        """Write it into the entry that it is about, or number the notice to the place that keeps that."""
        if (case := self.case) is not None:
            writing.write(self, case)
        else:
            number = next_number(db.session(), self.unit_id, "civil_registration.notice", clock.today().year)
            self.notice = f"{number:02d}/TB-UBND"

    def revoked(self) -> None:
        """Let the entry say again what it said before."""
        if (case := self.case) is not None and self.state is not State.REVOKED:
            writing.take_back(self, case)
