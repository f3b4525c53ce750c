"""The second wall, on PostgreSQL: whatever SQL a person's session sends, the database answers with rows in reach.

`access` adds the scope to every ORM statement; raw SQL, Core statements and what a relationship loads go past it.
Row-level security does not let them: each statement of a person runs under the role `motcua_person`, and the policy of
each table compares its unit columns with the reach of the session's principal. The system works as the owner of the
tables, who has no wall; so do migrations and backups. Tables of `shared` resources, of item rows and of the core have
none (docs/adr/0008-the-second-wall.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction

from app.data.base import db
from app.engine.access import NOBODY, Principal, conditions_of
from app.engine.registry import registry
from app.spec.words import Module, Resource

ROLE = "motcua_person"
OWNER = ("none", "{}")  # the role and the reach of whoever stands before the wall
HELD = text("SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = :role")
PATIENCE = 15  # seconds to wait for whoever reads a table whose policy changes
# {table: the mark of its policy}; a table with row security but without our mark counts as one to be built anew.
STANDING = text(
    "SELECT c.relname, COALESCE(obj_description(p.oid, 'pg_policy'), 'unknown') FROM pg_class c "
    "LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'reach' "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity"
)
_stands: dict[str, bool] = {}  # by the address of a database, asked once


def stands(connection: Connection) -> bool:
    """Whether this database keeps the wall: it is PostgreSQL, and we may take the role."""
    if connection.dialect.name != "postgresql":
        return False
    place = str(connection.engine.url)
    if place not in _stands:
        _stands[place] = bool(connection.scalar(HELD, {"role": ROLE}))
    return _stands[place]


def build(module: Module) -> None:
    """Give the tables of a module their policies, anew after each upgrade; nothing where the role cannot be had."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql" and (stands(connection) or _make_role(connection)):
            for statement in _statements(connection, module):
                connection.exec_driver_sql(statement)


def missing() -> str:
    """Return what the keeper of the database has to run so that the wall can stand; empty when it does, or on SQLite."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "postgresql" or stands(connection):
            return ""
        return f"CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {connection.engine.url.username};"


def _make_role(connection: Connection) -> bool:
    """Make the role and take it; False where the site's own account may not."""
    # Roles belong to the whole server: another site on it may have made ours, or be at it at this moment.
    made = f"CREATE ROLE {ROLE} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;"
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"DO $$ BEGIN {made} END $$")
            connection.exec_driver_sql(f"GRANT {ROLE} TO CURRENT_USER")
    except DBAPIError:
        return False
    _stands[str(connection.engine.url)] = True
    return True


def _statements(connection: Connection, module: Module) -> Iterator[str]:
    """What is to be changed. A policy that stands already is left alone: changing one waits for every reader to end."""
    yield f"SET LOCAL lock_timeout = '{PATIENCE}s'"
    standing: dict[str, str] = dict(connection.execute(STANDING).all())
    for resource in module.resources:
        table, lines = resource.model.__tablename__, list(_policy(resource))
        mark = "" if resource.shared else hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
        if standing.get(table, "") != mark:
            yield from lines
            if mark:
                yield f"COMMENT ON POLICY reach ON {table} IS '{mark}'"
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar()
    yield f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {ROLE}"


def _policy(resource: Resource) -> Iterator[str]:
    table = resource.model.__tablename__
    if resource.shared:
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        return
    # Subqueries without a reference to the row: the database computes them once per statement.
    reach = "current_setting('motcua.reach')::jsonb"
    every = f"(SELECT {reach} ->> '{table}') = 'all'"
    units = f"ARRAY(SELECT jsonb_array_elements_text({reach} -> ({reach} ->> '{table}'))::int)"
    places = [f"{one} = ANY ({units})" for one in ("unit_id", *(column.key for column in resource.also))]
    # Written so, the planner takes it for what nearly all rows meet, as they do once `access` has asked the same. It
    # would else expect few rows, and sort all of a ward for a page of 80: 14 ms in place of 0.3 among 300,000.
    within = f"NULLIF({' OR '.join([every, *places])}, false) IS NOT NULL"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS reach ON {table}"
    # What may be written is asked by `access` before the flush; here it is only asked what may be found.
    yield f"CREATE POLICY reach ON {table} TO {ROLE} USING ({within}) WITH CHECK (true)"


def reach_of(principal: Principal) -> str:
    """Return the reach of a person as JSON: {table: "all", or the name of a set of units}, and the sets by name."""
    found: dict[str, Any] = {}
    names: dict[frozenset[int], str] = {}
    for resource in registry.resources.values():
        units = None if resource.shared else principal.units(resource)
        if units is not None:
            found[resource.model.__tablename__] = name = names.setdefault(units, str(len(names)))
            found[name] = sorted(units)
        else:
            found[resource.model.__tablename__] = "all"
    return json.dumps(found)


def _kept_reach(principal: Principal) -> str:
    """The reach of everybody with the same grants: writing it for each request anew takes a millisecond."""
    conditions = conditions_of(principal)
    if conditions.reach is None:
        conditions.reach = reach_of(principal)
    return conditions.reach


@event.listens_for(Session, "after_begin")
def _begin(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if stands(connection) and not transaction.nested:  # within a savepoint what was set goes on
        connection.info["works_for"], connection.info["wall"] = session, OWNER


@event.listens_for(Engine, "before_cursor_execute")
def _put_up(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
    """Before each statement look for whom the session works now: a verb may become the system for a moment."""
    session = connection.info.get("works_for")
    if session is None:
        return
    if statement.startswith("ROLLBACK TO"):
        # It ends a failed part, in which nothing else may be said, and takes back what was set since the savepoint.
        connection.info["wall"] = None
        return
    principal: Principal = session.info.get("principal") or NOBODY
    if not principal.system and principal.wall is None:
        principal.wall = _kept_reach(principal)
    wall = OWNER if principal.system else (ROLE, principal.wall)
    if connection.info["wall"] != wall:
        with connection.connection.dbapi_connection.cursor() as cursor:  # type: ignore[union-attr]
            cursor.execute("SELECT set_config('role', %s, true), set_config('motcua.reach', %s, true)", wall)
        connection.info["wall"] = wall


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _end(connection: Connection) -> None:
    # One that the database has dropped has nothing more to say, and nothing to give back.
    if not connection.invalidated:
        connection.info.pop("works_for", None)  # the connection goes back to the pool, and role and reach with it
