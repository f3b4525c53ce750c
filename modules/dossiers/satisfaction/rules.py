"""How long a vote is open; dated rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, field


class VoteRule(Dated, Record):
    """Quy định đánh giá: in force for every unit from a day to a day."""

    __tablename__ = "dossiers_vote_rule"

    days: Mapped[int] = field.whole(_("Days for the vote"), low=1, high=365, required=True)
    minutes: Mapped[int] = field.whole(_("Minutes at the tablet"), low=1, high=60, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return self.source

    @classmethod
    def of(cls, session: Session, day: date) -> VoteRule | None:
        """Return the rule of a day; None: nobody is asked to vote."""
        return session.scalars(select(cls).where(cls.valid_on(day)).order_by(cls.valid_from.desc()).limit(1)).first()
