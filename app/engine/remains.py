"""What a module leaves in the database: its own tables, and its rows in the core's. Dumped before it is dropped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, String, Table, delete, inspect, select
from sqlalchemy.orm import Session

from app.data.base import db

# The core's columns that name a thing of a module, the first that a table has: `<module>.<noun>…`; "table" holds
# `<module>_<table>`.
NAMES = ("resource", "form", "step", "state", "table", "name")
KEPT = {"core_trail", "core_trail_head", "core_user", "core_unit", "core_counter", "core_module", "core_token"}


def dump(name: str, folder: Path) -> Path:
    """Write every row to `<folder>/<name>-<moment>.json`; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    with db.engine.connect() as connection:
        content = {table.name: _rows(connection, select(table)) for table in _own(connection, name)}
        for table, condition in _foreign(connection, name):
            rows = _rows(connection, select(table).where(condition))
            if rows:
                content[table.name] = rows
    target.write_text(json.dumps(content, ensure_ascii=False, default=str, indent=1))
    return target


def drop(session: Session, name: str) -> None:
    """Delete a module's rows from the core's tables, and every table of its own that still stands."""
    connection = session.connection()
    for table, condition in _foreign(connection, name):
        connection.execute(delete(table).where(condition))
    own = _own(connection, name)
    if own:
        own[0].metadata.drop_all(connection, tables=own)


def _own(connection: Connection, name: str) -> list[Table]:
    """The module's tables as they stand, whether its code is here or not."""
    found = MetaData()
    found.reflect(connection, only=lambda table, _meta: table.startswith(f"{name}_"), resolve_fks=False)
    return [table for table in found.sorted_tables if table.name.startswith(f"{name}_")]


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
