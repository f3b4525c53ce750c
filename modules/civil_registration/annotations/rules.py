"""What the law says of changes: how long each kind takes, from which age the person agrees himself; dated rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, field, format_day, standing


class Kind(Choice):
    """What is done to an entry (Luật Hộ tịch 60/2014/QH13, art. 26 to 29)."""

    CHANGE = "change", _("Change of civil status"), "blue"
    CORRECTION = "correction", _("Correction of civil status"), "amber"
    SUPPLEMENT = "supplement", _("Supplement of civil status"), "green"
    ETHNICITY = "ethnicity", _("Ethnicity determined anew"), "violet"


class Limits(NamedTuple):
    """Working days to answer, those more where something is looked into outside, the age from which he agrees himself."""

    days: int
    more: int
    cut_off: str | None
    agrees_from: int


class ChangeRule(Dated, Record):
    """Thời hạn giải quyết một loại thay đổi hộ tịch, from a day to a day."""

    __tablename__ = "civil_registration_change_rule"

    kind: Mapped[Kind] = field.choice(_("Kind of change"), Kind, required=True)
    days: Mapped[int] = field.whole(
        _("Working days to answer"), high=99, required=True, help=_("0 for the same working day.")
    )
    more: Mapped[int] = field.whole(_("More working days where something is looked into"), high=99, required=True)
    cut_off: Mapped[str | None] = field.hour(_("Received later counts as the next day"))
    agrees_from: Mapped[int] = field.whole(_("Agrees himself from the age of"), high=99, required=True, default=9)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.source}"

    @classmethod
    def of(cls, session: Session, kind: Kind, day: date) -> Limits:
        """Return what is law for a kind on a day; ValueError when no row is in force."""
        found = _limits(session, kind, day)
        if found is None:
            said = _("No rule for “%(event)s” is in force on %(day)s.", event=kind, day=format_day(day))
            raise ValueError(str(said))
        return found


@standing(ChangeRule)
def _limits(session: Session, kind: Kind, day: date) -> Limits | None:
    rule = ChangeRule
    found = select(rule).where(rule.kind == kind, rule.valid_on(day)).order_by(rule.valid_from.desc()).limit(1)
    row = session.scalar(found)
    return None if row is None else Limits(row.days, row.more, row.cut_off, row.agrees_from)
