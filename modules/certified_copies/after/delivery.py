"""What stands beside a released copy: whether it was handed over, its links, a form for another link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g
from sqlalchemy import select

from app.toolkit import as_system, clock, db, may_mail
from modules.certified_copies.after.shares import Handover, Share
from modules.certified_copies.models import Copy, State
from modules.certified_copies.reception.visits import Visit
from modules.certified_copies.roles import CLERK
from modules.signing.longterm.preservation import Preservation

DAYS, VIEWS = 30, 5  # what the form proposes
SHOWN = 20


@dataclass(frozen=True)
class Delivery:
    """The newest links of a copy, its hand-over, what the form for another link proposes (`may`: to whom it is shown), whether a service has still to tell its time."""

    copy_id: int
    links: list[Share]
    handed: Handover | None
    may: bool
    mail: bool
    email: str | None
    now: datetime
    untimed: bool
    days: int = DAYS
    views: int = VIEWS


def panel(copy: Copy) -> Delivery | None:
    """What stands beside a copy; nothing before the release."""
    if copy.state is not State.RELEASED:
        return None
    with as_system() as session:
        found = select(Share).where(Share.copy_id == copy.id).order_by(Share.id.desc()).limit(SHOWN)
        links, handed = list(session.scalars(found)), session.get(Handover, copy.id)
        untimed = Preservation.lacks_time(session, copy)
    may = g.principal.holds((CLERK,), copy.unit_id)
    visit = db.session.get(Visit, copy.visit_id or 0)
    return Delivery(copy.id, links, handed, may, may_mail(), visit.email if visit else None, clock.now(), untimed)
