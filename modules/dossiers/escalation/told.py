"""What was told of a dossier: one row for each stay and rule, shown on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from app.toolkit import _, db, field
from modules.dossiers.escalation.rules import EscalationRule
from modules.dossiers.journey.handlings import Handling

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


class Escalation(db.Model):  # type: ignore[name-defined]
    """A rule that was followed for a stay of a dossier, once; `heard` is how many people a notice went to."""

    __tablename__ = "dossiers_escalation"
    __table_args__ = (UniqueConstraint("handling_id", "rule_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), index=True)
    handling_id: Mapped[int] = mapped_column(ForeignKey("dossiers_handling.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("dossiers_escalation_rule.id"), index=True)
    at: Mapped[datetime] = field.moment(_("Told at"), readonly=True)
    heard: Mapped[int] = field.whole(_("People told"), readonly=True)
    handling: Mapped[Handling] = field.link("Handling", handling_id)
    rule: Mapped[EscalationRule] = field.link("EscalationRule", rule_id)


@dataclass(frozen=True)
class Reminders:
    """What was told of a dossier, oldest first."""

    rows: list[Escalation]


def reminders(dossier: Dossier) -> Reminders | None:
    """What the panel tells; None where nobody had to be told."""
    rows = list(db.session.scalars(_told(), {"dossier": dossier.id}))
    return Reminders(rows) if rows else None


@cache
def _told() -> Select[Escalation]:
    found = select(Escalation).where(Escalation.dossier_id == bindparam("dossier")).order_by(Escalation.id)
    return found.options(joinedload(Escalation.rule), joinedload(Escalation.handling))
