"""Schema changes: one Alembic version table per module, one environment owned by the core, registry order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, event, text

from app.data.base import db, writing
from app.spec.words import Module

if TYPE_CHECKING:
    import sqlite3

    from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]


def upgrade(module: Module, target: str = "head") -> None:
    """Bring a module's tables to `target`, all of it or nothing, on both backends."""
    _run(module, lambda command, settings: command.upgrade(settings, target))


def downgrade(module: Module, target: str = "base") -> None:
    """Take a module's tables back; `base` drops them with their rows."""
    _run(module, lambda command, settings: command.downgrade(settings, target))


def revision(module: Module, message: str) -> None:
    """Write a new migration, `<module>_NNNN_<message>.py`, from the difference between models and tables."""
    numbers = re.compile(rf"{module.name}_(\d+)")
    taken = [int(found[1]) for path in folder_of(module).iterdir() if (found := numbers.match(path.name))]
    number = max(taken, default=0) + 1
    name = f"{module.name}_{number:04d}"
    _run(module, lambda command, settings: command.revision(settings, message, autogenerate=True, rev_id=name))


def drift(module: Module) -> list[Any]:
    """Return the differences between a module's models and its tables; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:

        def own_table(_object: Any, name: str | None, kind: str, *_rest: Any) -> bool:
            return kind != "table" or str(name).startswith(f"{module.name}_")

        options = {"include_name": _own(module.name), "include_object": own_table, "compare_type": False}
        return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)


def folder_of(module: Module) -> Path:
    """Where a module keeps its migrations."""
    return ROOT / "migrations" / "versions" if module.name == "core" else module.folder / "migrations"


def _own(prefix: str) -> Any:
    def include(name: str | None, kind: str, parents: dict[str, Any]) -> bool:
        table = name if kind == "table" else parents.get("table_name")
        return table is None or str(table).startswith(f"{prefix}_")

    return include


def _run(module: Module, act: Callable[[Any, Config], None]) -> None:
    from alembic import command
    from alembic.config import Config

    db.session.rollback()  # what the caller has read would keep the lock from us
    token = writing.set(True)
    try:
        with db.engine.connect() as connection, _rebuilding(connection), connection.begin():
            if connection.dialect.name == "postgresql":
                # Two processes that upgrade at once wait for each other instead of clashing.
                connection.execute(text("select pg_advisory_xact_lock(712026)"))
            settings = Config(stdout=StringIO())
            settings.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
            settings.set_main_option("path_separator", "newline")
            settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            settings.set_main_option("version_locations", str(folder_of(module)).replace("%", "%%"))
            settings.attributes.update(connection=connection, module=module.name, include_name=_own(module.name))
            with redirect_stdout(StringIO()):
                act(command, settings)
    finally:
        writing.reset(token)


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others refer to and put its new shape in its place; a row left without its target stops it.

    SQLite changes most things of a table only by writing it anew, and it heeds the word only outside a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    plain = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    before = plain.execute("PRAGMA schema_version").fetchone()
    event.listen(connection, "commit", lambda _connection: _require_targets(plain, before))
    plain.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        plain.execute("PRAGMA foreign_keys=ON")


def _require_targets(plain: sqlite3.Connection, before: object) -> None:
    if plain.execute("PRAGMA schema_version").fetchone() == before:
        return  # nothing was changed; looking through every table at each start would take long
    if found := plain.execute("PRAGMA foreign_key_check").fetchmany(5):
        raise RuntimeError(f"rows refer to rows that are gone (table, row, target, key): {found}")
