"""What programs work with: a person's tokens, and the answers kept for calls that are sent again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.data.base import db
from app.data.moment import Moment, now


class Token(db.Model):  # type: ignore[name-defined]
    """A key with which a program acts for a person, in some modules, until a day. Only its hash is kept."""

    __tablename__ = "core_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    name: Mapped[str] = mapped_column()
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    expires_on: Mapped[date] = mapped_column()
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class TokenUse(db.Model):  # type: ignore[name-defined]
    """When a token was last used, apart from the token so that a call leaves no line in the trail."""

    __tablename__ = "core_token_use"
    __untracked__ = True

    token_id: Mapped[int] = mapped_column(ForeignKey("core_token.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class KeptAnswer(db.Model):  # type: ignore[name-defined]
    """The answer to a call with an `Idempotency-Key`: the same call sent again gets it, and does nothing twice."""

    __tablename__ = "core_answer"
    __table_args__ = (UniqueConstraint("token_id", "key"),)
    __untracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("core_token.id"))
    key: Mapped[str] = mapped_column()
    digest: Mapped[str] = mapped_column()
    code: Mapped[int] = mapped_column()
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
