"""Start-up checks: a wrong declaration sets its module aside, with an id and a sentence.

| id | what is wrong |
|---|---|
| M000 | the module cannot be imported or checked |
| M001 | it depends on a module that is not there |
| M002 | modules depend on each other in a circle |
| M003 | a table without the module's prefix |
| M004 | a foreign key to a table of a module that `depends` does not name |
| M005 | a screen or step names a column of another model |
| M006 | a role that no module declares or that cannot read what it acts on; an act that is none |
| M007 | a state that no step leads to, or none leads on from |
| M008 | a resource that nobody may read |
| M009 | a tab on a resource that no module declares, or by a column of another model |
| M010 | a column on a screen or in a step without a label |
| M011 | a slug or a role's name that is malformed |
| M012 | two steps of one name |
| M013 | two terms of a state at the same time |
| M014 | a personal column where its reading leaves no line |
| M015 | an icon that the house does not bring |
| M016 | a printout signed by a step that is none; a step that prints what is no shared printout; two sections that ask by one name |
| M017 | a job whose function does not take what it is called with |
| M018 | four eyes (`not_by`) on a step that is none: they would never close |
| M019 | a reaction to an event that never happens |
| M020 | a job whose `every` is no cron line |
| M021 | a panel or printout whose template is not there |
| M022 | a column of the wrong kind for its view, total or unit |
| M023 | a reference on a screen without the relationship that gives its row |
| M024 | a workflow that names a state of another list |
| M025 | two things of one name, or two resources of one table: the second would hide the first |
| M026 | a seed or a demo that names no function |
| M027 | a role that includes one that no module declares, itself in a circle, or the administrator |
| M028 | a gift of a kind that no module takes, or to one that it neither depends on nor has an extra for |
| M029 | a gift that whoever takes it cannot use |
| M030 | an extra that names no `Extra`, or goes with a module that is always here |
| M031 | a column or item table of a form whose name is a word of the form itself |

M001 and M002 are asked by the registry, the columns in `check_columns.py`, the steps in `check_flow.py`, the roles in
`check_roles.py`, gifts and extras in `check_gifts.py`;
M026 by `flask check` and the tests alone, since what is named there is not imported at a start.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from inspect import signature
from pathlib import Path
from typing import Any, Protocol, cast

from croniter import croniter

from app.data.base import Base
from app.engine.check_columns import check_columns, line_models
from app.engine.check_flow import check_flow
from app.engine.check_gifts import check_gifts
from app.engine.check_roles import check_roles
from app.engine.seeds import rows_by
from app.spec.others import Extra
from app.spec.words import Module, Resource, Role, Section

ICONS = frozenset((Path(__file__).parents[1] / "static" / "icons.txt").read_text().split())
ACTS = {"read", "create", "update", "delete", "export", "import"}


class DeclarationError(Exception):
    """A module says something that cannot be; the message names the module, the word and the fix."""


class Known(Protocol):
    """What the other modules declare: resources by `<module>.<slug>`, roles and modules by name, their extras."""

    resources: dict[str, Resource]
    roles: dict[str, Role]
    modules: dict[str, Module]
    extras: dict[str, dict[str, Extra]]


def check(module: Module, known: Known) -> Iterator[str]:
    """Yield one line per wrong word of `module`."""
    yield from check_roles(module, known.roles)
    for icon, word in _icons(module):
        if icon not in ICONS:
            yield f"M015 {module.name}: {word} shows the icon {icon!r}; choose one of app/static/icons.txt"
    yield from _check_names(module)
    yield from _check_jobs(module)
    yield from _check_tables(module)
    yield from _check_attached(module, known)
    everything: list[Module | Extra] = [module, *known.extras.get(module.name, {}).values()]
    for said in everything:
        yield from _check_what_reaches_others(module, said, known)
    yield from check_gifts(module, known)
    for resource in module.resources:
        yield from _check_resource(module, resource, known)


def check_rows(module: Module, extras: Iterable[Extra] = ()) -> Iterator[str]:
    """Yield one line per seed or demo of a module and its extras that cannot be imported."""
    for word in filter(None, (module.seed, module.demo, *(one.demo for one in extras))):
        try:
            rows_by(word)
        except (ImportError, AttributeError, ValueError, TypeError) as error:
            yield f"M026 {module.name}: {word!r} names no function ({error}); write 'package.file:function'"


def _check_jobs(module: Module) -> Iterator[str]:
    for job in module.jobs:
        first = next(iter(signature(job.run).parameters), "")
        if (first.lstrip("_") == "session") == job.long:
            wanted = "opens its own units of work, so it takes no session" if job.long else "takes the session first"
            yield f"M017 {module.name}: the job {job.name!r} {wanted}; see Job.long"
        if job.every is not None and not croniter.is_valid(job.every):
            yield f"M020 {module.name}: the job {job.name!r} comes at {job.every!r}; write five fields, as '30 5 * * 1'"


def _icons(module: Module) -> Iterator[tuple[str, str]]:
    yield module.icon, "the module"
    for link in module.links:
        yield link.icon, f"the link to {link.endpoint}"
    for resource in module.resources:
        yield resource.icon, resource.slug
        for step in resource.workflow.steps if resource.workflow else ():
            if step.icon:
                yield step.icon, f"the step {step.name!r} of {resource.slug}"


def _check_names(module: Module) -> Iterator[str]:
    lists: dict[str, Iterable[str]] = {
        "resources": (one.slug for one in module.resources),
        "resources of the table": (one.model.__tablename__ for one in module.resources),
        "roles": (one.name for one in module.roles),
        "jobs": (one.name for one in module.jobs),
        "panels beside others": (f"{one.to}.{one.panel.name}" for one in module.beside),
    }
    for resource in module.resources:
        lists[f"panels of {resource.slug}"] = (one.name for one in resource.panels)
        lists[f"printouts of {resource.slug}"] = (one.name for one in resource.reports)
    for what, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield f"M025 {module.name}: {times} {what} are named {name!r}; only one of them would be found"


def _check_tables(module: Module) -> Iterator[str]:
    """All tables of its folder, shown or not: a purge finds what a module leaves by the prefix."""
    shown = [model for one in module.resources for model in (one.model, *line_models(one))]
    own = dict.fromkeys([*shown, *(model for model in _models() if module.folder in _file_of(model).parents)])
    allowed = {"core", module.name, *module.depends}
    for model in own if module.name != "core" else shown:
        table = model.__table__
        if not table.name.startswith(f"{module.name}_"):
            yield f"M003 {module.name}: table {table.name} must start with {module.name}_"
        for key in table.foreign_keys:
            owner = key.target_fullname.split(".")[0]
            if not any(owner.startswith(f"{prefix}_") for prefix in allowed):
                yield f"M004 {module.name}: {table.name} points to {owner}; add its module to depends"


def _models() -> list[Any]:
    return [mapper.class_ for mapper in Base.registry.mappers]


def _file_of(model: Any) -> Path:
    return Path(sys.modules[model.__module__].__file__ or "")


def _check_attached(module: Module, known: Known) -> Iterator[str]:
    for tab in module.attach:
        if tab.to not in known.resources:
            yield f"M009 {module.name}: attaches to {tab.to!r}, which no module declares"
        if not issubclass(tab.resource.model, cast("type", tab.on.class_)):
            yield f"M009 {module.name}: {tab.on} is not a column of {tab.resource.model.__name__}, which is attached"


def _check_what_reaches_others(module: Module, said: Module | Extra, known: Known) -> Iterator[str]:
    for one in said.beside:
        if one.to not in known.resources:
            yield f"M009 {module.name}: stands beside {one.to!r}, which no module declares"
        path = Path("templates") / module.name / one.panel.template
        if not (module.folder / path).is_file():
            yield f"M021 {module.name}: {one.panel.name!r} is drawn from {path}, which is not there"
    for reaction in said.on:
        key, _dot, state = reaction.event.rpartition(".")
        flow = known.resources[key].workflow if key in known.resources else None
        known_states = {step.target.value for step in flow.steps} | {next(iter(flow.states)).value} if flow else set()
        if state not in known_states:
            yield f"M019 {module.name}: no step leads to {reaction.event!r}; write <module>.<slug>.<state>"


def _check_resource(module: Module, resource: Resource, known: Known) -> Iterator[str]:
    name = f"{module.name}.{resource.slug}"
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", resource.slug):
        yield f"M011 {name}: a slug is lower-case words joined by hyphens"
    for allow in resource.access:
        if allow.role.name not in known.roles:
            yield f"M006 {name}: role {allow.role.name!r} is not declared by a loaded module"
        if allow.acts - ACTS:
            yield f"M006 {name}: {', '.join(sorted(allow.acts - ACTS))} is no act; use {', '.join(sorted(ACTS))}"
    if not any("read" in allow.acts for allow in resource.access):
        yield f"M008 {name}: nobody may read it; give at least one Allow(role, 'read')"
    yield from check_columns(name, resource)
    yield from _check_papers(module, name, resource)
    yield from check_flow(name, resource, known.roles)


def _check_papers(module: Module, name: str, resource: Resource) -> Iterator[str]:
    steps = {step.name for step in resource.workflow.steps} if resource.workflow else set()
    for report in resource.reports:
        if report.signed and report.signed not in steps:
            yield f"M016 {name}: the printout {report.name!r} is signed by the step {report.signed!r}, which is none"
    shared = {report.name for report in resource.reports if report.together}
    for step in resource.workflow.steps if resource.workflow else ():
        if step.prints and step.prints not in shared:
            yield f"M016 {name}: the step {step.name!r} prints {step.prints!r}, which is no printout that records share"
    asks = [part.asks.name for part in resource.form if isinstance(part, Section) and part.asks]
    for twice in sorted({one for one in asks if asks.count(one) > 1}):
        yield f"M016 {name}: two sections ask by the name {twice!r}"
    drawn = [(panel.name, panel.template) for panel in resource.panels]
    for own, template in [*drawn, *((report.name, report.template) for report in resource.reports)]:
        path = Path("templates") / module.name / template
        if not (module.folder / path).is_file():
            yield f"M021 {name}: {own!r} is drawn from {path}, which is not there"
