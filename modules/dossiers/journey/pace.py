"""When a dossier ended, and whether that was early, on time or late; what every report of a period counts by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.toolkit import Choice, _, clock
from modules.dossiers.journey import promise
from modules.dossiers.journey.rules import DeskRule

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


class Pace(Choice):
    """How a dossier ended against the moment it was promised for."""

    EARLY = "early", _("Before the day"), "green"
    ON_TIME = "on_time", _("On time"), "green"
    LATE = "late", _("Late"), "rose"


def end(session: Session, dossier: Dossier) -> None:
    """Judge a dossier that ends now, with result or without; one that was never received is not counted.

    Who had to ask for papers more often than the rule lets is late (index of QĐ 766/QĐ-TTg).
    """
    if dossier.received_at is None:
        return
    now = clock.now()
    dossier.promised_at = promise.of(session, dossier)
    often = dossier.asked > DeskRule.of(session, clock.today()).supplements
    dossier.ended_at, dossier.pace = now, pace_of(now, dossier.promised_at, often=often)


def pace_of(ended: datetime, promised: datetime, *, often: bool = False) -> Pace:
    """Return how it ended: early on a day before the promised one, late after the hour."""
    if often or ended > promised:
        return Pace.LATE
    return Pace.EARLY if clock.local(ended).date() < clock.local(promised).date() else Pace.ON_TIME
