"""What stands beside a released copy: whether it was handed over, its links, a form for another link."""

from __future__ import annotations

from typing import Any

from flask import g
from sqlalchemy import select

from app.toolkit import as_system, clock, db, may_mail
from modules.certified_copies.after.shares import Handover, Share
from modules.certified_copies.models import Copy, State
from modules.certified_copies.reception.visits import Visit
from modules.certified_copies.roles import CLERK

DAYS, VIEWS = 30, 5  # what the form proposes
SHOWN = 20


def panel(copy: Copy) -> dict[str, Any] | None:
    """What `delivery.html` needs; nothing before the release."""
    if copy.state is not State.RELEASED:
        return None
    with as_system() as session:
        found = select(Share).where(Share.copy_id == copy.id).order_by(Share.id.desc()).limit(SHOWN)
        links, handed = list(session.scalars(found)), session.get(Handover, copy.id)
    may = g.principal.holds((CLERK,), copy.unit_id)
    words = {"links": links, "handed": handed, "may": may, "copy_id": copy.id, "mail": may_mail()}
    visit = db.session.get(Visit, copy.visit_id or 0)
    return words | {"email": visit.email if visit else None, "days": DAYS, "views": VIEWS, "now": clock.now()}
