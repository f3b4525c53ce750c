"""Gapless numbers per unit, book and year: registers are legal documents."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.data.base import db


class Counter(db.Model):  # type: ignore[name-defined]
    """The last number given out in one book of one unit in one year."""

    __tablename__ = "core_counter"
    __table_args__ = (UniqueConstraint("unit_id", "book", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column()
    book: Mapped[str] = mapped_column()
    year: Mapped[int] = mapped_column()
    last: Mapped[int] = mapped_column(default=0)


def next_number(session: Session, unit_id: int, book: str, year: int) -> int:
    """Take the next number of a book. Call it last in a step: the row stays locked until the commit.

    A rolled-back transaction gives its number back, so there is never a gap.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Counter).values(unit_id=unit_id, book=book, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["unit_id", "book", "year"], set_={"last": Counter.__table__.c.last + 1}
    )
    session.execute(statement)
    where = (Counter.unit_id == unit_id, Counter.book == book, Counter.year == year)
    return session.execute(select(Counter.last).where(*where)).scalar_one()
