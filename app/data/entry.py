"""The door: who is signed in where, who tried in vain, the codes for a lost phone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.data.base import db
from app.data.moment import Moment, now


class SignIn(db.Model):  # type: ignore[name-defined]
    """One open session of a user on one device; the user can end it from another."""

    __tablename__ = "core_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    token_hash: Mapped[str] = mapped_column("token", unique=True)
    device: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(db.Model):  # type: ignore[name-defined]
    """A wrong password or code: for a user name, whether somebody has it or not, and from an address."""

    __tablename__ = "core_attempt"
    __table_args__ = (Index("ix_core_attempt_login", "login", "at"), Index("ix_core_attempt_address", "address", "at"))
    __untracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column()
    address: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class BackupCode(db.Model):  # type: ignore[name-defined]
    """A code on paper that opens once in place of the phone; only its hash is kept."""

    __tablename__ = "core_backup_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    code_hash: Mapped[str] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column(Moment)
