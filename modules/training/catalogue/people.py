"""Who learns: officials of every unit, with the position that decides what they must know."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped

from app.toolkit import Record, User, _, field


class Position(Record):
    """Chức danh: what officials do, as courses are required of them."""

    __tablename__ = "training_position"
    searched = ("name",)

    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Position"), required=True)

    def __str__(self) -> str:
        return self.name


class Trainee(Record):
    """Học viên: an official who can be sent to courses, with or without an account of his own."""

    __tablename__ = "training_trainee"
    searched = ("code", "name")

    code: Mapped[str] = field.text(
        _("Staff code"),
        max=30,
        required=True,
        unique=True,
        help=_("Of the civil servants' list; tells namesakes apart"),
    )
    name: Mapped[str] = field.text(_("Full name"), required=True)
    position_id: Mapped[int] = field.reference(_("Position"), "training_position", required=True)
    email: Mapped[str | None] = field.text(_("E-mail for invitations"))
    phone: Mapped[str | None] = field.text(_("Telephone"), max=20, personal=True)
    user_id: Mapped[int | None] = field.reference(
        _("Account"), "core_user", help=_("To confirm, check in and take tests")
    )
    left: Mapped[bool] = field.yes_no(_("No longer in service"))
    position: Mapped[Position] = field.link("Position", position_id)
    user: Mapped[User | None] = field.link("User", user_id)

    def __str__(self) -> str:
        return self.name

    @property
    def told_apart(self) -> str:
        """Name and staff code: namesakes are common."""
        return f"{self.name} ({self.code})"

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """Those in service."""
        return cls.left.is_(False)
