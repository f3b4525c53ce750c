"""Rows that hold for a time: from a day, to a day or until further notice. The one place that asks whether they do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_
from sqlalchemy.orm import Mapped

from app.data import field
from app.data.text import _


class Lasting:
    """Anything with `valid_from` and `valid_to`; None as the last day means until further notice."""

    if TYPE_CHECKING:
        valid_from: Any
        valid_to: Any

    @classmethod
    def valid_on(cls, day: date | BindParameter[date]) -> ColumnElement[bool]:
        """Return the condition that a row holds on a day."""
        return cls.valid_within(day, day)

    @classmethod
    def valid_within(cls, first: date | BindParameter[date], last: date | BindParameter[date]) -> ColumnElement[bool]:
        """Return the condition that a row holds on all days from `first` to `last`."""
        return and_(cls.valid_from <= first, or_(cls.valid_to.is_(None), cls.valid_to >= last))

    @classmethod
    def valid_after(cls, day: date) -> ColumnElement[bool]:
        """Return the condition that a row still holds, or begins, after a day."""
        return or_(cls.valid_to.is_(None), cls.valid_to > day)

    def meets(self, other: Lasting) -> bool:
        """Whether there is a day on which both hold."""
        return self.valid_from <= (other.valid_to or date.max) and other.valid_from <= (self.valid_to or date.max)

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


class Dated(Lasting):
    """The law as data: put it before `Record`, and each row is law from its first day to its last."""

    valid_from: Mapped[date] = field.day(_("Valid from"), required=True)
    valid_to: Mapped[date | None] = field.day(_("Valid to"))

    def saved(self) -> None:
        """ValueError when the row would end before it begins; called by the house after each save."""
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(str(_("“Valid to” must not be before “Valid from”.")))
