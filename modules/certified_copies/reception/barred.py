"""Officials who may not certify a copy since it concerns themselves or their kin: another one signs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import User, _, acting, clock, db, field, holders
from modules.certified_copies.roles import CERTIFIER

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy


class Bar(db.Model):  # type: ignore[name-defined]
    """Người không được chứng thực: one official and one copy (NĐ 23/2015/NĐ-CP art. 9)."""

    __tablename__ = "certified_copies_bar"
    __table_args__ = (UniqueConstraint("copy_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    at: Mapped[datetime] = field.moment(_("Barred at"), required=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"), index=True)
    user: Mapped[User] = field.link("User", user_id)

    def __str__(self) -> str:
        return f"#{self.user_id}"


def certifiers_of(session: Session, unit_id: int) -> list[User]:
    """Return who may certify for a unit today, by post or delegation."""
    return holders(session, CERTIFIER, unit_id, clock.today())


def barred_from(session: Session, copy: Copy) -> set[int]:
    """Return the ids of officials who may not certify a copy."""
    return set(session.scalars(select(Bar.user_id).where(Bar.copy_id == copy.id)))


def bar(session: Session, copy: Copy, user_id: int) -> None:
    """Keep an official from a copy. ValueError: he does not certify here, or nobody else could."""
    officials, barred = {user.id for user in certifiers_of(session, copy.unit_id)}, barred_from(session, copy)
    if user_id not in officials:
        raise ValueError(str(_("Choose an official who certifies here.")))
    if not officials - barred - {user_id}:
        raise ValueError(str(_("Nobody else may certify here: let the chairman delegate somebody first.")))
    if user_id not in barred:
        session.add(Bar(copy_id=copy.id, user_id=user_id, at=clock.now(), by_id=acting().user_id))
        session.flush()


def stand_aside(copy: Copy) -> None:
    """The official at work leaves a copy to another one, since it concerns himself."""
    bar(db.session(), copy, acting().user_id or 0)


def sentence(copy: Copy, user_id: int | None) -> str | None:
    """Return what keeps a person from certifying a copy."""
    if user_id in barred_from(db.session(), copy):
        return str(_("This copy concerns you or your kin; another official certifies it."))
    return None
