"""Uploaded and made files: content-addressed bytes, named by the rows they hang on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.data import field
from app.data.base import db
from app.data.moment import Moment, now
from app.data.people import User
from app.data.text import _


class Attachment(db.Model):  # type: ignore[name-defined]
    """A file on a record. Who may open the record may open the file; `sealed` files never change or go."""

    __tablename__ = "core_attachment"
    __table_args__ = (Index("ix_core_attachment_row", "resource", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    unit_id: Mapped[int] = mapped_column()
    name: Mapped[str] = field.text(_("File name"), max=255, required=True)
    kind: Mapped[str] = field.text(_("Content type"), max=80, required=True)
    slot: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = field.whole(_("Size"), high=2**40)
    sha256: Mapped[str] = mapped_column(index=True)
    pages: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))
    author: Mapped[User | None] = field.link("User", author_id)


class Forgetting(db.Model):  # type: ignore[name-defined]
    """A sealed file that is being taken off for good: without its id here the database refuses to delete the row.

    Triggers of the database clear it with the file, in the same transaction, and refuse any change to a sealed file.
    """

    __tablename__ = "core_forgetting"
    __untracked__ = True

    file_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
