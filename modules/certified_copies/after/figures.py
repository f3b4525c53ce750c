"""The figures of a period: by kind of paper, official, unit and day; on time, refusals, fees, load and capacity.

A handful of grouped queries over the index of unit and day, whatever the number of copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.toolkit import Passage, Unit, User, _, as_system, clock
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import Copy, State
from modules.certified_copies.reception import hours
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.papers import PaperType
from modules.fees.charges import Charge
from modules.fees.receipts import ReceiptLine

LONGEST = 366  # days
SHOWN = 40  # rows of a table; the rest is added up in one
SIGNED = (State.SIGNED, State.RELEASED, State.ANNULLED)


@dataclass(frozen=True)
class Tally:
    """What was certified under one heading: originals, copies, pages, those released late, đồng paid."""

    name: str
    originals: int = 0
    copies: int = 0
    pages: int = 0
    released: int = 0
    late: int = 0
    paid: int = 0

    @property
    def on_time(self) -> str:
        """The share released within the term, in percent; "–" where nothing was released."""
        if not self.released:
            return "–"
        return f"{100 * (self.released - self.late) / self.released:.1f} %".replace(".", ",")

    def __add__(self, other: Tally) -> Tally:
        added = {key: getattr(self, key) + getattr(other, key) for key in NUMBERS}
        return replace(self, **added)


NUMBERS = ("originals", "copies", "pages", "released", "late", "paid")


@dataclass(frozen=True)
class Figures:
    """Everything the page, the sheet and the paper say of a period."""

    first: date
    last: date
    total: Tally
    by_kind: list[Tally]
    by_official: list[Tally]
    by_unit: list[Tally]
    by_day: list[Day]
    refusals: list[tuple[str, int]] = field(default_factory=list)
    annulled: int = 0
    void: int = 0
    same_person: int = 0

    @property
    def refused(self) -> int:
        """How many originals were refused."""
        return sum(many for _reason, many in self.refusals)

    @property
    def busiest(self) -> int:
        """Originals of the fullest day."""
        return max((one.originals for one in self.by_day), default=0)

    @property
    def tallest(self) -> int:
        """People who came, or places for them, on the fullest day: the height of the picture."""
        return max((max(one.people, one.capacity) for one in self.by_day), default=0)

    @property
    def load(self) -> Day | None:
        """People against places over all days that offer places; None where no day does."""
        days = [one for one in self.by_day if one.capacity]
        return Day(self.last, *(sum(getattr(one, key) for one in days) for key in LOAD)) if days else None


@dataclass(frozen=True)
class Day:
    """The load of a day against the places that its opening hours offer; 0 where none are set.

    A place is for a person with all his originals, so people are what is set against it.
    """

    day: date
    originals: int
    people: int
    capacity: int

    @property
    def share(self) -> str:
        """The people in percent of the places; "–" where there are none."""
        return f"{100 * self.people / self.capacity:.1f} %".replace(".", ",") if self.capacity else "–"


LOAD = ("originals", "people", "capacity")


def figures_of(session: Session, units: list[int], first: date, last: date) -> Figures:
    """Return the figures of units from a day to a day. ValueError: the days are in the wrong order, or too many."""
    if not first <= last < first + timedelta(days=LONGEST):
        raise ValueError(str(_("Choose a period of at most %(days)s days.", days=LONGEST)))
    where = (Copy.unit_id.in_(units), Copy.certified_on.between(first, last), Copy.state.in_(SIGNED))
    kind = PaperType.id == Copy.paper_type_id
    with as_system():  # the units are those that the person may see
        by_unit = _tallies(session, where, Unit.name, (Unit, Unit.id == Copy.unit_id))
        return Figures(
            first,
            last,
            sum(by_unit, Tally(str(_("Total")))),
            _short(_tallies(session, where, PaperType.name, (PaperType, kind), str(_("Other, or no kind chosen")))),
            _short(_tallies(session, where, User.name, (User, User.id == Copy.signer_id))),
            _short(by_unit),
            _days(session, units, where, first, last),
            _refusals(session, units, first, last),
            session.scalar(select(func.count()).where(*where[:2], Copy.state == State.ANNULLED)) or 0,
            _void(session, units, first, last),
            session.scalar(select(func.count()).where(*where, Copy.same_person)) or 0,
        )


def _tallies(
    session: Session, where: Sequence[Any], by: Any, join: tuple[Any, Any] | None = None, none: str = "–"
) -> list[Tally]:
    sealed = (Passage.resource == COPIES) & (Passage.row_id == Copy.id) & (Passage.target == State.RELEASED.value)
    paid = (ReceiptLine.charge_id == Charge.id) & (ReceiptLine.receipt_id == Charge.receipt_id)
    numbers = (
        func.count(),
        func.sum(func.coalesce(Copy.copies, 1)),
        func.sum(func.coalesce(Copy.pages, 0)),
        func.count(Passage.id),
        func.sum(case((Passage.on_time.is_(False), 1), else_=0)),
        func.sum(func.coalesce(ReceiptLine.amount, 0)),
    )
    found = select(by, *numbers).select_from(Copy)
    if join is not None:
        found = found.outerjoin(*join)
    found = found.outerjoin(Passage, sealed).outerjoin(Charge, (Charge.resource == COPIES) & (Charge.row_id == Copy.id))
    found = found.outerjoin(ReceiptLine, paid).where(*where).group_by(by).order_by(func.count().desc(), by)
    return [Tally(str(name or none), *(int(one or 0) for one in row)) for name, *row in session.execute(found)]


def _short(tallies: list[Tally]) -> list[Tally]:
    rest = sum(tallies[SHOWN:], Tally(str(_("The rest"))))
    return tallies[:SHOWN] + ([rest] if rest.originals else [])


def _days(session: Session, units: list[int], where: Sequence[Any], first: date, last: date) -> list[Day]:
    person = func.coalesce(Copy.visit_id, -Copy.id)  # a copy that was made without a reception is somebody, too
    found = select(Copy.certified_on, func.count(), func.count(person.distinct())).where(*where)
    many = {day: (copies, people) for day, copies, people in session.execute(found.group_by(Copy.certified_on))}
    days = [first + timedelta(days=number) for number in range((min(last, clock.today()) - first).days + 1)]
    room = hours.room(session, units, days)
    return [Day(day, *many.get(day, (0, 0)), room[day]) for day in days]


def _refusals(session: Session, units: list[int], first: date, last: date) -> list[tuple[str, int]]:
    begin, end = (clock.begin_of(day) for day in (first, last + timedelta(days=1)))
    refused = (Passage.resource == COPIES) & (Passage.row_id == Copy.id) & (Passage.target == State.REFUSED.value)
    columns = Condition.code, Condition.reason, Passage.reason
    found = select(*columns, func.count()).select_from(Copy).join(Passage, refused)
    found = found.outerjoin(Condition, Condition.id == Copy.refusal_id)
    found = found.where(Copy.unit_id.in_(units), Copy.state == State.REFUSED, Passage.at >= begin, Passage.at < end)
    many: Counter[str] = Counter()
    for code, coded, written, number in session.execute(found.group_by(*columns).limit(10_000)):
        # The coded reason; what was written by hand where there is none.
        many[f"{code}: {coded}" if code else written or str(_("No reason was written"))] += number
    return many.most_common(SHOWN)


def _void(session: Session, units: list[int], first: date, last: date) -> int:
    where = (Entry.unit_id.in_(units), Entry.certified_on.between(first, last), Entry.void)
    return session.scalar(select(func.count()).select_from(Entry).where(*where)) or 0
