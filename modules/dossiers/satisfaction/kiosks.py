"""Máy tính bảng: a tablet at an official's desk, at a secret address, so that nobody is signed in on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import _, clock, db, field, hash_of_secret, new_secret, public_address


class Kiosk(db.Model):  # type: ignore[name-defined]
    """The tablet of one official; of its secret only the hash is kept, so the address is shown once."""

    __tablename__ = "dossiers_kiosk"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = field.moment(_("Made at"), required=True)

    @classmethod
    def make(cls, session: Session, user_id: int) -> str:
        """Make the tablet's address and return it; the one before works no more."""
        cls.take_back(session, user_id)
        secret = new_secret()
        session.add(cls(user_id=user_id, token_hash=hash_of_secret(secret), made_at=clock.now()))
        return public_address("dossiers_kiosk.show", secret=secret)

    @classmethod
    def take_back(cls, session: Session, user_id: int) -> None:
        """The address of an official's tablet works no more."""
        session.execute(delete(cls).where(cls.user_id == user_id))

    @classmethod
    def behind(cls, session: Session, secret: str) -> Kiosk | None:
        """Return the tablet of an address."""
        return session.scalar(select(cls).where(cls.token_hash == hash_of_secret(secret)))

    @classmethod
    def of(cls, session: Session, user_id: int) -> Kiosk | None:
        """Return the tablet of an official."""
        return session.scalar(select(cls).where(cls.user_id == user_id))
