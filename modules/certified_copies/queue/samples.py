"""Samples of a batch, where a unit has decided that not each copy need be opened: drawn at random, kept for ever."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, Row, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import User, _, clock, db, field
from modules.certified_copies.queue import looks
from modules.certified_copies.queue.rules import SigningRule, rule_of

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy


class Sample(db.Model):  # type: ignore[name-defined]
    """Mẫu kiểm tra: the copies an official drew from, which of them by chance, under which rule."""

    __tablename__ = "certified_copies_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("core_unit.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_signing_rule.id"), index=True)
    at: Mapped[datetime] = field.moment(_("Drawn at"), required=True)

    def __str__(self) -> str:
        return f"#{self.id}"


class Pick(db.Model):  # type: ignore[name-defined]
    """One copy of a batch, with the scans it had, and whether chance wants it opened."""

    __tablename__ = "certified_copies_pick"
    __untracked__ = True
    __table_args__ = (Index("ix_certified_copies_pick_copy", "copy_id", "sample_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_sample.id"), index=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"))
    scans: Mapped[str] = mapped_column()
    drawn: Mapped[bool] = mapped_column()


def draw(session: Session, unit_id: int, user_id: int, copies: list[int]) -> Sample:
    """Draw from copies that wait. ValueError: the unit has not allowed samples, or there is nothing to draw from."""
    rule = rule_of(session, unit_id)
    if rule is None or rule.sample_percent is None:
        raise ValueError(str(_("This unit opens every copy; it has not decided on samples.")))
    if not copies:
        raise ValueError(str(_("Nothing is waiting that is not yet opened or drawn from.")))
    sample = Sample(unit_id=unit_id, user_id=user_id, rule_id=rule.id, at=clock.now())
    session.add(sample)
    session.flush()
    chosen = set(secrets.SystemRandom().sample(copies, rule.drawn_from(len(copies))))
    prints = looks.fingerprints(session, copies)
    session.add_all(Pick(sample_id=sample.id, copy_id=row, scans=prints[row], drawn=row in chosen) for row in copies)
    session.flush()
    return sample


def picks_of(session: Session, copies: list[int], user_id: int) -> dict[int, Pick]:
    """Return the newest pick of each copy that a person has drawn from, as long as its scans are the same."""
    mine = select(Pick).join(Sample, Sample.id == Pick.sample_id).where(Sample.user_id == user_id)
    prints = looks.fingerprints(session, copies)
    found = session.scalars(mine.where(Pick.copy_id.in_(copies)).order_by(Pick.id))
    return {pick.copy_id: pick for pick in found if prints[pick.copy_id] == pick.scans}


def covered(session: Session, copies: list[int], user_id: int) -> set[int]:
    """Return the copies that need not be opened: all that chance has drawn beside them has been."""
    picks = picks_of(session, copies, user_id)
    batches = {pick.sample_id for pick in picks.values()}
    drawn = list(session.scalars(select(Pick).where(Pick.sample_id.in_(batches), Pick.drawn)))
    where = (looks.Look.user_id == user_id, looks.Look.copy_id.in_([pick.copy_id for pick in drawn]))
    opened = set(session.execute(select(looks.Look.copy_id, looks.Look.scans).where(*where)))
    waiting = {pick.sample_id for pick in drawn if (pick.copy_id, pick.scans) not in opened}
    return {row for row, pick in picks.items() if pick.sample_id not in waiting}


@dataclass(frozen=True)
class Opened:
    """Who has opened a copy, the hash of its present scans, and the batches it was drawn from or covered by."""

    looks: list[looks.Look]
    present: str
    batches: Sequence[Row[Any]]


def panel(copy: Copy) -> Opened | None:
    """What was seen of a copy before it was signed; None when nobody has opened it and chance has not met it."""
    session = db.session()
    seen, batches = looks.looks_at(session, copy.id), _batches(session, copy.id)
    return Opened(seen, looks.fingerprints(session, [copy.id])[copy.id], batches) if seen or batches else None


def _batches(session: Session, copy_id: int) -> Sequence[Row[Any]]:
    """(at, person, rule, was this copy drawn, copies in the batch, copies drawn) of each sample a copy was in."""
    batch = select(Pick.sample_id, func.count().label("many"), func.sum(case((Pick.drawn, 1), else_=0)).label("drawn"))
    counts = batch.group_by(Pick.sample_id).subquery()
    found = select(Sample.at, User.name, SigningRule.source, Pick.drawn, counts.c.many, counts.c.drawn.label("opened"))
    found = found.join(Sample, Sample.id == Pick.sample_id).join(counts, counts.c.sample_id == Pick.sample_id)
    found = found.join(User, User.id == Sample.user_id).join(SigningRule, SigningRule.id == Sample.rule_id)
    return session.execute(found.where(Pick.copy_id == copy_id).order_by(Sample.id)).all()
