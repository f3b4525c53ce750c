"""What the house knows of itself: installed modules, seeded rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.data.base import db
from app.data.moment import Moment, now


class ModuleRow(db.Model):  # type: ignore[name-defined]
    """A module that was installed once: `installed`, `disabled`, or `failed`; `error` says why its upgrade failed."""

    __tablename__ = "core_module"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    installed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    error: Mapped[str | None] = mapped_column(Text)


class Seed(db.Model):  # type: ignore[name-defined]
    """One seeded row: what we wrote last, so that a user's change is kept and a deleted row stays deleted."""

    __tablename__ = "core_seed"
    __untracked__ = True

    key: Mapped[str] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column()
