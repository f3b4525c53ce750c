"""Whether who receives and certifies has been trained for it, in units whose rule demands a certificate; most demand none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.toolkit import _, clock, db, proven
from modules.certified_copies.queue.rules import rule_of

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy

CERTIFICATE = "training.certificate"


def untrained(session: Session, unit_id: int, user_id: int) -> str | None:
    """Return the sentence for a person who lacks the certificate that his unit demands today; None for all others.

    Where no module can tell, nobody is kept from his work.
    """
    rule, today = rule_of(session, unit_id), clock.today()
    if rule is None or not rule.course or proven(session, CERTIFICATE, user_id, rule.course, today) is not False:
        return None
    text = _("Your unit lets only holders of a valid training certificate %(course)s do this.", course=rule.course)
    return str(text)


def sentence(copy: Copy, user_id: int | None) -> str | None:
    """Return what keeps a person from handing a copy in for signature."""
    return untrained(db.session(), copy.unit_id, user_id or 0)
