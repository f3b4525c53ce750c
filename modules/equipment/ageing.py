"""How long a request may wait in a state before it is too long: dated data that an administrator edits; who waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, joinedload, selectinload

from app.toolkit import Dated, Record, _, clock, field, waits
from modules.equipment.request import ENDED, Request, State


class Patience(Dated, Record):
    """Hạn nhắc: after so many working days in a state, a request has waited too long."""

    __tablename__ = "equipment_patience"

    state: Mapped[State] = field.choice(_("State"), State, required=True)
    days: Mapped[int] = field.whole(_("Working days"), low=1, high=250, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{self.state}: {self.days}"


@dataclass(frozen=True)
class Waiting:
    """A request on its way: the working days in its present state, and how many are allowed (None: no rule)."""

    request: Request
    days: int
    allowed: int | None

    @property
    def over(self) -> int:
        """The working days beyond what is allowed; 0 in time."""
        return max(0, self.days - self.allowed) if self.allowed is not None else 0


def waiting(session: Session) -> list[Waiting]:
    """Return every request on its way that this person may see, the one longest over its days first."""
    on_the_way = select(Request).where(Request.state.not_in((*ENDED, State.DRAFT)))
    requests = list(session.scalars(on_the_way.options(joinedload(Request.unit), selectinload(Request.lines))))
    allowed = allowed_days(session, clock.today())
    days = waits(session, "equipment.requests", requests)
    found = [Waiting(request, days[request.id], allowed.get(request.state)) for request in requests]
    return sorted(found, key=lambda one: (-one.over, -one.days, one.request.id))


def allowed_days(session: Session, day: date) -> dict[State, int]:
    """Return the working days each state may last on a day."""
    in_force = select(Patience).where(Patience.valid_on(day)).order_by(Patience.valid_from)
    return {rule.state: rule.days for rule in session.scalars(in_force)}
