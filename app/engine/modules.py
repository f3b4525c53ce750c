"""The life of a module: install, upgrade, disable (rows kept), enable, purge (dump first); orphan when its code is gone."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.state import ModuleRow
from app.data.text import _
from app.engine import migrate, remains, rules
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.work import work

FRESH = 2.0  # seconds after which another process notices a switch
_looked = [0.0]


def states() -> dict[str, str]:
    """Return the state of every module that has code or rows: available, installed, disabled, orphan."""
    rows = {row.name: row.state for row in db.session.scalars(select(ModuleRow))}
    return {name: rows.get(name, "available") for name in registry.modules} | {
        name: "orphan" for name in rows if name not in registry.modules
    }


def refresh(session: Session, *, now: bool = False) -> None:
    """Shut the doors of modules that are not at work; the database is asked every two seconds, or `now`."""
    if not now and time.monotonic() - _looked[0] < FRESH:
        return
    open_ones = set(session.scalars(select(ModuleRow.name).where(ModuleRow.state == "installed")))
    registry.off = frozenset(registry.modules) - open_ones - {"core"}
    _looked[0] = time.monotonic()


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
    refresh(db.session(), now=True)


def disable(name: str) -> None:
    """Switch a module off and keep its rows; refused while another installed module needs it."""
    _refuse_if_needed(name)
    with work(SYSTEM) as session:
        row = session.get(ModuleRow, name)
        if row is None or name not in registry.modules:
            raise LookupError(name)
        row.state = "disabled"
    refresh(db.session(), now=True)


def purge(name: str, dump: Path) -> Path:
    """Write all that a module has left to a file, then drop it; also when its code is gone. Returns the file."""
    if states().get(name, "available") == "available":
        raise LookupError(name)
    _refuse_if_needed(name)
    target = remains.dump(name, dump)
    module = registry.modules.get(name)
    if module:
        migrate.downgrade(module)
    with work(SYSTEM) as session:
        remains.drop(session, name)
        row = session.get(ModuleRow, name)
        if row is not None:
            session.delete(row)
    refresh(db.session(), now=True)
    return target


def _refuse_if_needed(name: str) -> None:
    now = states()
    users = [m.name for m in registry.modules.values() if name in m.depends and now.get(m.name) == "installed"]
    if name == "core" or users:
        raise ValueError(str(_("Still needed by: %(names)s", names=", ".join(users) or "core")))
