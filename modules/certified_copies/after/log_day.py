"""The end of a day of the public log: leaves that were missed are made up for, and the root is signed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.toolkit import clock
from modules.certified_copies.after import merkle
from modules.certified_copies.after.transparency import Kind, Leaf, Root, append, fetch_from, log_size, origin, record
from modules.certified_copies.models import Copy, State
from modules.signing import site_keys
from modules.signing.site_keys import Use


def sign_day(session: Session) -> Iterator[tuple[int, int]]:
    """Close the day: leaves that were missed, their places, and one signed root; a job that may run twice."""
    _make_up(session)
    yield from append(session)
    today = clock.today()
    if session.get(Root, today) is None:
        size = log_size(session)
        digest = merkle.root(size, fetch_from(session)).hex()
        words = {"log": origin(), "day": today.isoformat(), "size": size, "root": digest}
        session.add(Root(day=today, size=size, hash=digest, signed=site_keys.jws(Use.LOG, words), at=clock.now()))
        session.flush()


def _make_up(session: Session) -> None:
    """Write the leaf of a copy that was released in a way that forgot it."""
    without = ~exists().where(Leaf.copy_id == Copy.id, Leaf.kind == Kind.RELEASED)
    released = Copy.state.in_((State.RELEASED, State.ANNULLED))
    for copy in session.scalars(select(Copy).where(released, without).order_by(Copy.id).limit(10_000)):
        record(session, copy, Kind.RELEASED)
