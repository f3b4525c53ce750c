"""Lĩnh vực: what a procedure is about, and the department that answers for it."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from app.toolkit import Record, Unit, _, field


class Sector(Record):
    """Lĩnh vực thủ tục hành chính."""

    __tablename__ = "procedures_sector"
    __table_args__ = (UniqueConstraint("name"),)
    searched = ("name",)

    name: Mapped[str] = field.text(_("Sector"), required=True)
    department_id: Mapped[int | None] = field.reference(_("Department in charge"), "core_unit", in_force=True)
    department: Mapped[Unit | None] = field.link("Unit", department_id)

    def __str__(self) -> str:
        return self.name
