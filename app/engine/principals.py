"""Working as the system for a moment: public pages and shell commands, never a user's request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.data.base import db
from app.engine.access import NOBODY, SYSTEM, Principal


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
