"""How many places of an hour are taken: one row an hour, changed by the database itself, so the last goes to one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import _, db, field
from modules.certified_copies.reception.hours import Slot


class Taken(db.Model):  # type: ignore[name-defined]
    """The places of one hour of one unit that are booked."""

    __tablename__ = "certified_copies_taken"
    __untracked__ = True
    __table_args__ = (UniqueConstraint("unit_id", "begins"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column()
    begins: Mapped[datetime] = field.moment(_("Begins"), required=True)
    many: Mapped[int] = mapped_column(default=0)


def take(session: Session, unit_id: int, slot: Slot) -> None:
    """Take one place; ValueError when somebody has taken the last one."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(Taken).values(unit_id=unit_id, begins=slot.begins, many=0)
    session.execute(fresh.on_conflict_do_nothing(index_elements=["unit_id", "begins"]))
    here = (Taken.unit_id == unit_id, Taken.begins == slot.begins)
    done: Any = session.execute(
        update(Taken)
        .where(*here, Taken.many < slot.places)
        .values(many=Taken.many + 1)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:
        raise ValueError(str(_("The last place of this hour has just been taken; choose another hour.")))


def give_back(session: Session, unit_id: int, begins: datetime) -> None:
    """Offer a place again."""
    here = (Taken.unit_id == unit_id, Taken.begins == begins, Taken.many > 0)
    session.execute(update(Taken).where(*here).values(many=Taken.many - 1).execution_options(synchronize_session=False))


def free(session: Session, unit_id: int, offered: list[Slot]) -> list[tuple[Slot, int]]:
    """Return the hours that have places left, each with how many; full ones are not offered."""
    where = (Taken.unit_id == unit_id, Taken.begins.in_([slot.begins for slot in offered]))
    taken = {begins: many for begins, many in session.execute(select(Taken.begins, Taken.many).where(*where))}  # noqa: C416 - a row is no pair
    left = ((slot, slot.places - taken.get(slot.begins, 0)) for slot in offered)
    return [(slot, many) for slot, many in left if many > 0]
