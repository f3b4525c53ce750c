"""What is compared with the original: the list in force as dated rows, and each copy's own answers."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Dated, Record, _, db, field


class CheckItem(Dated, Record):
    """Mục đối chiếu: one thing to compare with the original, from a day to a day (NĐ 23/2015 art. 20, 22)."""

    __tablename__ = "certified_copies_check_item"

    text: Mapped[str] = field.text(_("What to compare"), required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)
    position: Mapped[int] = field.whole(_("Order"), required=True)

    def __str__(self) -> str:
        return self.text


class Check(db.Model):  # type: ignore[name-defined]
    """One thing compared with the original, and whether it held."""

    __tablename__ = "certified_copies_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = field.text(_("What to compare"), required=True)
    passed: Mapped[bool] = field.yes_no(_("Compared, holds"))
