"""How long a request may wait in a state before the house reminds: dated data that an administrator edits."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.toolkit import Record, _, field
from modules.equipment.norms import Dated
from modules.equipment.request import State


class Patience(Dated, Record):
    """Hạn nhắc: after so many working days in a state, who holds a request and the unit's head are reminded."""

    __tablename__ = "equipment_patience"

    state: Mapped[State] = field.choice(_("State"), State, required=True)
    days: Mapped[int] = field.whole(_("Working days"), low=1, high=250, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{self.state}: {self.days}"
