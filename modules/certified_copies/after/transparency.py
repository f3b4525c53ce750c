"""The public log: a leaf for each release and annulment, never changed or removed, with a signed root a day.

A leaf shows kind, day and a salted hash; who holds the copy gets its salt and finds it in the log, nobody else reads
anything in it. A step writes its leaf without a place, so that wards do not wait for each other; a job gives places.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import Choice, Unit, _, clock, db, field, public_address
from modules.certified_copies.after import merkle
from modules.certified_copies.after.merkle import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modules.certified_copies.models import Copy

BATCH = 500
LEVEL = 40  # bits of a place within its level


class Kind(Choice):
    """What a leaf tells of a copy."""

    RELEASED = "released", _("Released"), "green"
    ANNULLED = "annulled", _("Annulled"), "rose"


class Leaf(db.Model):  # type: ignore[name-defined]
    """One line of the log; `position` counts from 0 and is empty until the job has given it."""

    __tablename__ = "certified_copies_leaf"
    __table_args__ = (UniqueConstraint("copy_id", "kind"),)
    __untracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("certified_copies_copy.id"))
    kind: Mapped[Kind] = field.choice(_("Kind"), Kind, required=True)
    day: Mapped[date] = field.day(_("Day"), required=True)
    salt: Mapped[str] = mapped_column()
    commitment: Mapped[str] = mapped_column(index=True)

    @property
    def content(self) -> bytes:
        """The bytes whose hash is the leaf."""
        return f"motcua-leaf/1\n{self.kind.value}\n{self.day.isoformat()}\n{self.commitment}\n".encode()


class Node(db.Model):  # type: ignore[name-defined]
    """The hash of a whole subtree, by level and place in one number."""

    __tablename__ = "certified_copies_node"
    __untracked__ = True

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Root(db.Model):  # type: ignore[name-defined]
    """The root of the log at the end of a day, signed (a compact JWS)."""

    __tablename__ = "certified_copies_root"
    __untracked__ = True

    day: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column()
    signed: Mapped[str] = mapped_column()
    at: Mapped[datetime] = field.moment(_("Signed at"), required=True)


def commitment(salt: str, kind: Kind, unit_code: str, copy: Copy, decision: str) -> str:
    """Return the salted hash of what a leaf stands for: unit, book, number, file, and the decision that annuls."""
    words = (salt, kind.value, unit_code, copy.book or "", str(copy.number), copy.sha256 or "", decision)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def record(session: Session, copy: Copy, kind: Kind, decision: str = "") -> None:
    """Write the leaf of a release or an annulment, once, in the transaction of its step."""
    if session.scalar(select(Leaf.id).where(Leaf.copy_id == copy.id, Leaf.kind == kind)):
        return
    code, salt = session.get_one(Unit, copy.unit_id).code, secrets.token_hex(16)
    hidden = commitment(salt, kind, code, copy, decision)
    session.add(Leaf(copy_id=copy.id, kind=kind, day=clock.today(), salt=salt, commitment=hidden))
    session.flush()


def fetch_from(session: Session) -> merkle.Fetch:
    """Return a function that fetches kept subtrees, with one query."""

    def fetch(places: set[Place]) -> dict[Place, bytes]:
        keys = {level << LEVEL | at: (level, at) for level, at in places}
        rows = session.execute(select(Node.id, Node.hash).where(Node.id.in_(keys)))
        return {keys[key]: content for key, content in rows}

    return fetch


def append(session: Session) -> Iterator[tuple[int, int]]:
    """Give a place to the leaves that wait for one, oldest first; a job, which goes on where it stopped."""
    waiting = select(Leaf).where(Leaf.position.is_(None)).order_by(Leaf.id).limit(BATCH)
    total, done = session.scalar(select(func.count()).where(Leaf.position.is_(None))) or 0, 0
    while rows := list(session.scalars(waiting)):
        _place(session, rows)
        done += len(rows)
        yield done, max(total, done)


def log_size(session: Session) -> int:
    """How many leaves have their place."""
    last = session.scalar(select(func.max(Leaf.position)))
    return 0 if last is None else last + 1


def origin() -> str:
    """The name of this log: its public address."""
    return public_address("certified_copies_log.page")


def _place(session: Session, rows: list[Leaf]) -> None:
    fresh: dict[Place, bytes] = {}
    kept = fetch_from(session)

    def fetch(places: set[Place]) -> dict[Place, bytes]:
        missing = places - fresh.keys()
        return {place: fresh[place] for place in places - missing} | (kept(missing) if missing else {})

    for position, leaf in enumerate(rows, log_size(session)):
        leaf.position = position
        fresh |= merkle.grown(position, merkle.leaf_hash(leaf.content), fetch)
    session.add_all(Node(id=level << LEVEL | at, hash=content) for (level, at), content in fresh.items())
    session.flush()
