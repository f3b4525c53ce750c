"""Nội dung đề nghị: what a dossier asks, answer by answer, in the words of the form of its day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import _, acting, clock, db, field, fold, shown
from modules.dossiers.configured.kinds import FieldKind, told
from modules.dossiers.configured.request_forms import FormField, RequestForm

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier

FOUND_BY = 100  # letters by which an answer is found; a whole one may be longer than an index holds


class Answer(db.Model):  # type: ignore[name-defined]
    """An answer; a personal number stands in a column of its own, so that the trail keeps it masked."""

    __tablename__ = "dossiers_answer"
    __table_args__ = (
        UniqueConstraint("matter_id", "code"),
        Index("ix_dossiers_answer_found", "code", "found_by"),
        Index("ix_dossiers_answer_person", "citizen_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("dossiers_matter.id"))
    code: Mapped[str] = field.text(_("Code of the field"), max=40, required=True)
    value: Mapped[str | None] = field.long_text(_("What was answered"))
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number"))
    found_by: Mapped[str] = field.text(_("Found by"), max=FOUND_BY, default="")

    @property
    def content(self) -> str:
        """The answer as it is kept."""
        return self.citizen_id or self.value or ""

    def put(self, kind: FieldKind, kept: str) -> None:
        """Keep an answer."""
        personal = kind is FieldKind.CITIZEN
        self.citizen_id, self.value = (kept, None) if personal else (None, kept)
        self.found_by = "" if personal else fold(kept)[:FOUND_BY]

    def told(self, kind: FieldKind) -> str:
        """The answer as a page shows it: a personal number masked."""
        return shown(self, Answer.citizen_id) if self.citizen_id else told(kind, self.content)


class Correction(db.Model):  # type: ignore[name-defined]
    """An answer that was changed after reception: what, by whom, why."""

    __tablename__ = "dossiers_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("dossiers_matter.id"), index=True)
    label: Mapped[str] = field.text(_("Question"), required=True)
    before: Mapped[str | None] = field.long_text(_("Answer before"))
    after: Mapped[str | None] = field.long_text(_("Answer after"))
    reason: Mapped[str] = field.text(_("Reason"), max=500, required=True)
    at: Mapped[datetime] = field.moment(_("Corrected at"), required=True, readonly=True)
    by_id: Mapped[int | None] = field.reference(_("Corrected by"), "core_user", readonly=True)
    by: Mapped[Any] = field.link("User", by_id)


class Matter(db.Model):  # type: ignore[name-defined]
    """What a dossier asks; from reception on it keeps its form, from the result on its letter."""

    __tablename__ = "dossiers_matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), unique=True)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers_form.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers_letter.id"), index=True)
    version: Mapped[int] = mapped_column(default=0)

    @classmethod
    def of(cls, session: Session, dossier_id: int) -> Matter | None:
        """Return what a dossier asks; None as long as nobody has written it down."""
        return session.scalars(select(cls).where(cls.dossier_id == dossier_id)).first()

    @classmethod
    def made(cls, session: Session, dossier_id: int) -> Matter:
        """Return it, made where there is none."""
        matter = cls.of(session, dossier_id)
        if matter is None:
            matter = cls(dossier_id=dossier_id)
            session.add(matter)
            session.flush()
        return matter


def form_of(session: Session, dossier: Dossier, matter: Matter | None) -> RequestForm | None:
    """Return the form of a dossier, with its fields: that of its day, before reception that of today."""
    if dossier.received_at is None:
        return RequestForm.of(session, dossier.procedure_id, clock.today())
    return RequestForm.by_id(session, matter.form_id if matter else None)


def answers_of(session: Session, matter: Matter | None) -> dict[str, Answer]:
    """Return the answers by the code of their field."""
    if matter is None:
        return {}
    return {one.code: one for one in session.scalars(select(Answer).where(Answer.matter_id == matter.id))}


def corrections_of(session: Session, matter: Matter | None) -> list[Correction]:
    """Return what was corrected after reception, oldest first."""
    if matter is None:
        return []
    found = select(Correction).where(Correction.matter_id == matter.id).order_by(Correction.id)
    return list(session.scalars(found.options(joinedload(Correction.by))))


def correct(session: Session, matter: Matter, asked: FormField, change: tuple[str, str], reason: str) -> None:
    """Write a correction down: what the answer said before and says now."""
    before, after = change
    words = {"label": asked.label, "before": before or None, "after": after or None, "reason": reason}
    session.add(Correction(matter_id=matter.id, at=clock.now(), by_id=acting().user_id, **words))
