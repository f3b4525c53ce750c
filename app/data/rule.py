"""Dated rules of workflows: from when to when a step may be taken, and how long a state may last.

The law changes a chain on a day; what began before that day ends under the rules of its own first day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from app.data import field
from app.data.named import name_of
from app.data.record import Record
from app.data.text import _


class StepRule(Record):
    """Hiệu lực của bước xử lý: a time in which a step is taken; a step without any rule is always open.

    `step` is `<module>.<resource>.<step>`. Records that began in the time take the step, whatever the day is now.
    """

    __tablename__ = "core_step_rule"
    searched = ("step", "source")

    step: Mapped[str] = field.named(_("Step"), "steps", required=True)
    valid_from: Mapped[date | None] = field.day(_("Valid from"), help=_("Empty: from the beginning"))
    valid_to: Mapped[date | None] = field.day(_("Valid to"), help=_("Empty: until further notice"))
    source: Mapped[str | None] = field.text(_("Source"), help=_("The document that says so, with its number and day"))

    def __str__(self) -> str:
        return name_of("steps", self.step)

    def saved(self) -> None:
        """Refuse a time that ends before it begins."""
        _check_days(self.valid_from, self.valid_to)


class TermRule(Record):
    """Thời hạn xử lý: how long records that began in a time may stay in a state, in working time of their unit.

    `state` is `<module>.<resource>.<state>`; working days or working hours, never both.
    """

    __tablename__ = "core_term_rule"
    searched = ("state", "source")

    state: Mapped[str] = field.named(_("State"), "states", required=True)
    days: Mapped[int | None] = field.whole(_("Working days"), high=1000, help=_("0: the same day"))
    hours: Mapped[int | None] = field.whole(_("Working hours"), low=1, high=1000)
    cut_off: Mapped[str | None] = field.hour(
        _("Cut-off"), help=_("As 15:00: what comes later counts from the next working day")
    )
    valid_from: Mapped[date | None] = field.day(_("Valid from"), help=_("Empty: from the beginning"))
    valid_to: Mapped[date | None] = field.day(_("Valid to"), help=_("Empty: until further notice"))
    source: Mapped[str | None] = field.text(_("Source"), help=_("The document that says so, with its number and day"))

    def __str__(self) -> str:
        return name_of("states", self.state)

    def saved(self) -> None:
        """Refuse a term that cannot be counted, with a sentence."""
        _check_days(self.valid_from, self.valid_to)
        if (self.days is None) == (self.hours is None):
            raise ValueError(str(_("Give the term in working days or in working hours, one of the two.")))
        if self.cut_off and self.hours is not None:
            raise ValueError(str(_("A cut-off goes with a term in working days.")))


def _check_days(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ValueError(str(_("The last day lies before the first day.")))
