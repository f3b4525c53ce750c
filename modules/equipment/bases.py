"""The laws that a decision of the city stands on: what its first lines cite, in force on its day."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, field
from modules.equipment.norms import Norm


class DecisionBasis(Dated, Record):
    """Căn cứ ban hành: one law that every decision on equipment cites while it is in force."""

    __tablename__ = "equipment_decision_basis"
    searched = ("text",)

    text: Mapped[str] = field.text(_("Law or decree"), max=300, required=True, help=_("With its number and day"))
    position: Mapped[int] = field.whole(_("Place in the list"), low=1, high=99, required=True, default=1)

    def __str__(self) -> str:
        return self.text


def cited(session: Session, items: set[int], day: date) -> list[str]:
    """Return what a decision of `day` on these items cites: the laws in their order, then the norms of the items."""
    laws = select(DecisionBasis.text).where(DecisionBasis.valid_on(day))
    norms = select(Norm.legal_basis).where(Norm.valid_on(day), Norm.item_id.in_(items)).distinct()
    return [
        *session.scalars(laws.order_by(DecisionBasis.position, DecisionBasis.id)),
        *(_in_full(basis) for basis in session.scalars(norms.order_by(Norm.legal_basis))),
    ]


def _in_full(basis: str) -> str:
    """A decree writes out what a table shortens."""
    return re.sub(r"^QĐ (?=\d)", "Quyết định số ", basis)
