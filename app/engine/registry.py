"""The registry: finds modules, orders them by what they depend on, checks their declarations, answers by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path

from app.data import text
from app.data.named import NAMES
from app.data.text import _
from app.engine.checks import DeclarationError, check
from app.spec.words import Attach, Job, Module, On, Resource, Role

ENTRY_POINTS = "motcua.modules"


class Registry:
    """All modules of this process, in dependency order. Frozen after `load`."""

    def __init__(self) -> None:
        self.modules: dict[str, Module] = {}
        self.resources: dict[str, Resource] = {}
        self.roles: dict[str, Role] = {}
        self.jobs: dict[str, Job] = {}
        self.off: frozenset[str] = frozenset()  # names of modules whose code is here and whose door is shut
        self._keys: dict[int, str] = {}
        self._tables: dict[str, Resource] = {}

    def load(self, modules: Iterable[Module]) -> None:
        """Order, check and index `modules`; DeclarationError names the first wrong word."""
        found = {module.name: module for module in modules}
        for name in order(found):
            module = found[name]
            self.modules[name] = module
            text.load(module.folder / "locales")
            for role in module.roles:
                self.roles[role.name] = role
                NAMES["roles"][role.name] = role.label
            for resource in module.resources:
                key = f"{name}.{resource.slug}"
                self.resources[key] = resource
                self._keys[id(resource)] = key
                self._tables[resource.model.__tablename__] = resource
                self._name_steps(key, resource)
            for job in module.jobs:
                self.jobs[f"{name}.{job.name}"] = job
        problems = [problem for module in self.modules.values() for problem in check(module, self)]
        if problems:
            raise DeclarationError("\n".join(problems))

    def _name_steps(self, key: str, resource: Resource) -> None:
        """Let administrators choose the steps and states of this resource by their labels."""
        flow = resource.workflow
        for step in flow.steps if flow else ():
            NAMES["steps"][f"{key}.{step.name}"] = _("%(noun)s: %(what)s", noun=resource.title, what=step.label)
        for state in flow.states if flow else ():
            NAMES["states"][f"{key}.{state.value}"] = _("%(noun)s: %(what)s", noun=resource.title, what=state)

    def key(self, resource: Resource) -> str:
        """Return `<module>.<slug>` of a resource."""
        return self._keys[id(resource)]

    def module_of(self, resource: Resource) -> Module:
        """Return the module that declares a resource."""
        return self.modules[self.key(resource).split(".", 1)[0]]

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

    def attached(self, resource: Resource) -> list[Attach]:
        """Return the tabs that modules hang on a resource."""
        key = self.key(resource)
        return [tab for module in self.open_modules() for tab in module.attach if tab.to == key]

    def listeners(self, event: str) -> list[On]:
        """Return what runs after `event`, in the order of modules."""
        return [on for module in self.open_modules() for on in module.on if on.event == event]


registry = Registry()


def order(modules: dict[str, Module]) -> list[str]:
    """Return names so that each module follows what it depends on; DeclarationError on a gap or a circle."""
    for module in modules.values():
        missing = [name for name in module.depends if name not in modules]
        if missing:
            raise DeclarationError(f"M001 {module.name}: depends on {', '.join(missing)}, which is not there")
    try:
        return list(TopologicalSorter({name: sorted(m.depends) for name, m in sorted(modules.items())}).static_order())
    except CycleError as error:
        raise DeclarationError(f"M002 modules depend on each other in a circle: {' → '.join(error.args[1])}") from error


def discover(folder: Path, only: Iterable[str] = ()) -> list[Module]:
    """Import the modules in `folder` and those installed under the entry point group `motcua.modules`."""
    wanted = set(only)
    names = [info.name for info in pkgutil.iter_modules([str(folder)]) if info.ispkg]
    found = [importlib.import_module(f"{folder.name}.{name}").MODULE for name in names if not wanted or name in wanted]
    points = entry_points(group=ENTRY_POINTS)
    return found + [point.load() for point in points if not wanted or point.name in wanted]
