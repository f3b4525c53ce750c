"""The registry: finds modules, orders them by what they depend on, checks their declarations, answers by name."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from app.data import text
from app.data.named import NAMES
from app.data.text import _
from app.engine.checks import DeclarationError, check
from app.spec.included import included
from app.spec.others import Attach, Extra
from app.spec.words import Job, Module, On, Panel, Resource, Role

log = logging.getLogger(__name__)
ENTRY_POINTS = "motcua.modules"


class Registry:
    """All sound modules of this process, in dependency order; `broken` says what is wrong with the others.

    Frozen after `load`, but for `off`, which follows the switches of administrators.
    """

    def __init__(self) -> None:
        self.broken: dict[str, str] = {}
        self.off: frozenset[str] = frozenset()  # names of modules whose code is here and whose door is shut
        self.loads = 0  # how often it was filled
        self._clear()

    def _clear(self) -> None:
        self.loads += 1
        self.modules: dict[str, Module] = {}
        self.resources: dict[str, Resource] = {}
        self.roles: dict[str, Role] = {}
        self.jobs: dict[str, Job] = {}
        self.extras: dict[str, dict[str, Extra]] = {}
        self._keys: dict[int, str] = {}
        self._tables: dict[str, Resource] = {}

    def load(self, modules: Iterable[Module], *, tolerant: bool = False) -> None:
        """Order, check and index `modules`; DeclarationError names the wrong words.

        `tolerant` sets wrong modules aside, with those that need them, and loads the rest; the core must be right.
        """
        found = {module.name: module for module in modules}
        while problems := self._try(found):
            if not tolerant or "core" in problems:
                raise DeclarationError("\n".join(problems.values()))
            self.broken |= problems
            found = {name: module for name, module in found.items() if name not in problems}

    def _try(self, found: dict[str, Module]) -> dict[str, str]:
        """Index modules; return what is wrong by module, the order before the words."""
        self._clear()
        problems = _gaps(found) or _circle(found)
        if problems:
            return problems
        for name in order(found):
            self._index(found[name])
        self.extras = {name: _extras(module, found) for name, module in found.items()}
        told = {name: "\n".join(_check(module, self)) for name, module in self.modules.items()}
        return {name: sentence for name, sentence in told.items() if sentence}

    def _index(self, module: Module) -> None:
        self.modules[module.name] = module
        text.load(module.folder / "locales")
        for role in module.roles:
            self.roles[role.name] = role
            NAMES["roles"][role.name] = role.label
        for resource in module.resources:
            key = f"{module.name}.{resource.slug}"
            self.resources[key] = resource
            self._keys[id(resource)] = key
            self._tables[resource.model.__tablename__] = resource
            self._name_steps(key, resource)
        for job in module.jobs:
            self.jobs[f"{module.name}.{job.name}"] = job

    def _name_steps(self, key: str, resource: Resource) -> None:
        """Let administrators choose the steps and states of this resource by their labels."""
        flow = resource.workflow
        for step in flow.steps if flow else ():
            NAMES["steps"][f"{key}.{step.name}"] = _("%(noun)s: %(what)s", noun=resource.title, what=step.label)
        for state in flow.states if flow else ():
            NAMES["states"][f"{key}.{state.value}"] = _("%(noun)s: %(what)s", noun=resource.title, what=state)

    def included(self, role: str) -> list[str]:
        """Return the names of the roles that whoever holds `role` holds, itself first."""
        return included(role, self.roles)

    def including(self, role: str) -> set[str]:
        """Return the names of the roles whose holders hold `role`, itself among them."""
        return {role, *(name for name in self.roles if role in self.included(name))}

    def key(self, resource: Resource) -> str:
        """Return `<module>.<slug>` of a resource."""
        return self._keys[id(resource)]

    def place(self, resource: Resource, record: Any) -> dict[str, Any]:
        """Return where a record stands, as the statements of `beside` ask for it."""
        return {"resource": self.key(resource), "row": record.id}

    def module_of(self, resource: Resource) -> Module:
        """Return the module that declares a resource."""
        return self.modules[self.key(resource).split(".", 1)[0]]

    def job_named(self, name: str) -> str:
        """Return what administrators call a job; the bare name where its module is no longer here."""
        return str(self.jobs[name].label) if name in self.jobs else name

    def of_route(self, blueprint: str) -> Module | None:
        """Return the module whose pages a blueprint has."""
        return next((m for m in self.modules.values() if any(bp.name == blueprint for bp in m.routes)), None)

    def is_off(self, resource: Resource) -> bool:
        """Whether the module of a resource is not installed, or disabled: nobody sees anything of it."""
        return self.module_of(resource).name in self.off

    def open_modules(self) -> list[Module]:
        """Return the modules that are at work, in dependency order."""
        return [module for name, module in self.modules.items() if name not in self.off]

    def open_resources(self) -> dict[str, Resource]:
        """Return the resources of the modules that are at work, by key."""
        return {key: one for key, one in self.resources.items() if key.split(".", 1)[0] not in self.off}

    def of_table(self, table: str) -> Resource | None:
        """Return the resource that lists the rows of `table`, if one does."""
        return self._tables.get(table)

    def of(self, model: Any) -> Resource:
        """Return the resource that lists a record, or the rows of a model; LookupError when no module declares one."""
        found = self.of_table(model.__tablename__)
        if found is None:
            raise LookupError(f"{model.__tablename__}: declare a Resource with this model")
        return found

    def attached(self, resource: Resource) -> list[Attach]:
        """Return the tabs that modules hang on a resource."""
        key = self.key(resource)
        return [tab for module in self.open_modules() for tab in module.attach if tab.to == key]

    def panels(self, resource: Resource) -> list[tuple[str, Panel]]:
        """Return the blocks of a record page, its own first, each with the name of the module that draws it."""
        key = self.key(resource)
        own = [(self.module_of(resource).name, panel) for panel in resource.panels]
        return own + [(m.name, one.panel) for m, said in self.said() for one in said.beside if one.to == key]

    def listeners(self, event: str) -> list[On]:
        """Return what runs after `event`, in the order of modules."""
        return [on for _module, said in self.said() for on in said.on if on.event == event]

    def said(self) -> Iterator[tuple[Module, Module | Extra]]:
        """Yield what the modules at work say: each itself, then what it says where another one is at work too."""
        for module in self.open_modules():
            yield module, module
            for other, extra in self.extras.get(module.name, {}).items():
                if other not in self.off:
                    yield module, extra


registry = Registry()


def order(modules: dict[str, Module]) -> list[str]:
    """Return names so that each module follows what it depends on; CycleError when that cannot be."""
    return list(TopologicalSorter({name: sorted(m.depends) for name, m in sorted(modules.items())}).static_order())


def _gaps(modules: dict[str, Module]) -> dict[str, str]:
    missing = {m.name: [name for name in m.depends if name not in modules] for m in modules.values()}
    return {
        name: f"M001 {name}: depends on {', '.join(names)}, which is not there"
        for name, names in missing.items()
        if names
    }


def _circle(modules: dict[str, Module]) -> dict[str, str]:
    try:
        order(modules)
    except CycleError as error:
        names = error.args[1]
        return {name: f"M002 modules depend on each other in a circle: {' → '.join(names)}" for name in names}
    return {}


def _extras(module: Module, found: dict[str, Module]) -> dict[str, Extra]:
    """Import what a module says where others are; what cannot be imported is told by the check."""
    said: dict[str, Extra] = {}
    for other, name in module.extras.items():
        if other in found:
            try:
                extra = resolve_name(name)
            except Exception:
                log.exception("%s cannot be imported", name)
            else:
                said |= {other: extra} if isinstance(extra, Extra) else {}
    return said


def _check(module: Module, among: Registry) -> list[str]:
    try:
        return list(check(module, among))
    except Exception as error:  # noqa: BLE001 - a word may be anything: stumbling over it is a finding, too
        return [f"M000 {module.name}: cannot be checked: {type(error).__name__}: {error}"]


def discover(folder: Path, only: Iterable[str] = ()) -> tuple[list[Module], dict[str, str]]:
    """Import the modules in `folder` and those installed under the entry point group `motcua.modules`.

    Returns the modules, and by name what is wrong with those that cannot be imported.
    """
    wanted, found, broken = set(only), [], {}
    doors: dict[str, Callable[[], Module]] = {}
    for info in pkgutil.iter_modules([str(folder)]):
        if info.ispkg:
            doors[info.name] = partial(_import, f"{folder.name}.{info.name}")
    for point in entry_points(group=ENTRY_POINTS):
        doors[point.name] = point.load
    for name, door in doors.items():
        if wanted and name not in wanted:
            continue
        try:
            found.append(door())
        except Exception as error:  # one module's fault must not take the others down
            log.exception("module %s cannot be imported", name)
            broken[name] = f"M000 {name}: cannot be imported: {type(error).__name__}: {error}"
    return found, broken


def _import(path: str) -> Module:
    module: Module = importlib.import_module(path).MODULE
    return module
