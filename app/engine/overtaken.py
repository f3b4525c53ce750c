"""What others saved in a record while somebody had its form open: who, when, and what that form must not undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.data.field import meta
from app.data.people import User
from app.data.trail import Trail, plain
from app.engine.forms import Plain, RecordForm, value_of
from app.spec.words import Column, Lines

Key = tuple[str, int, str]


def lines_since(session: Session, form: RecordForm, record: Any, seen: datetime) -> list[Trail]:
    """Return the lines of the trail about `record` and its items that are younger than `seen`, oldest first."""
    about = [and_(Trail.table == record.__tablename__, Trail.row_id == record.id)]
    for part in form.parts:
        if isinstance(part, Lines):
            items = [item.id for item in getattr(record, part.attribute.key)]
            table = part.attribute.property.mapper.class_.__tablename__
            about.append(and_(Trail.table == table, Trail.row_id.in_(items)))
    statement = select(Trail).where(or_(*about), Trail.at > seen, Trail.act.in_(("change", "create")))
    return list(session.scalars(statement.order_by(Trail.id)))


def last(session: Session, lines: Sequence[Trail]) -> tuple[str, datetime] | None:
    """Return who saved last and when."""
    for line in reversed(lines):
        if name := session.scalar(select(User.name).where(User.id == line.actor_id)):
            return name, line.at
    return None


def keep_theirs(form: RecordForm, fresh: RecordForm, record: Any, lines: Sequence[Trail]) -> None:
    """Put what is stored (`fresh`) into every field of `form` that still says what its page showed when it was opened.

    What was typed stays. Personal numbers are left alone: the trail knows them masked.
    """
    old: dict[Key, Any] = {}
    made = {(line.table, line.row_id) for line in lines if line.act == "create"}
    for line in lines:
        for column, (was, _now) in line.changes.items() if line.act == "change" else ():
            old.setdefault((line.table, line.row_id, column), was)
    for part in form.parts:
        if isinstance(part, Lines):
            _items(form, fresh, record, part, old, made)
        else:
            _columns(form, fresh, record, part.columns, old)


def _items(
    form: RecordForm, fresh: RecordForm, record: Any, part: Lines, old: dict[Key, Any], made: set[tuple[str, int]]
) -> None:
    stored = {str(item.id): item for item in getattr(record, part.attribute.key)}
    shown = {str(entry.form.id.data): entry.form for entry in fresh[part.attribute.key].entries}
    for entry in form[part.attribute.key].entries:
        item = stored.pop(str(entry.form.id.data or ""), None)
        if item is not None:
            _columns(entry.form, shown[str(item.id)], item, part.columns, old)
    for item in stored.values():
        if (item.__tablename__, item.id) in made:  # else it is one that this person has taken out
            form[part.attribute.key].append_entry(Plain(item))


def _columns(form: Any, fresh: Any, row: Any, columns: Sequence[Column], old: dict[Key, Any]) -> None:
    for column in columns:
        key = (row.__tablename__, row.id, column.key)
        if column.key not in form or key not in old or meta(column).personal:
            continue
        if (plain(value_of(meta(column), form[column.key].data)) or None) == (old[key] or None):
            form[column.key].data, form[column.key].raw_data = fresh[column.key].data, None
