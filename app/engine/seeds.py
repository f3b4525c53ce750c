"""Rows that a module brings along: written once, kept up to date, never against what a user made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.state import Seed


def rows_by(name: str) -> Callable[[Session], None]:
    """Import what a module declares as its `seed` or `demo`. ImportError, AttributeError, ValueError: it names nothing."""
    found: Callable[[Session], None] = resolve_name(name)
    return found


def sow(session: Session, name: str) -> None:
    """Write the rows that `name` brings along; the marks of all rows are read at once."""
    marks = session.scalars(select(Seed)).all()
    rows_by(name)(session)
    del marks  # the session forgets what nobody holds


def seed_row(session: Session, key: str, model: Any, **values: Any) -> None:
    """Write one seeded row under a stable key.

    Unchanged rows are updated, rows a user changed are kept, rows a user deleted stay deleted.
    """
    digest = hashlib.sha256(repr(sorted((k, str(v)) for k, v in values.items())).encode()).hexdigest()
    mark = session.get(Seed, key)
    if mark is None:
        row = model(**values)
        session.add(row)
        session.flush()
        session.add(Seed(key=key, table=model.__tablename__, row_id=row.id, digest=_digest(row, values)))
        return
    if mark.digest == digest:
        return
    row = session.get(model, mark.row_id)
    if row is not None and mark.digest == _digest(row, values) != digest:
        for name, value in values.items():
            setattr(row, name, value)
        mark.digest = _digest(row, values)


def _digest(row: Any, values: dict[str, Any]) -> str:
    content = sorted((name, str(getattr(row, name))) for name in values)
    return hashlib.sha256(repr(content).encode()).hexdigest()
