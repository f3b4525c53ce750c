"""Who is told, and after how long, that a step is nearly due or late: dated rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, Role, _, field, standing
from modules.dossiers.roles import LEADER, OVERSEER, SUPERVISOR


class Moment(Choice):
    """From where the hours of a rule are counted."""

    NEAR = "near", _("Before the step is due"), "amber"
    LATE = "late", _("After the step was due"), "rose"


class Told(Choice):
    """Who is told."""

    HANDLER = "handler", _("Whoever has to act"), "blue"
    LEADER = "leader", _("Leader of the unit that solves it"), "amber"
    HEAD = "head", _("Head of the public service centre"), "amber"
    OVERSEER = "overseer", _("Overseer of the city"), "rose"

    @property
    def role(self) -> Role | None:
        """The role whose holders are told; None: whoever has the dossier in hand."""
        return {Told.LEADER: LEADER, Told.HEAD: SUPERVISOR, Told.OVERSEER: OVERSEER}.get(self)


class EscalationRule(Dated, Record):
    """Mức nhắc hạn: so many working hours before or after the due hour of a step, these people are told once."""

    __tablename__ = "dossiers_escalation_rule"

    moment: Mapped[Moment] = field.choice(_("Hours counted from"), Moment, required=True)
    hours: Mapped[int] = field.whole(_("Working hours"), low=0, high=400, required=True)
    told: Mapped[Told] = field.choice(_("Who is told"), Told, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{self.moment}, {self.hours}: {self.told}"

    @classmethod
    def on(cls, session: Session, day: date) -> list[EscalationRule]:
        """The rules in force on a day, the earliest told first."""
        rules = session.scalars(select(cls).where(cls.valid_on(day)).order_by(cls.id))
        return sorted(rules, key=lambda one: -one.hours if one.moment is Moment.NEAR else one.hours + 1)


@standing(EscalationRule)
def near_hours(session: Session, day: date) -> int:
    """So many working hours before it is due a step counts as nearly due; 0 where no rule of the day says so."""
    return max((one.hours for one in EscalationRule.on(session, day) if one.moment is Moment.NEAR), default=0)
