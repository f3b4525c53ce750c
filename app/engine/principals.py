"""Working as the system for a moment: public pages, shell commands and what is the same for everybody, never a user's request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from app.data.base import db
from app.data.standing import while_unchanged
from app.engine.access import NOBODY, SYSTEM, Principal

Words = ParamSpec("Words")
Answer = TypeVar("Answer")


@contextmanager
def as_system() -> Iterator[Session]:
    """Read without row access inside the block; the caller must show nothing that the reader may not see."""
    session = db.session()
    before = session.info.get("principal")
    session.info["principal"] = SYSTEM
    try:
        yield session
    finally:
        session.info["principal"] = before


@contextmanager
def as_person(user_id: int | None) -> Iterator[None]:
    """Act as a user with the system's reach inside the block: shell commands and demo data sign in a person's name."""
    session = db.session()
    before = session.info.get("principal")
    session.info["principal"] = Principal(user_id, "", system=True)
    try:
        yield
    finally:
        session.info["principal"] = before


def acting() -> Principal:
    """Return on whose behalf the present work is done; verbs on models use it to know who signs."""
    return db.session().info.get("principal", NOBODY)


def standing(*models: type) -> Callable[[Callable[Words, Answer]], Callable[Words, Answer]]:
    """Keep what a function makes of rows that hardly ever change, until one of `models` does; asked as the system.

    Its first word is the session, the others are hashable (a day, an id). What it returns is shared by everybody: plain
    values, no row.
    """

    def wrap(compute: Callable[Words, Answer]) -> Callable[Words, Answer]:
        @wraps(compute)
        def as_all(*words: Words.args, **named: Words.kwargs) -> Answer:
            session: Any = words[0]
            before = session.info.get("principal")
            session.info["principal"] = SYSTEM
            try:
                return compute(*words, **named)
            finally:
                session.info["principal"] = before

        return while_unchanged(*models)(as_all)

    return wrap
