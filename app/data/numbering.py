"""Gapless numbers per unit, book and year: registers are legal documents."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.data import clock
from app.data.base import db
from app.data.people import Unit


class Counter(db.Model):  # type: ignore[name-defined]
    """The last number given out in one book of one unit in one year."""

    __tablename__ = "core_counter"
    __table_args__ = (UniqueConstraint("unit_id", "book", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column()
    book: Mapped[str] = mapped_column()
    year: Mapped[int] = mapped_column()
    last: Mapped[int] = mapped_column(default=0)


def next_number(session: Session, unit_id: int, book: str, year: int, many: int = 1) -> int:
    """Take the next number of a book, or so `many` at once, and return the last one taken.

    Call it last in a step: the row stays locked until the commit. A rolled-back transaction gives its numbers back, so
    there is never a gap.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Counter).values(unit_id=unit_id, book=book, year=year, last=many)
    statement = statement.on_conflict_do_update(
        index_elements=["unit_id", "book", "year"], set_={"last": Counter.__table__.c.last + many}
    )
    session.execute(statement)
    where = (Counter.unit_id == unit_id, Counter.book == book, Counter.year == year)
    return session.execute(select(Counter.last).where(*where)).scalar_one()


def go_on_behind(session: Session, unit_id: int, book: str, year: int, last: int) -> None:
    """Let a book go on behind `last`, which stands in it already: entries that were brought in bear their own numbers."""
    next_number(session, unit_id, book, year, 0)
    where = (Counter.unit_id == unit_id, Counter.book == book, Counter.year == year)
    session.execute(update(Counter).where(*where).values(last=last))


@dataclass(frozen=True)
class NumberSeries:
    """A series of numbers, from 1 in each unit and year and without gaps, with the way a number is written.

    `book` names its counters, so it is never changed later, and no two series share one. `pattern` may name `number`,
    `year` and `unit` (the unit's code): `TB-{year}-{number:04d}`. ValueError: it leaves the number out, or names others.
    """

    book: str
    pattern: str

    def __post_init__(self) -> None:
        try:
            differs = self.written(1, 2026, "") != self.written(2, 2026, "")
        except (LookupError, ValueError) as error:
            raise ValueError(f"{self.pattern}: {error}") from error
        if not differs:
            raise ValueError(f"{self.pattern}: no number in it")

    def next(self, session: Session, unit_id: int, year: int | None = None) -> str:
        """Take a unit's next number of a year (this one) and return it as it is written. Call it last, as `next_number`."""
        year = year or clock.today().year
        code = session.get_one(Unit, unit_id).code if "{unit" in self.pattern else ""
        return self.written(next_number(session, unit_id, self.book, year), year, code)

    def written(self, number: int, year: int, unit: str) -> str:
        """Return how a number is written; `unit` is the code of the unit."""
        return self.pattern.format(number=number, year=year, unit=unit)
