"""Photographing with a telephone that is not signed in: an address from the desk, good for ten minutes and one telephone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import _, acting, clock, db, field, hash_of_secret, holders, keep, new_secret, public_address
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.roles import CLERK

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy

MINUTES = 10


class PhonePass(db.Model):  # type: ignore[name-defined]
    """Lượt chụp bằng điện thoại: for one copy, in the name of one clerk; of both secrets only the hash is kept."""

    __tablename__ = "certified_copies_phone_pass"

    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    device_hash: Mapped[str | None] = mapped_column()
    expires_at: Mapped[datetime] = field.moment(_("Works until"), required=True)
    revoked_at: Mapped[datetime | None] = field.moment(_("Taken back"))

    def __str__(self) -> str:
        return f"#{self.copy_id}"

    @classmethod
    def make(cls, session: Session, copy: Copy) -> tuple[PhonePass, str]:
        """Make a pass and return its address, which is never seen again; passes that were made before end.

        Passes that have been over for a day are forgotten on the way: the trail keeps who made them.
        """
        cls.revoke_all(session, copy.id)
        session.execute(delete(cls).where(cls.expires_at < clock.now() - timedelta(days=1)))
        token = new_secret()
        made = cls(copy_id=copy.id, user_id=acting().user_id, token_hash=hash_of_secret(token))
        made.expires_at = clock.now() + timedelta(minutes=MINUTES)
        session.add(made)
        session.flush()
        return made, public_address("certified_copies_phone.camera", token=token)

    @classmethod
    def revoke_all(cls, session: Session, copy_id: int) -> None:
        """End every pass of a copy."""
        open_ones = update(cls).where(cls.copy_id == copy_id, cls.revoked_at.is_(None))
        session.execute(open_ones.values(revoked_at=clock.now()))

    @classmethod
    def of(cls, session: Session, token: str) -> PhonePass | None:
        """Return the pass behind an address while it works."""
        found = select(cls).where(cls.token_hash == hash_of_secret(token), cls.revoked_at.is_(None))
        return session.scalar(found.where(cls.expires_at > clock.now()))

    def admits(self, device: str) -> bool:
        """Whether this telephone may use the pass: the first that opens it, and no other."""
        return self.device_hash == hash_of_secret(device)

    def claim(self, session: Session, device: str) -> bool:
        """Bind the pass to a telephone; False when another one was quicker."""
        free = update(PhonePass).where(PhonePass.id == self.id, PhonePass.device_hash.is_(None))
        taken = session.execute(free.values(device_hash=hash_of_secret(device)).returning(PhonePass.id)).first()
        return taken is not None

    def receive(self, session: Session, copy: Copy, name: str, content: bytes, client: str) -> None:
        """Hang a picture on the copy in the clerk's name; one that was sent before changes nothing.

        PermissionError: the clerk has lost the post. ValueError: the picture is no scan, with a sentence.
        """
        if self.user_id not in {one.id for one in holders(session, CLERK, copy.unit_id, clock.today())}:
            raise PermissionError(str(_("You have not been given this right.")))
        if session.scalar(select(Page.id).where(Page.copy_id == copy.id, Page.client == client).limit(1)):
            return
        file = keep(session, copy, name, content, slot="scan")
        session.execute(update(Page).where(Page.file_id == file.id).values(client=client))
