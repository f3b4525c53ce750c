"""What people write beside a record: messages, internal notes, planned activities, followers, notices, drafts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.data import field
from app.data.base import db
from app.data.moment import Moment, now
from app.data.people import User
from app.data.text import _


class Message(db.Model):  # type: ignore[name-defined]
    """A message of the timeline; `internal` notes stay inside the author's unit."""

    __tablename__ = "core_message"
    __untracked__ = True
    __table_args__ = (Index("ix_core_message_row", "resource", "row_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    author_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"))
    unit_id: Mapped[int] = mapped_column()
    body: Mapped[str] = field.long_text(_("Message"), required=True)
    internal: Mapped[bool] = field.yes_no(_("Internal note"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    author: Mapped[User] = field.link("User", author_id)


class Activity(db.Model):  # type: ignore[name-defined]
    """Something somebody promised to do about a record by a day."""

    __tablename__ = "core_activity"
    __untracked__ = True
    __table_args__ = (
        Index("ix_core_activity_row", "resource", "row_id"),
        Index("ix_core_activity_owner", "owner_id", "done_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    owner_id: Mapped[int] = field.reference(_("To be done by"), "core_user", required=True)
    summary: Mapped[str] = field.text(_("What to do"), required=True)
    due_on: Mapped[date] = field.day(_("Due"), required=True)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    owner: Mapped[User] = field.link("User", owner_id)


class Follower(db.Model):  # type: ignore[name-defined]
    """A user who wants to hear of a record."""

    __tablename__ = "core_follower"
    __untracked__ = True
    __table_args__ = (UniqueConstraint("resource", "row_id", "user_id"), Index("ix_core_follower_user", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"))


class Notice(db.Model):  # type: ignore[name-defined]
    """A line under the bell of one user."""

    __tablename__ = "core_notice"
    __untracked__ = True
    __table_args__ = (Index("ix_core_notice_user", "user_id", "read_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"))
    body: Mapped[str] = mapped_column()
    resource: Mapped[str] = mapped_column(default="")
    row_id: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class Draft(db.Model):  # type: ignore[name-defined]
    """What a user typed into a form and has not saved; never the record itself."""

    __tablename__ = "core_draft"
    __untracked__ = True
    __table_args__ = (UniqueConstraint("user_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"))
    form: Mapped[str] = mapped_column()
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)


class SavedFilter(db.Model):  # type: ignore[name-defined]
    """A named list address, private to its author or shared with the author's unit."""

    __tablename__ = "core_saved_filter"
    __untracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("core_unit.id"), index=True)
    resource: Mapped[str] = mapped_column()
    name: Mapped[str] = field.text(_("Name"), max=80, required=True)
    query: Mapped[str] = mapped_column()
