"""Start-up checks: a wrong declaration sets its module aside, with an id and a sentence.

M000 cannot be imported or checked · M001 missing dependency · M002 circle · M003 table without the module's prefix · M004 foreign key outside `depends` ·
M005 screen names a column of another model · M006 unknown role · M007 unreachable state or dead end · M008 no list access ·
M009 attach to an unknown resource · M010 unlabelled column on a screen · M011 slug or role name malformed ·
M012 two steps of one name · M013 two terms at the same time ·
M014 personal column where its reading leaves no line · M015 icon that the house does not bring ·
M016 printout signed by a step that is none · M017 job whose function does not take what it is called with
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.data.field import meta
from app.spec.chain import declared
from app.spec.flow import Workflow
from app.spec.words import Column, Lines, List, Module, Resource, Section

if TYPE_CHECKING:
    from app.engine.registry import Registry

ICONS = frozenset((Path(__file__).parents[1] / "static" / "icons.txt").read_text().split())
ACTS = {"read", "create", "update", "delete", "export", "import"}


class DeclarationError(Exception):
    """A module says something that cannot be; the message names the module, the word and the fix."""


def check(module: Module, registry: Registry) -> Iterator[str]:
    """Yield one line per wrong word of `module`."""
    for role in module.roles:
        if not re.fullmatch(rf"{module.name}\.[a-z_]+", role.name):
            yield f"M011 {module.name}: role {role.name!r} must be named {module.name}.<person>"
    for icon, word in _icons(module):
        if icon not in ICONS:
            yield f"M015 {module.name}: {word} shows the icon {icon!r}; choose one of app/static/icons.txt"
    yield from _check_jobs(module)
    for tab in module.attach:
        if tab.to not in registry.resources:
            yield f"M009 {module.name}: attaches to {tab.to!r}, which no module declares"
    for resource in module.resources:
        yield from _check_resource(module, resource, registry)


def _check_jobs(module: Module) -> Iterator[str]:
    for job in module.jobs:
        first = next(iter(signature(job.run).parameters), "")
        if (first.lstrip("_") == "session") == job.long:
            wanted = "opens its own units of work, so it takes no session" if job.long else "takes the session first"
            yield f"M017 {module.name}: the job {job.name!r} {wanted}; see Job.long"


def _icons(module: Module) -> Iterator[tuple[str, str]]:
    yield module.icon, "the module"
    for link in module.links:
        yield link.icon, f"the link to {link.endpoint}"
    for resource in module.resources:
        yield resource.icon, resource.slug
        for step in resource.workflow.steps if resource.workflow else ():
            if step.icon:
                yield step.icon, f"the step {step.name!r} of {resource.slug}"


def _check_resource(module: Module, resource: Resource, registry: Registry) -> Iterator[str]:
    name = f"{module.name}.{resource.slug}"
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", resource.slug):
        yield f"M011 {name}: a slug is lower-case words joined by hyphens"
    yield from _check_tables(module, resource, name)
    for column in _columns(resource):
        owner = column.class_
        if not issubclass(resource.model, cast("type", owner)) and owner not in _line_models(resource):
            yield f"M005 {name}: {column} is not a column of {resource.model.__name__}"
        else:
            try:
                meta(column)
            except LookupError:
                yield f"M010 {name}: {column} is shown but has no label; make it with app.toolkit.field"
    for allow in resource.access:
        if allow.role.name not in registry.roles:
            yield f"M006 {name}: role {allow.role.name!r} is not declared by a loaded module"
        if allow.acts - ACTS:
            yield f"M006 {name}: {', '.join(sorted(allow.acts - ACTS))} is no act; use {', '.join(sorted(ACTS))}"
    if not any("read" in allow.acts for allow in resource.access):
        yield f"M008 {name}: nobody may read it; give at least one Allow(role, 'read')"
    yield from _check_reports(name, resource)
    yield from _check_personal(name, resource)
    yield from _check_flow(name, resource, registry)


def _check_tables(module: Module, resource: Resource, name: str) -> Iterator[str]:
    for model in (resource.model, *_line_models(resource)):
        table = model.__table__
        if not table.name.startswith(f"{module.name}_"):
            yield f"M003 {name}: table {table.name} must start with {module.name}_"
        allowed = {"core", module.name, *module.depends}
        for key in table.foreign_keys:
            owner = key.target_fullname.split(".")[0]
            if not any(owner.startswith(f"{prefix}_") for prefix in allowed):
                yield f"M004 {name}: {table.name} points to {owner}; add its module to depends"


def _check_personal(name: str, resource: Resource) -> Iterator[str]:
    """Personal values are masked until a logged reveal; these places would show, sort or find them without one."""
    places: list[tuple[str, Iterable[Column]]] = [
        ("the heading", [] if resource.heading is None else [resource.heading]),
        ("a filter", resource.filters),
        ("a group", resource.groups),
        ("the search", [getattr(resource.model, key) for key in resource.model.searched]),
    ]
    for view in resource.views:
        if not isinstance(view, List):
            places.append((f"a {type(view).__name__.lower()}", [one for one in vars(view).values() if one is not None]))
        elif view.under is not None:
            places.append(("the second line of a list", [view.under]))
    places += [("an item table", part.columns) for part in resource.form if isinstance(part, Lines)]
    for place, columns in places:
        for column in columns:
            if column.info.get("meta") and meta(column).personal:
                yield f"M014 {name}: {column} is personal and stands in {place}; show it in a section or a list"


def _check_reports(name: str, resource: Resource) -> Iterator[str]:
    steps = {step.name for step in resource.workflow.steps} if resource.workflow else set()
    for report in resource.reports:
        if report.signed and report.signed not in steps:
            yield f"M016 {name}: the printout {report.name!r} is signed by the step {report.signed!r}, which is none"


def _check_flow(name: str, resource: Resource, registry: Registry) -> Iterator[str]:
    flow = resource.workflow
    if flow is None:
        return
    for state in set(flow.states) - flow.reach(flow.steps):
        yield f"M007 {name}: no step leads to the state {state.value!r}"
    for day, state in declared(flow).dead_ends(flow):
        yield f"M007 {name}: what begins on {day} stands still in {state.value!r}; let a step of that day lead on"
    names = [step.name for step in flow.steps]
    for step_name in {one for one in names if names.count(one) > 1}:
        yield f"M012 {name}: two steps are named {step_name!r}; dates and history tell steps apart by name"
    for state in flow.terms:
        terms = flow.terms_of(state)
        if any(one.meets(other) for at, one in enumerate(terms) for other in terms[:at]):
            yield f"M013 {name}: two terms of {state.value!r} hold on the same day"
    yield from _check_step_roles(name, resource, flow, registry)


def _check_step_roles(name: str, resource: Resource, flow: Workflow, registry: Registry) -> Iterator[str]:
    readers = {allow.role.name for allow in resource.access if "read" in allow.acts}
    for step in flow.steps:
        for role in step.roles:
            if role.name not in registry.roles:
                yield f"M006 {name}: step {step.name!r} names the unknown role {role.name!r}"
            elif role.name not in readers:
                yield f"M006 {name}: {role.name!r} may take {step.name!r} but not read the record"


def _line_models(resource: Resource) -> list[Any]:
    return [part.attribute.property.mapper.class_ for part in resource.form if isinstance(part, Lines)]


def _columns(resource: Resource) -> Iterator[Column]:
    for part in resource.form:
        yield from part.columns
        if isinstance(part, Section):
            continue
        yield part.attribute
    for view in resource.views:
        yield from getattr(view, "columns", ()) if isinstance(getattr(view, "columns", ()), (list, tuple)) else ()
    yield from resource.key
    yield from resource.filters
    yield from resource.groups
