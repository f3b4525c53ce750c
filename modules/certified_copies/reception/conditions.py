"""The conditions R01–R12: what is asked about every original, and what follows from an answer that refuses."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, clock, field


class Said(Choice):
    """An answer."""

    YES = "yes", _("Yes"), "green"
    NO = "no", _("No"), "rose"


class Outcome(Choice):
    """What follows when the answer refuses."""

    REFUSE = "refuse", _("The copy is refused"), "rose"
    HOLD = "hold", _("The copy is refused, with minutes for the authority"), "rose"
    REASSIGN = "reassign", _("Another official signs"), "violet"
    OFFER = "offer", _("Data are offered instead"), "blue"


ENDING = (Outcome.REFUSE, Outcome.HOLD)


class Condition(Dated, Record):
    """Điều kiện chứng thực: a question, the answer that refuses, and the law that says so (NĐ 23/2015 art. 22 …)."""

    __tablename__ = "certified_copies_condition"
    searched = ("code", "text")

    code: Mapped[str] = field.text(_("Code"), max=10, required=True)
    position: Mapped[int] = field.whole(_("Order"), required=True)
    text: Mapped[str] = field.text(_("Condition to meet"), max=400, required=True)
    refuses: Mapped[Said] = field.choice(_("Answer that refuses"), Said, required=True)
    outcome: Mapped[Outcome] = field.choice(_("What follows"), Outcome, required=True)
    reason: Mapped[str] = field.text(_("Reason on the slip"), max=400, required=True)
    advice: Mapped[str | None] = field.text(_("What the clerk does"), max=400)
    source: Mapped[str] = field.text(_("Source"), max=400, required=True)

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"

    @classmethod
    def offered(cls) -> ColumnElement[bool]:
        """Which a form proposes as a reason to refuse: those in force that end the copy."""
        return cls.valid_on(clock.today()) & cls.outcome.in_(ENDING)

    @property
    def ends(self) -> bool:
        """Whether the answer that refuses ends the copy."""
        return self.outcome in ENDING

    @property
    def holds(self) -> Said:
        """The answer that lets a copy go on."""
        return Said.YES if self.refuses is Said.NO else Said.NO

    @classmethod
    def on(cls, session: Session, day: date) -> list[Condition]:
        """Return the conditions in force on a day, in their order."""
        return list(session.scalars(select(cls).where(cls.valid_on(day)).order_by(cls.position, cls.id)))
