"""What a module leaves in the database: its own tables, and its rows in the core's. Dumped before it is dropped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, String, Table, delete, inspect, or_, select
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.stored import Attachment
from app.engine.keeping import break_seals, the_store

# The core's columns that name a thing of a module, the first that a table has: `<module>.<noun>…`; "table" holds
# `<module>_<table>`.
NAMES = ("resource", "form", "step", "state", "table", "name")
KEPT = {"core_trail", "core_trail_head", "core_user", "core_unit", "core_counter", "core_module", "core_token"}


def dump(session: Session, name: str, shelf: Path, others: list[str]) -> Path:
    """Write every row to `<shelf>/<name>-<moment>.json`, and the files of its records beside it; returns the JSON file.

    `others` are modules whose names begin with this one's: their tables are not touched.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    target = shelf / f"{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    connection = session.connection()
    content = {table.name: _rows(connection, select(table)) for table in _own(connection, name, others)}
    for table, condition in _beside(connection, name, others):
        rows = _rows(connection, select(table).where(condition))
        if rows:
            content.setdefault(table.name, []).extend(rows)
    target.write_text(json.dumps(content, ensure_ascii=False, default=str, indent=1), encoding="utf-8")
    for row in content.get("core_attachment", ()):
        path = the_store().path_of(row["sha256"])
        if path.exists():
            target.with_suffix(".files").mkdir(exist_ok=True)
            shutil.copyfile(path, target.with_suffix(".files") / row["sha256"])
    return target


def drop(session: Session, name: str, others: list[str]) -> set[str]:
    """Delete a module's own tables and its rows in others' tables; returns the hashes of files it had."""
    connection = session.connection()
    mine = Attachment.resource.startswith(f"{name}.", autoescape=True)
    hashes = set(session.scalars(select(Attachment.sha256).where(mine)))
    break_seals(session, mine)
    beside = list(_beside(connection, name, others))
    for table in reversed(_own(connection, name, others)):  # first: they refer to the core's rows, too
        table.drop(connection)
    for table, condition in beside:
        connection.execute(delete(table).where(condition))
    # What Alembic knows of it: the module may come back one day and begin anew.
    Table(f"alembic_version_{name}", MetaData()).drop(connection, checkfirst=True)
    return hashes


def _own(connection: Connection, name: str, others: list[str]) -> list[Table]:
    """The module's tables as they stand, whether its code is here or not."""
    found = MetaData()
    mine = [
        table
        for table in inspect(connection).get_table_names()
        if table.startswith(f"{name}_") and not any(table.startswith(f"{one}_") for one in others)
    ]
    found.reflect(connection, only=mine)
    return [table for table in found.sorted_tables if table.name in mine]


def _beside(connection: Connection, name: str, others: list[str]) -> Iterator[tuple[Table, Any]]:
    """Yield what falls with a module, those that refer to others first: its rows in the core, and whatever refers to them.

    Another module may keep something about a file of a record: the long-term proof of a signature, for instance.
    """
    known = set(inspect(connection).get_table_names())
    own = {table.name for table in _own(connection, name, others)}
    elsewhere = [
        one for one in db.metadata.sorted_tables if one.name in known - own and not one.name.startswith("core_")
    ]
    for table, condition in _foreign(connection, name):
        yield from _referring(elsewhere, table, condition)
        yield table, condition


def _referring(tables: list[Table], target: Table, condition: Any) -> Iterator[tuple[Table, Any]]:
    for table in tables:
        keys = [key for key in table.foreign_keys if key.column.table is target]
        if keys:
            falls = or_(*(key.parent.in_(select(key.column).where(condition)) for key in keys))
            yield from _referring([one for one in tables if one is not table], table, falls)
            yield table, falls


def _foreign(connection: Connection, name: str) -> Iterator[tuple[Table, Any]]:
    """Yield the core's tables that hold rows of the module, with the condition that finds them."""
    known = set(inspect(connection).get_table_names())
    for table in reversed(db.metadata.sorted_tables):
        if not table.name.startswith("core_") or table.name in KEPT or table.name not in known:
            continue
        mark = next((name for name in NAMES if name in table.c and isinstance(table.c[name].type, String)), None)
        if mark:
            yield table, table.c[mark].startswith(f"{name}_" if mark == "table" else f"{name}.", autoescape=True)


def _rows(connection: Connection, statement: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(statement)]
