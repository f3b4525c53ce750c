"""The life of a module: install, upgrade, disable (rows kept), enable, purge (dump first); orphan when its code is gone."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from app.data.base import db
from app.data.state import ModuleRow
from app.data.text import _
from app.engine import migrate, rules
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.work import work


def states() -> dict[str, str]:
    """Return the state of every module that has code or rows: available, installed, disabled, orphan."""
    rows = {row.name: row.state for row in db.session.scalars(select(ModuleRow))}
    return {name: rows.get(name, "available") for name in registry.modules} | {
        name: "orphan" for name in rows if name not in registry.modules
    }


def install(name: str) -> None:
    """Create or upgrade a module's tables and load its seed rows. LookupError: unknown; ValueError: not possible now."""
    module = registry.modules.get(name)
    if module is None:
        raise LookupError(name)
    for needed in module.depends:
        if states().get(needed) != "installed":
            raise ValueError(str(_("Install %(name)s first.", name=needed)))
    migrate.upgrade(module)
    with work(SYSTEM) as session:
        row = session.get(ModuleRow, name) or ModuleRow(name=name, version="", state="")
        row.version, row.state = module.version, "installed"
        session.merge(row)
        if module.seed:
            module.seed(session)
        rules.seed(session, module)


def disable(name: str) -> None:
    """Switch a module off and keep its rows; refused while another installed module needs it."""
    _refuse_if_needed(name)
    with work(SYSTEM) as session:
        row = session.get(ModuleRow, name)
        if row is None:
            raise LookupError(name)
        row.state = "disabled"


def purge(name: str, dump: Path) -> Path:
    """Write all rows of a module to a file, then drop its tables; returns the file."""
    module = registry.modules.get(name)
    if module is None:
        raise LookupError(name)
    _refuse_if_needed(name)
    dump.mkdir(parents=True, exist_ok=True)
    target = dump / f"{name}.json"
    tables = [table for table in db.metadata.sorted_tables if table.name.startswith(f"{name}_")]
    with work(SYSTEM) as session:
        content = {table.name: [dict(row._mapping) for row in session.execute(select(table))] for table in tables}
    target.write_text(json.dumps(content, ensure_ascii=False, default=str, indent=1))
    migrate.downgrade(module)
    with work(SYSTEM) as session:
        row = session.get(ModuleRow, name)
        if row is not None:
            session.delete(row)
    return target


def _refuse_if_needed(name: str) -> None:
    now = states()
    users = [m.name for m in registry.modules.values() if name in m.depends and now.get(m.name) == "installed"]
    if name == "core" or users:
        raise ValueError(str(_("Still needed by: %(names)s", names=", ".join(users) or "core")))
