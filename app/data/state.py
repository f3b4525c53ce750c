"""What the house knows of itself: installed modules, seeded rows, sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.data.base import db
from app.data.moment import Moment, now


class ModuleRow(db.Model):  # type: ignore[name-defined]
    """An installed module: `installed`, `disabled`, or `orphan` when its code is gone."""

    __tablename__ = "core_module"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    installed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Seed(db.Model):  # type: ignore[name-defined]
    """One seeded row: what we wrote last, so that a user's change is kept and a deleted row stays deleted."""

    __tablename__ = "core_seed"
    __untracked__ = True

    key: Mapped[str] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column()
    row_id: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column()


class SignIn(db.Model):  # type: ignore[name-defined]
    """One open session of a user on one device; the user can end it from another."""

    __tablename__ = "core_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
