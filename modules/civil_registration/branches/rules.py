"""Thời hạn của nhánh liên thông: how long an agency has, how long a supplement may take; dated rows with their source."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, clock, deadline, field, standing, working_days, working_hours
from modules.civil_registration.branches.kinds import GROUPS, Kind
from modules.civil_registration.cases.kinds import Event


@dataclass(frozen=True)
class Times:
    """What a rule says, in the words of `BranchRule`."""

    procedure: str = ""
    days: int | None = None
    hours: int | None = None
    cut_off: str | None = None
    verify_days: int | None = None
    supplement_days: int = 7
    patience: int = 8

    def due(self, session: Session, unit_id: int, start: datetime, *, verifying: bool = False) -> datetime | None:
        """Return until when the agency answers what it was sent at `start`; None where no rule sets a time."""
        days = self.verify_days if verifying and self.verify_days else self.days
        if days is not None:
            return deadline(session, unit_id, start, working_days(days, cut_off=self.cut_off))
        return deadline(session, unit_id, start, working_hours(self.hours)) if self.hours else None

    def supplement_ends(self, session: Session, unit_id: int) -> date:
        """Return the last day on which what is asked for today may be handed in."""
        return clock.local(deadline(session, unit_id, clock.now(), working_days(self.supplement_days))).date()


class BranchRule(Dated, Record):
    """Thời hạn of one kind of branch, from a day to a day."""

    __tablename__ = "civil_registration_branch_rule"

    event: Mapped[Event] = field.choice(_("Event"), Event, required=True)
    kind: Mapped[Kind] = field.choice(_("Branch"), Kind, required=True)
    procedure: Mapped[str] = field.text(_("Code of the interconnected procedure"), max=20, required=True)
    days: Mapped[int | None] = field.whole(_("Working days of the agency"), low=1, high=99)
    hours: Mapped[int | None] = field.whole(_("Working hours of the agency, where no days are set"), low=1, high=99)
    cut_off: Mapped[str | None] = field.hour(_("What comes after this hour counts from the next working day"))
    verify_days: Mapped[int | None] = field.whole(_("Working days where the agency verifies"), low=1, high=99)
    supplement_days: Mapped[int] = field.whole(
        _("Working days to hand in what is missing"), low=1, high=99, required=True, default=7
    )
    patience: Mapped[int] = field.whole(
        _("Working hours after which the officer is told that it does not get on"),
        low=1,
        high=99,
        required=True,
        default=8,
    )
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.source}"

    def saved(self) -> None:
        """ValueError: the branch is none of what follows such an event."""
        if self.kind not in GROUPS[self.event]:
            raise ValueError(str(_("“%(branch)s” does not follow a “%(event)s”.", branch=self.kind, event=self.event)))

    @classmethod
    def of(cls, session: Session, kind: Kind, day: date) -> Times:
        """Return what is law for a kind of branch on a day; without a time where no row is in force."""
        return _times(session, kind, day)


@standing(BranchRule)
def _times(session: Session, kind: Kind, day: date) -> Times:
    rule = BranchRule
    found = select(rule).where(rule.kind == kind, rule.valid_on(day)).order_by(rule.valid_from.desc()).limit(1)
    row = session.scalar(found)
    return Times(**{one.name: getattr(row, one.name) for one in fields(Times)}) if row else Times()
