"""How long a request may wait in a state before it is too long: dated data that an administrator edits; who waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, selectinload

from app.toolkit import Dated, Record, _, begin_of, clock, field, remind, stands_since, waits, works_today
from modules.equipment.request import ENDED, Request, State

SHOWN = 300
ON_THE_WAY = Request.state.not_in((*ENDED, State.DRAFT))


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


def waiting(session: Session, *only: ColumnElement[bool]) -> list[Waiting]:
    """Return the requests on their way that this person may see, at most `SHOWN`, the one longest over its days first.

    `only` narrows them further.
    """
    late, since = too_long(session), stands_since(Request)
    found = select(Request).where(ON_THE_WAY, *only).order_by(late.desc(), since, Request.id).limit(SHOWN)
    requests = list(session.scalars(found.options(joinedload(Request.unit), selectinload(Request.lines))))
    allowed = allowed_days(session, clock.today())
    days = waits(session, requests)
    rows = [Waiting(request, days[request.id], allowed.get(request.state)) for request in requests]
    return sorted(rows, key=lambda one: (-one.over, -one.days, one.request.id))


def by_state(session: Session) -> list[tuple[State, int, int]]:
    """Return (state, requests, of these waiting too long) for each state in which some are on their way."""
    late = func.count().filter(too_long(session))
    rows = session.execute(select(Request.state, func.count(), late).where(ON_THE_WAY).group_by(Request.state))
    found = {state: (state, many, over) for state, many, over in rows}
    return [found[state] for state in State if state in found]


def too_long(session: Session) -> ColumnElement[bool]:
    """Return the condition that a request has waited longer in its state than the rules of today allow."""
    since = stands_since(Request)
    allowed = allowed_days(session, clock.today()).items()
    return or_(false(), *(and_(Request.state == state, since < begin_of(session, days)) for state, days in allowed))


def allowed_days(session: Session, day: date) -> dict[State, int]:
    """Return the working days each state may last on a day."""
    in_force = select(Patience).where(Patience.valid_on(day)).order_by(Patience.valid_from)
    return {rule.state: rule.days for rule in session.scalars(in_force)}


def remind_late(session: Session) -> Iterator[tuple[int, int]]:
    """Remind those who have to act on requests that wait too long; a job of every working morning."""
    if not works_today(session):
        return
    late = session.scalars(select(Request.id).where(ON_THE_WAY, too_long(session)).order_by(Request.id)).all()
    for done, number in enumerate(late, 1):
        request = session.get_one(Request, number)
        days = waits(session, [request])[number]
        place = {"request": request, "state": request.state, "days": days}
        remind(session, request, str(_("%(request)s has stood in “%(state)s” for %(days)s working days.", **place)))
        yield done, len(late)
