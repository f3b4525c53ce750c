"""What our registers know of a file besides valid copies: that its copy was annulled, or that it is one of our own."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.toolkit import _, format_day
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.external.models import ExternalCopy
from modules.certified_copies.external.models import Stage as Booked
from modules.certified_copies.models import Copy
from modules.certified_copies.own.models import OwnCopy, Stage


def told_of(session: Session, digest: str) -> str:
    """Return one sentence about the file of a SHA-256; empty when no register names it. Needs the system's reach."""
    annulled = select(Annulment).join(Copy, Copy.id == Annulment.copy_id)
    found = session.scalar(annulled.where(Copy.sha256 == digest, Annulment.state == Standing.IN_FORCE).limit(1))
    if found is not None:
        return found.sentence
    own = select(OwnCopy).where(OwnCopy.sha256 == digest, OwnCopy.state == Stage.RELEASED)
    copy = session.scalar(own.options(joinedload(OwnCopy.unit)).limit(1))
    if copy is None:
        return _from_portal(session, digest)
    words = {"form": copy.form, "symbol": copy.symbol, "agency": copy.unit.committee, "day": format_day(copy.copied_on)}
    return str(_("%(form)s no. %(symbol)s of %(agency)s, %(day)s: the file is as it was released.", **words))


def _from_portal(session: Session, digest: str) -> str:
    booked = select(ExternalCopy).where(ExternalCopy.sha256 == digest, ExternalCopy.state == Booked.BOOKED)
    copy = session.scalar(booked.options(joinedload(ExternalCopy.unit)).limit(1))
    if copy is None:
        return ""
    words = {"number": copy.number, "agency": copy.unit.committee, "day": format_day(copy.certified_on)}
    return str(_("Issued on the national portal, entered by %(agency)s: number %(number)s of %(day)s.", **words))
