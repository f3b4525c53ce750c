"""The life of a module: install, upgrade, disable (rows kept), enable, purge (dump first); orphan when its code is gone."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.state import ModuleRow
from app.data.text import _
from app.engine import keeping, migrate, remains, rules, wall
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.seeds import sow
from app.engine.work import work
from app.spec.words import Module

log = logging.getLogger(__name__)
FRESH = 2.0  # seconds after which another process notices a switch
_looked = [0.0]
STATES = {
    "available": _("Available"),
    "installed": _("Installed"),
    "disabled": _("Disabled"),
    "failed": _("Upgrade failed"),
    "broken": _("Broken"),
    "orphan": _("Code missing"),
}


def states() -> dict[str, str]:
    """Return the state of every module with code or rows, one of `STATES`."""
    rows = {row.name: row.state for row in db.session.scalars(select(ModuleRow))}
    found = {name: rows.get(name, "available") for name in registry.modules}
    found |= dict.fromkeys(sorted(registry.broken), "broken")
    return found | {name: "orphan" for name in rows if name not in found}


def sentences() -> dict[str, str]:
    """Return what is wrong, by module: a declaration, or its last upgrade."""
    failed = select(ModuleRow.name, ModuleRow.error).where(ModuleRow.error.is_not(None))
    return {row[0]: str(row[1]) for row in db.session.execute(failed)} | registry.broken


def refresh(session: Session, *, now: bool = False) -> None:
    """Shut the doors of modules that are not at work; the database is asked every two seconds, or `now`."""
    if not now and time.monotonic() - _looked[0] < FRESH:
        return
    open_ones = set(session.scalars(select(ModuleRow.name).where(ModuleRow.state == "installed")))
    off: set[str] = set()
    for name, module in registry.modules.items():  # in the order of what they need
        if name != "core" and (name not in open_ones or off & set(module.depends)):
            off.add(name)
    registry.off = frozenset(off)
    _looked[0] = time.monotonic()


def install(name: str) -> None:
    """Install, upgrade or switch on a module: its tables, its seed rows, its state.

    LookupError: unknown. ValueError: not possible now, or the upgrade failed; then tables and rows are as before.
    """
    module = _sound(name)
    present = states() if module.depends else {}
    lacking = [needed for needed in module.depends if present.get(needed) != "installed"]
    if lacking:
        raise ValueError(str(_("“%(name)s” needs %(names)s: install that first.", name=name, names=", ".join(lacking))))
    try:
        migrate.upgrade(module)
        wall.build(module)
        with work(SYSTEM) as session:
            _mark(module, "installed")
            if module.seed:
                sow(session, module.seed)
            rules.seed(session, module)
    except Exception as error:
        if name == "core":
            raise
        log.exception("module %s cannot be upgraded", name)
        cause = str(error).partition("\n")[0] or type(error).__name__
        with work(SYSTEM):
            _mark(module, "failed", cause)
        refresh(db.session(), now=True)
        told = _("The upgrade of “%(name)s” failed, everything is as it was before: %(cause)s", name=name, cause=cause)
        raise ValueError(str(told)) from error
    refresh(db.session(), now=True)


def install_all() -> list[str]:
    """Bring every module to its newest state; return a sentence for each that could not be.

    What an administrator has disabled stays so.
    """
    told = list(registry.broken.values())
    for name in registry.modules:
        if states()[name] != "disabled":
            try:
                install(name)
            except ValueError as error:
                told.append(str(error))
    return told


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
    others = [one for one in states() if one.startswith(f"{name}_")]
    with work(SYSTEM) as session:
        target = remains.dump(session, name, dump, others)
        hashes = remains.drop(session, name, others)
        row = session.get(ModuleRow, name)
        if row is not None:
            session.delete(row)
    keeping.forget_bytes(db.session(), hashes)
    refresh(db.session(), now=True)
    return target


def _sound(name: str) -> Module:
    if name in registry.broken:
        raise ValueError(registry.broken[name])
    if name not in registry.modules:
        raise LookupError(name)
    return registry.modules[name]


def _mark(module: Module, state: str, error: str | None = None) -> None:
    row = db.session.get(ModuleRow, module.name)
    if row is None:
        row = ModuleRow(name=module.name, version=module.version)
        db.session.add(row)
    if state == "installed":
        row.version = module.version
    row.state, row.error = state, error


def _refuse_if_needed(name: str) -> None:
    now = states()
    users = [str(m.title) for m in registry.modules.values() if name in m.depends and now.get(m.name) == "installed"]
    if name == "core" or users:
        raise ValueError(str(_("Still needed by: %(names)s", names=", ".join(users) or "core")))
