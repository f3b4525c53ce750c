"""Đăng ký lưu động: the officer comes to whom illness, age or custody keeps at home, and the case is declared there."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from app.toolkit import _, field


class Mobile:
    """What births and deaths have for it; `mobile_procedure` is its code in the national catalogue."""

    procedure: ClassVar[str]
    mobile_procedure: ClassVar[str]

    mobile_at: Mapped[str | None] = field.text(
        _("Mobile registration: where it was declared"),
        max=300,
        help=_("Empty when it was declared at the office or online."),
    )

    @property
    def done_by(self) -> str:
        """The code of the procedure by which it is registered."""
        return self.mobile_procedure if self.mobile_at else self.procedure
