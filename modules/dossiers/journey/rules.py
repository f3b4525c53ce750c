"""What the law leaves to the desk: the hour after which a day is over, how often papers are asked for; dated rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, field, format_day, standing


class Limits(NamedTuple):
    """What a rule of the desk says; `cut_off` is an hour of the day, "15:00"."""

    cut_off: str
    supplements: int
    extensions: int


class DeskRule(Dated, Record):
    """Quy định tiếp nhận: in force for every unit from a day to a day."""

    __tablename__ = "dossiers_desk_rule"

    cut_off: Mapped[str] = field.hour(
        _("Same day until"), required=True, help=_("What comes later is due on the next working day.")
    )
    supplements: Mapped[int] = field.whole(_("How often papers may be asked for"), high=9, required=True)
    extensions: Mapped[int] = field.whole(_("How often the day may be put off"), high=9, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return self.source

    @classmethod
    def of(cls, session: Session, day: date) -> Limits:
        """Return what the rule of a day says; ValueError when there is none."""
        found = _limits(session, day)
        if found is None:
            raise ValueError(str(_("No rule of the desk is in force on %(day)s.", day=format_day(day))))
        return found


@standing(DeskRule)
def _limits(session: Session, day: date) -> Limits | None:
    columns = (DeskRule.cut_off, DeskRule.supplements, DeskRule.extensions)
    found = select(*columns).where(DeskRule.valid_on(day)).order_by(DeskRule.valid_from.desc()).limit(1)
    row = session.execute(found).first()
    return Limits(*row) if row else None
