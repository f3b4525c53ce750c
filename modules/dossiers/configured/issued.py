"""What is drafted, put into force from a day on, and never changed after that: a new version follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, selectinload

from app.toolkit import Choice, Dated, _, clock, db, format_day


class Stage(Choice):
    """Where a version stands."""

    DRAFTED = "drafted", _("Drafted"), "grey"
    IN_FORCE = "in_force", _("In force"), "green"
    WITHDRAWN = "withdrawn", _("Abolished"), "rose"


class Issued(Dated):
    """A version of something that a procedure has one of at a time; put it before `Record`."""

    if TYPE_CHECKING:
        id: Any
        procedure_id: Any
        state: Any

    @classmethod
    def of(cls, session: Session, procedure_id: int, day: date) -> Self | None:
        """Return the version in force on a day, with its lines; None when there is none."""
        here = (cls.procedure_id == procedure_id, cls.state == Stage.IN_FORCE, cls.valid_on(day))
        found = select(cls).where(*here).order_by(cls.valid_from.desc()).limit(1)
        return session.scalars(found.options(*cls.lines())).first()

    @classmethod
    def by_id(cls, session: Session, row: int | None) -> Self | None:
        """Return a version with its lines, whether it is still in force or not."""
        return session.scalars(select(cls).where(cls.id == row).options(*cls.lines())).first() if row else None

    @classmethod
    def lines(cls) -> list[Any]:
        """The loading of its lines."""
        tables = (one for one in inspect(cls).relationships if one.uselist)
        return [selectinload(one.class_attribute) for one in tables]

    @classmethod
    def others(cls, session: Session, procedure_id: int, own: int, *states: Stage) -> list[Self]:
        """Return the other versions of a procedure in some states, with their lines, the latest first."""
        where = (cls.procedure_id == procedure_id, cls.id != own, cls.state.in_(states))
        found = select(cls).where(*where).order_by(cls.valid_from.desc(), cls.id.desc())
        with session.no_autoflush:
            return list(session.scalars(found.options(*cls.lines())))

    def begin(self) -> None:
        """Put it into force; the version before ends the day before. ValueError: a later one is in force."""
        before = self.others(db.session(), self.procedure_id, self.id, Stage.IN_FORCE)
        if before and before[0].valid_from >= self.valid_from:
            day = format_day(before[0].valid_from)
            raise ValueError(str(_("A version in force begins on %(day)s: let this one begin after it.", day=day)))
        for other in before:
            if self.meets(other):
                other.valid_to = self.valid_from - timedelta(days=1)

    def withdraw(self) -> None:
        """From now on nothing new follows it; what does so already keeps it."""
        self.valid_to = max(self.valid_from, min(self.valid_to or date.max, clock.today()))
