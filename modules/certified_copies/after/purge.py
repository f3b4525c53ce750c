"""Purging what may no longer be kept; a trial says beforehand what would go, by the same questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from app.toolkit import Attachment, clock, forget
from modules.certified_copies.after.retention import Matter, RetentionRule, rules_today
from modules.certified_copies.after.shares import Live, Share
from modules.certified_copies.after.strangers import LookUp
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import ANSWERED, Copy

# The file signed by the official alone holds the same pages as the released one, which stays.
SLOTS = ("scan", "signed")
AT_ONCE, NAMED = 200, 50


@dataclass(frozen=True)
class Going:
    """What one rule would take today: how many, since when, and the first of them."""

    rule: RetentionRule
    before: datetime
    many: int
    first: list[str]


def trial(session: Session, units: frozenset[int] | None = None) -> list[Going]:
    """Return what would go now, of these units or of all; changes nothing."""
    found = []
    for rule in rules_today(session):
        rows = _rows(rule, units)
        many = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
        named = session.execute(rows.limit(NAMED)).all() if rule.matter is Matter.SCANS else ()
        first = [f"{copy.number or '–'} {copy.book or ''}: {file.name}" for file, copy in named]
        found.append(Going(rule, _before(rule), many, first))
    return found


def purge(session: Session) -> Iterator[tuple[int, int]]:
    """Take what the rules of today no longer let us keep; a job that goes on where it stopped."""
    total, done = sum(one.many for one in trial(session)), 0
    for rule in rules_today(session):
        while taken := _take(session, rule):
            done += taken
            yield done, max(total, done)


def _take(session: Session, rule: RetentionRule) -> int:
    rows = session.execute(_rows(rule).limit(AT_ONCE)).all()
    if rule.matter is Matter.SCANS:
        forget(session, [file for file, _copy in rows], rule.source)
    elif rule.matter is Matter.LINKS:
        for row in rows:
            session.delete(row[0])
    else:
        session.execute(delete(LookUp).where(LookUp.id.in_([row[0].id for row in rows])))
    session.flush()
    return len(rows)


def _before(rule: RetentionRule) -> datetime:
    """The moment before which the use must have ended: whole days of Vietnam's calendar."""
    return clock.begin_of(clock.today() - timedelta(days=rule.days))


def _rows(rule: RetentionRule, units: frozenset[int] | None = None) -> Select[Any]:
    before = _before(rule)
    if rule.matter is Matter.SCANS:
        files = select(Attachment, Copy).join(Copy, Copy.id == Attachment.row_id)
        files = files.where(Attachment.resource == COPIES, Attachment.slot.in_(SLOTS), Copy.state.in_(ANSWERED))
        ended = or_(Copy.certified_on < before.date(), Copy.certified_on.is_(None) & (Copy.updated_at < before))
        return _of(files.where(ended), Copy, units).order_by(Attachment.id)
    if rule.matter is Matter.LINKS:
        revoked = (Share.state == Live.REVOKED) & (Share.updated_at < before)
        return _of(select(Share).where(or_(Share.expires_at < before, revoked)), Share, units).order_by(Share.id)
    return select(LookUp).where(LookUp.at < before).order_by(LookUp.id)


def _of(found: Any, model: Any, units: frozenset[int] | None) -> Any:
    return found if units is None else found.where(model.unit_id.in_(units))
