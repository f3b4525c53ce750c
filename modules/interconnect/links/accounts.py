"""Which account of the other side an official of ours has: calls go out in its name, as the law of that database wants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Record, _, db, field
from modules.interconnect.links.sealed import Sealed
from modules.interconnect.ports.port import Officer


class OfficerAccount(Record):
    """Tài khoản của công chức tại hệ thống khác."""

    __tablename__ = "interconnect_account"
    searched = ("account",)

    connection_id: Mapped[int] = field.reference(_("Connection"), "interconnect_connection", required=True)
    user_id: Mapped[int] = field.reference(_("Official with the account"), "core_user", required=True)
    account: Mapped[str] = field.text(_("Account at the other system"), max=60, required=True)
    active: Mapped[bool] = field.yes_no(_("May be used"), default=True)
    connection: Mapped[Any] = field.link("Connection", connection_id)
    user: Mapped[Any] = field.link("User", user_id)

    def __str__(self) -> str:
        return self.account

    def saved(self) -> None:
        """ValueError: the official has an account there already."""
        here = (OfficerAccount.connection_id == self.connection_id, OfficerAccount.user_id == self.user_id)
        other = select(OfficerAccount.id).where(*here, OfficerAccount.id != self.id)
        if db.session.scalar(other) is not None:
            raise ValueError(str(_("This official already has an account at this system.")))

    @property
    def sealed_name(self) -> str:
        """Under which name its secret is kept."""
        return f"account:{self.id}"

    def keep(self, session: Session, secret: str) -> None:
        """Seal its secret."""
        Sealed.keep(session, self.sealed_name, {"secret": secret})

    @classmethod
    def officer(cls, session: Session, connection_id: int, user_id: int | None) -> Officer:
        """Return in whose name a call of an official goes out; nobody's where he has no account there."""
        where = (cls.connection_id == connection_id, cls.user_id == user_id, cls.active)
        row = session.scalar(select(cls).where(*where)) if user_id else None
        return Officer(row.account, Sealed.of(session, row.sealed_name).get("secret", "")) if row else Officer()
