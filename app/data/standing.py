"""Standing data: what is computed from rows that change a few times a year, kept by each process until one of them changes.

Posts, units, opening hours and the rules of law are asked by every page and hardly ever written. `while_unchanged` keeps
what a function made of them under the stamp of the database, which every change of such a row replaces in the same
transaction; whoever reads the new stamp computes anew. A stamp is random, so that none comes back with a backup. What
is written past the house (by hand in the database) is noticed after a minute.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ScalarSelect, event, select, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

from app.data.base import db

Words = ParamSpec("Words")
Answer = TypeVar("Answer")

MOST_KEPT = 20_000  # answers under one stamp
MOST_SHELVES = 8  # stamps: that of the database, and those of sessions which are about to change it
LONGEST = 60  # seconds that an answer is kept at most
NONE = ""  # the stamp where nothing may be kept


class Standing(db.Model):  # type: ignore[name-defined]
    """The one row with the present stamp."""

    __tablename__ = "core_standing"

    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[str] = mapped_column()


class _Shelf:
    """What is known under one stamp."""

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.answers: dict[Any, Any] = {}

    def serves(self) -> bool:
        return time.monotonic() - self.since < LONGEST and len(self.answers) < MOST_KEPT


_shelves: dict[str, _Shelf] = {}
_watched: tuple[type, ...] = ()


def while_unchanged(*models: type) -> Callable[[Callable[Words, Answer]], Callable[Words, Answer]]:
    """Keep what `compute(session, *words)` returns until a row of `models` changes.

    The words are hashable. The answer is shared by everybody: plain and never changed, no row of a session, and the
    same for whoever asks.
    """
    global _watched  # noqa: PLW0603 - filled while modules are imported, like a registry
    _watched += models

    def wrap(compute: Callable[Words, Answer]) -> Callable[Words, Answer]:
        @wraps(compute)
        def answer(*words: Words.args, **named: Words.kwargs) -> Answer:
            session: Any = words[0]
            stamp = _stamp(session)
            if stamp == NONE:
                return compute(*words, **named)
            answers, key = _answers(stamp), (compute, *words[1:], *named.items())
            if key not in answers:
                answers[key] = compute(*words, **named)
            found: Answer = answers[key]
            return found

        return answer

    return wrap


def present_stamp() -> ScalarSelect[str]:
    """The stamp as a part of a statement that is asked anyway; what it returns is told to the session by `tell_stamp`."""
    return select(Standing.stamp).limit(1).scalar_subquery()


def tell_stamp(session: Session, stamp: str | None) -> None:
    """Spare a session the question for the stamp, which its present transaction has read."""
    session.info.setdefault("stamp", stamp or NONE)


def renew_stamp(session: Session) -> None:
    """Let nobody use what is kept, once the session commits: a row that others have kept answers from has changed.

    What the session keeps meanwhile stands under the new stamp, which goes with it when it is rolled back.
    """
    session.info["stamp"] = stamp = secrets.token_hex(12)
    session.connection().execute(update(Standing.__table__).values(stamp=stamp))


def _stamp(session: Session) -> str:
    if any(isinstance(row, _watched) for row in (*session.new, *session.dirty, *session.deleted)):
        return NONE  # not yet written: no statement has seen it
    if "stamp" not in session.info:
        with session.no_autoflush:
            session.info["stamp"] = session.scalar(select(Standing.stamp).limit(1)) or NONE
    stamp: str = session.info["stamp"]
    return stamp


def _answers(stamp: str) -> dict[Any, Any]:
    shelf = _shelves.get(stamp)
    if shelf is None or not shelf.serves():
        _shelves[stamp] = shelf = _Shelf()
        for oldest in list(_shelves)[:-MOST_SHELVES]:
            _shelves.pop(oldest, None)
    return shelf.answers


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    if any(isinstance(row, _watched) for row in (*session.new, *session.dirty, *session.deleted)):
        renew_stamp(session)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    mapper = None if state.is_select else state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, _watched):
        renew_stamp(state.session)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("stamp", None)


@event.listens_for(Session, "after_soft_rollback")
def _taken_back(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop("stamp", None)
