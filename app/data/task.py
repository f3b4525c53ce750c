"""Work waiting for somebody: one row per record and role that can act on it now. "My work" is one query over it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.data import field
from app.data.base import db
from app.data.moment import Moment, now
from app.data.text import _


class Task(db.Model):  # type: ignore[name-defined]
    """A record in a state where `role` in `unit_id` (or above it) has a step to take, until `due_at`."""

    __tablename__ = "core_task"
    __untracked__ = True
    __table_args__ = (
        Index("ix_core_task_queue", "role", "closed_at", "unit_id", "due_at"),
        Index("ix_core_task_row", "resource", "row_id", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    unit_id: Mapped[int] = mapped_column()
    role: Mapped[str] = mapped_column()
    assignee_id: Mapped[int | None] = field.reference(_("Handled by"), "core_user")
    state: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    decides: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"), index=True)
    note: Mapped[str | None] = field.long_text(_("Reason"))
    """The reason given with the step that led here: why it came back, shown until the next step."""


class Passage(db.Model):  # type: ignore[name-defined]
    """One step taken: which record went from which state to which, by whom, when, and why."""

    __tablename__ = "core_passage"
    __untracked__ = True
    __table_args__ = (Index("ix_core_passage_row", "resource", "row_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    step: Mapped[str] = mapped_column()
    source: Mapped[str] = mapped_column()
    target: Mapped[str] = mapped_column()
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    reason: Mapped[str | None] = field.long_text(_("Reason"))
    on_time: Mapped[bool | None] = mapped_column()


class Assignment(db.Model):  # type: ignore[name-defined]
    """Phân công xử lý: who took, gave or handed back an open task, from whom to whom, and why."""

    __tablename__ = "core_assignment"
    __table_args__ = (Index("ix_core_assignment_row", "resource", "row_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("core_task.id"))
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    unit_id: Mapped[int] = mapped_column()
    role: Mapped[str] = mapped_column()
    from_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    reason: Mapped[str | None] = field.long_text(_("Reason"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
