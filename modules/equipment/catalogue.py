"""The catalogue: what may be asked for, with its minimum configuration field by field."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Record, _, db, field


class Item(Record):
    """Loại thiết bị: one kind of thing, with its minimum configuration."""

    __tablename__ = "equipment_item"
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Code"), max=20, required=True)
    name: Mapped[str] = field.text(_("Equipment"), required=True)
    measure: Mapped[str] = field.text(_("Unit of count"), max=20, required=True)
    price: Mapped[int | None] = field.money(_("Guide price"), help=_("Proposed for lines made from the gap view."))
    minimum: Mapped[str | None] = field.long_text(_("Other requirements"))
    software: Mapped[bool] = field.yes_no(_("Software, outside the price cap"))
    specs: Mapped[list[Spec]] = field.lines("Spec", _("Minimum configuration"), order_by="Spec.position")

    def __str__(self) -> str:
        return self.name


class Spec(db.Model):  # type: ignore[name-defined]
    """Thông số tối thiểu: one field of an item's minimum configuration, such as "RAM" and "từ 16 GB"."""

    __tablename__ = "equipment_spec"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("equipment_item.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = field.text(_("Specification"), max=80, required=True)
    value: Mapped[str] = field.text(_("Minimum value"), required=True)
