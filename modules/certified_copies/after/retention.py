"""How long what is kept: dated rows with their source; book lines, hashes and the log stay for ever."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, clock, field


class Matter(Choice):
    """What a rule is about."""

    SCANS = "scans", _("Scans of originals"), "rose"
    LINKS = "links", _("Links that work no more"), "grey"
    LOOK_UPS = "look_ups", _("Look-ups by strangers"), "grey"


class RetentionRule(Dated, Record):
    """Thời hạn lưu: so many days after the end of its use, by a document."""

    __tablename__ = "certified_copies_retention"

    matter: Mapped[Matter] = field.choice(_("Matter"), Matter, required=True)
    days: Mapped[int] = field.whole(_("Days kept"), low=1, high=36_500, required=True)
    source: Mapped[str] = field.text(_("Source"), required=True)

    def __str__(self) -> str:
        return f"{self.matter}: {self.days}"


def rules_today(session: Session) -> list[RetentionRule]:
    """Return the rules in force, of each matter the newest."""
    found = select(RetentionRule).where(RetentionRule.valid_on(clock.today())).order_by(RetentionRule.valid_from)
    return list({rule.matter: rule for rule in session.scalars(found)}.values())
