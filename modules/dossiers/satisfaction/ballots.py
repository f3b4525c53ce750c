"""Quyền đánh giá: one vote per dossier, at a secret address, until a day; who used it is kept apart from what he said."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from functools import cache

from flask import current_app
from sqlalchemy import ForeignKey, Index, Select, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import _, clock, db, field, format_moment, hash_of_secret, new_secret, public_address
from modules.dossiers.satisfaction.rules import VoteRule


class Ballot(db.Model):  # type: ignore[name-defined]
    """The right to one vote. Its secret is made of `seed` and the site's key, so that the database alone cannot vote."""

    __tablename__ = "dossiers_ballot"
    __untracked__ = True  # the trail would tell when it was used
    __table_args__ = (Index("ix_dossiers_ballot_handed", "handed_by_id", "handed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), unique=True)
    unit_id: Mapped[int] = field.reference(_("Unit"), "core_unit", required=True)
    seed: Mapped[str] = mapped_column()
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = field.moment(_("Made at"), required=True)
    closes_at: Mapped[datetime] = field.moment(_("Open until"), required=True)
    used: Mapped[bool] = field.yes_no(_("Used"))
    passed_over: Mapped[bool] = field.yes_no(_("Passed over at the tablet"))
    handed_at: Mapped[datetime | None] = field.moment(_("Handed over at"))
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id"))

    @classmethod
    def open(cls, session: Session, dossier_id: int, unit_id: int | None) -> Ballot | None:
        """Give a dossier that is solved its vote, once, at an address of the site's present key; None where no rule asks for votes."""
        rule = VoteRule.of(session, clock.today())
        if rule is None or unit_id is None:
            return None
        closes = clock.now() + timedelta(days=rule.days)
        found = cls.of(session, dossier_id)
        if found is None:
            seed = new_secret()
            found = cls(dossier_id=dossier_id, unit_id=unit_id, seed=seed, made_at=clock.now(), closes_at=closes)
            found.used, found.passed_over = False, False
            session.add(found)
        # Anew also for one that is there: the site's key may have changed since, and nobody has its address on paper.
        found.token_hash, found.closes_at = hash_of_secret(secret_of(found.seed)), closes
        return found

    @classmethod
    def hand(cls, session: Session, dossier_id: int, unit_id: int | None, user_id: int | None) -> None:
        """The result is in the citizen's hands: his days begin anew, and the tablet of this official shows the form."""
        ballot = cls.open(session, dossier_id, unit_id)
        if ballot is not None:
            ballot.handed_at, ballot.handed_by_id = clock.now(), user_id

    @classmethod
    def of(cls, session: Session, dossier_id: int) -> Ballot | None:
        """Return the vote of a dossier."""
        return session.scalar(_of(), {"dossier": dossier_id})

    @classmethod
    def behind(cls, session: Session, secret: str) -> Ballot | None:
        """Return the vote of a secret, whether it may be used or not."""
        return session.scalar(select(cls).where(cls.token_hash == hash_of_secret(secret)))

    @classmethod
    def at_desk(cls, session: Session, user_id: int) -> Ballot | None:
        """Return the vote of the dossier that an official has just handed over, unless used or passed over."""
        rule = VoteRule.of(session, clock.today())
        if rule is None:
            return None
        since = clock.now() - timedelta(minutes=rule.minutes)
        newest = select(cls).where(cls.handed_by_id == user_id, cls.handed_at >= since)
        ballot = session.scalars(newest.order_by(cls.handed_at.desc(), cls.id.desc()).limit(1)).first()
        return ballot if ballot and not ballot.used and not ballot.passed_over else None

    @property
    def address(self) -> str:
        """Where the citizen votes; "" once the site's key has changed, since then nobody can tell it any more."""
        secret = secret_of(self.seed)
        fits = hash_of_secret(secret) == self.token_hash
        return public_address("dossiers_vote.form", secret=secret) if fits else ""

    @property
    def refusal(self) -> str:
        """Why it cannot be used (any more); "" when it can."""
        if self.used:
            return str(_("This dossier has been rated already; each is rated once. Thank you."))
        if self.closes_at < clock.now():
            words = {"moment": format_moment(self.closes_at)}
            return str(_("The time for rating this dossier ended on %(moment)s.", **words))
        return ""

    def use(self, session: Session) -> None:
        """Use it up. ValueError: used already, also by whoever was a moment faster, or too late."""
        if self.refusal:
            raise ValueError(self.refusal)
        done = update(Ballot).where(Ballot.id == self.id, Ballot.used.is_(False)).values(used=True)
        if session.execute(done.execution_options(synchronize_session=False)).rowcount != 1:  # type: ignore[attr-defined]
            raise ValueError(str(_("This dossier has been rated already; each is rated once. Thank you.")))
        session.refresh(self)


@cache
def _of() -> Select[Ballot]:
    return select(Ballot).where(Ballot.dossier_id == bindparam("dossier"))


def secret_of(seed: str) -> str:
    """Return the secret that belongs to a seed on this site."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return base64.urlsafe_b64encode(hmac.digest(key, f"dossiers.ballot:{seed}".encode(), hashlib.sha256))[:32].decode()
