"""Whether the numbers of a book are whole: each from 1 to the last one stands at one case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.toolkit import as_system, db
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event, State
from modules.civil_registration.deaths.death import Death

KINDS: dict[Event, type[Case]] = {Event.BIRTH: Birth, Event.DEATH: Death, Event.CHANGE: Change}


@dataclass(frozen=True)
class Numbers:
    """How many numbers a book has given, which of them no case has, how many entries were revoked."""

    given: int
    missing: list[int]
    revoked: int


def numbers(book: RegisterBook) -> Numbers:
    """Compare the numbers that were given with the cases that have them; none is missing unless somebody wrote past the house."""
    kind = KINDS[book.event]
    where = (kind.unit_id == book.unit_id, kind.year == book.year, kind.number.is_not(None))
    with as_system():
        there = dict(db.session.execute(select(kind.number, kind.state).where(*where)).all())
    missing = [number for number in range(1, book.last + 1) if number not in there]
    return Numbers(book.last, missing, sum(state is State.REVOKED for state in there.values()))
