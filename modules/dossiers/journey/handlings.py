"""Quá trình giải quyết: one row for each stay of a dossier with somebody, from hand-over to hand-over."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, bindparam, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, _, clock, db, field, name_of


class Outcome(Choice):
    """How a stay ended."""

    ONWARD = "onward", _("Handed on"), "green"
    BACK = "back", _("Sent back"), "amber"
    STOOD = "stood", _("The clock stood still"), "violet"
    RESUMED = "resumed", _("Gone on with"), "blue"
    ENDED = "ended", _("Ended"), "grey"


class Pause(Choice):
    """Why the clock stands still: what is waited for of the citizen."""

    PAPERS = "papers", _("Waiting for papers"), "violet"
    PAYMENT = "payment", _("Waiting for payment"), "violet"


class Handling(db.Model):  # type: ignore[name-defined]
    """A stay at a step of the process, or a time in which the clock stands still (`why`)."""

    __tablename__ = "dossiers_handling"
    __table_args__ = (Index("ix_dossiers_handling_open", "role", "left_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), index=True)
    code: Mapped[str] = field.text(_("Step"), max=10, default="")
    name: Mapped[str] = field.text(_("What is done"), max=300, default="")
    role: Mapped[str] = field.named(_("Who does it"), "roles", max=80, index=False, default="")
    hours: Mapped[Decimal] = field.number(_("Working hours"), required=True)
    why: Mapped[Pause | None] = field.choice(_("The clock stands still"), Pause)
    giver_id: Mapped[int | None] = field.reference(_("Handed over by"), "core_user", readonly=True)
    holder_id: Mapped[int | None] = field.reference(_("Taken by"), "core_user", readonly=True)
    came_at: Mapped[datetime] = field.moment(_("Came at"), readonly=True)
    due_at: Mapped[datetime | None] = field.moment(_("Due"), readonly=True)
    left_at: Mapped[datetime | None] = field.moment(_("Left at"), readonly=True)
    outcome: Mapped[Outcome | None] = field.choice(_("How it ended"), Outcome, readonly=True)
    note: Mapped[str | None] = field.long_text(_("Note"))
    giver: Mapped[Any] = field.link("User", giver_id)
    holder: Mapped[Any] = field.link("User", holder_id)

    @hybrid_property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self.why is not None

    @paused.inplace.expression
    @classmethod
    def _paused(cls) -> ColumnElement[bool]:
        return cls.why.is_not(None)

    @property
    def title(self) -> str:
        """What is done, or what is waited for."""
        return str(self.why) if self.why else self.name

    @property
    def role_name(self) -> str:
        """Who does it, in words."""
        return name_of("roles", self.role) if self.role else ""

    @property
    def on_time(self) -> bool | None:
        """Whether it left, or still is, within its time; None where none is counted."""
        return None if self.due_at is None else (self.left_at or clock.now()) <= self.due_at

    @classmethod
    def open_of(cls, session: Session, dossier_id: int) -> Handling | None:
        """The stay that a dossier is in; None when nobody works on it any more."""
        return session.scalars(_open_of(), {"dossier": dossier_id}).first()

    @classmethod
    def of(cls, session: Session, dossier_id: int) -> list[Handling]:
        """All stays of a dossier, oldest first."""
        return list(session.scalars(select(cls).where(cls.dossier_id == dossier_id).order_by(cls.id)))

    def end(self, outcome: Outcome, who: int | None, note: str | None = None) -> None:
        """The dossier leaves."""
        self.left_at, self.outcome, self.note = clock.now(), outcome, note or self.note
        self.holder_id = who or self.holder_id


@cache
def _open_of() -> Select[Handling]:
    where = (Handling.dossier_id == bindparam("dossier"), Handling.left_at.is_(None))
    return select(Handling).where(*where).order_by(Handling.id.desc()).limit(1)
