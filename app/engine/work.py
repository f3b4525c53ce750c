"""The unit of work: lock, act, write everything in one commit, then tell the world. Nobody else commits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app.data.base import db, writing
from app.data.job import JobRow
from app.engine import own_rows  # noqa: F401 - it listens to what is written, wherever that happens
from app.engine.access import NOBODY, Principal, bind
from app.engine.registry import registry

log = logging.getLogger(__name__)
wake: list[Callable[[int], None]] = []  # what to call with a job's id once its row is committed


@contextmanager
def work(principal: Principal | None = None) -> Iterator[Session]:
    """Run a block in one transaction: commit at its end, roll back all of it when it raises.

    Inside a block, a second `work()` joins the first.
    """
    session = db.session()
    if principal is not None:
        bind(session, principal)
    if session.info.get("working"):
        yield session
        return
    if session.in_transaction() and not writing.get():
        session.rollback()  # a read snapshot cannot be turned into a write lock on SQLite
    token = writing.set(True)
    session.info["working"] = True
    try:
        yield session
        session.commit()
        session.info.pop("working", None)
    except BaseException:
        session.rollback()
        for name in ("after", "working"):
            session.info.pop(name, None)
        _run(session.info.pop("undone", []), "what had to be written down after a failure was not")
        raise
    finally:
        session.info.pop("working", None)
        writing.reset(token)
    session.info.pop("undone", None)
    _run(session.info.pop("after", []), "work after the commit failed")


@contextmanager
def apart() -> Iterator[Session]:
    """Hold no transaction while another system thinks, so that nobody waits for it in vain; what was read stays readable.

    RuntimeError inside a unit of work, or where rows have been changed: they would be written, or lost.
    """
    session = db.session()
    if session.info.get("working") or session.new or session.dirty or session.deleted:
        raise RuntimeError("ask other systems before anything is written")
    session.commit()
    token = writing.set(False)
    try:
        yield session
    finally:
        session.commit()
        writing.reset(token)


@contextmanager
def rehearsal(principal: Principal) -> Iterator[Session]:
    """Run a block like `work`, then take all of it back: what would happen is known, and nothing has."""
    session = db.session()
    if session.info.get("working"):
        raise RuntimeError("a rehearsal inside a unit of work would take that back too")
    session.info["rehearsing"] = True
    try:
        with work(principal):
            yield session
            raise _Enough
    except _Enough:
        return
    finally:
        session.info.pop("rehearsing", None)


class _Enough(Exception):
    """The end of a rehearsal."""


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Have `act` called once the present unit of work is safely committed."""
    session.info.setdefault("after", []).append(act)


def after_failure(session: Session, act: Callable[[], None]) -> None:
    """Have `act` called once the present unit of work has been rolled back; it opens a unit of work of its own.

    For what must be written down although it failed: a number that went out on a signature is never given again.
    """
    session.info.setdefault("undone", []).append(act)


def later(session: Session, name: str, **arguments: Any) -> JobRow:
    """Queue the declared job `<module>.<name>` with JSON `arguments`, in the caller's transaction."""
    if name not in registry.jobs:
        raise LookupError(f"no module declares the job {name!r}")
    principal: Principal = session.info.get("principal", NOBODY)
    row = JobRow(name=name, arguments=arguments, user_id=principal.user_id, most_tries=registry.jobs[name].tries)
    session.add(row)
    session.flush()
    after_commit(session, partial(ring, row.id))
    return row


def ring(number: int) -> None:
    """Tell whoever runs jobs of one that waits; the row waits on when nobody hears it."""
    for bell in wake:
        try:
            bell(number)
        except Exception:
            log.exception("nobody heard of job %s", number)


def emit(session: Session, name: str, record: Any) -> None:
    """Call the listeners of an event after the commit; a listener that fails is logged, the work stays done."""
    for listener in registry.listeners(name):
        after_commit(session, partial(listener.run, record))


def _run(acts: list[Callable[[], None]], otherwise: str) -> None:
    """Call each of them; one that fails is logged, so that it neither stops the next nor hides what went before."""
    for act in acts:
        try:
            with _session_of_its_own():
                act()
        except Exception:
            log.exception(otherwise)


@contextmanager
def _session_of_its_own() -> Iterator[None]:
    """Put the caller's session aside for the block: whatever reach the block takes, the caller keeps his rows and his own."""
    callers = db.session()
    db.session.registry.clear()
    try:
        yield
    finally:
        db.session.remove()
        db.session.registry.set(callers)
