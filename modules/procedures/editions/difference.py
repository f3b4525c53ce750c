"""What an edition changes against the one before: text by text, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Text, as_system, label_of, shown
from modules.procedures.editions.edition import TABLES, TEXTS, Edition, everything


@dataclass(frozen=True)
class Difference:
    """A text or a line of a table that is not as before; `before` or `after` is empty where there is none."""

    where: Text
    before: str
    after: str


def differences(before: Edition, after: Edition) -> Iterator[Difference]:
    """Yield what differs between two editions whose tables are loaded."""
    for name in TEXTS:
        column = getattr(Edition, name)
        was, now = shown(before, column), shown(after, column)
        if was != now:
            yield Difference(label_of(column), was, now)
    for name, model, columns in TABLES:
        # A line says what it says wherever it stands: moved lines have not changed.
        words = [getattr(model, key) for key in columns if key != "position"]
        was_lines, now_lines = (_lines(one, name, words) for one in (before, after))
        label = label_of(getattr(Edition, name))
        for line in was_lines:
            if line not in now_lines:
                yield Difference(label, line, "")
        for line in now_lines:
            if line not in was_lines:
                yield Difference(label, "", line)


@dataclass(frozen=True)
class Changes:
    """What the panel of changes shows."""

    before: Edition
    rows: list[Difference]


def since_before(edition: Edition) -> Changes | None:
    """Compare an edition with the one before; None for a first edition."""
    with as_system() as session:
        pair = _pair(session, edition)
        return Changes(pair[0], list(differences(*pair))) if pair else None


def _pair(session: Session, edition: Edition) -> tuple[Edition, Edition] | None:
    found = select(Edition).where(Edition.procedure_id == edition.procedure_id, Edition.number <= edition.number)
    found = found.options(*everything()).order_by(Edition.number.desc()).limit(2)
    rows = list(session.scalars(found))
    return (rows[1], rows[0]) if len(rows) == 2 else None


def _lines(edition: Edition, name: str, columns: list[Any]) -> list[str]:
    return [" · ".join(filter(None, (shown(row, column) for column in columns))) for row in getattr(edition, name)]
