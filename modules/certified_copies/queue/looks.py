"""Which scans an official has opened: noted when the page opens, good only for exactly these scans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import User, _, acting, clock, db, field
from modules.certified_copies.capture import pages
from modules.certified_copies.models import Copy, State
from modules.certified_copies.roles import CERTIFIER


class Look(db.Model):  # type: ignore[name-defined]
    """Lượt xem trước khi ký: an official had these scans of a copy before him."""

    __tablename__ = "certified_copies_look"
    __table_args__ = (UniqueConstraint("copy_id", "user_id", "scans"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    scans: Mapped[str] = mapped_column()
    at: Mapped[datetime] = field.moment(_("Opened at"), required=True)
    user: Mapped[User] = field.link("User", user_id)

    def __str__(self) -> str:
        return f"#{self.copy_id}"


def note(copy: Copy) -> None:
    """Write down that the official at work has opened a copy that waits for a signature."""
    session, who = db.session(), acting()
    if who.user_id is None or copy.state is not State.SUBMITTED or not who.holds((CERTIFIER,), copy.unit_id):
        return
    if copy.id not in seen(session, [copy.id], who.user_id):
        scans = fingerprints(session, [copy.id])[copy.id]
        session.add(Look(copy_id=copy.id, user_id=who.user_id, scans=scans, at=clock.now()))


def looks_at(session: Session, copy_id: int) -> list[Look]:
    """Return who has opened which state of a copy's scans, in the order of time."""
    found = select(Look).where(Look.copy_id == copy_id).options(joinedload(Look.user)).order_by(Look.at)
    return list(session.scalars(found))


def fingerprints(session: Session, copies: Iterable[int]) -> dict[int, str]:
    """Return one hash of the pages of each copy, in their order and as turned; one query, however many copies."""
    ids = list(copies)
    words = pages.words_of(session, ids)
    return {one: hashlib.sha256(" ".join(words.get(one, [])).encode()).hexdigest() for one in ids}


def seen(session: Session, copies: Iterable[int], user_id: int) -> set[int]:
    """Return those of the copies whose present scans a person has opened."""
    prints = fingerprints(session, copies)
    looks = select(Look.copy_id, Look.scans).where(Look.copy_id.in_(prints), Look.user_id == user_id)
    return {row for row, scans in session.execute(looks) if prints[row] == scans}
