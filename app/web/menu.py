"""The apps and menu entries that a person may open."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for

from app.data.base import db
from app.engine.figures import waiting
from app.engine.registry import registry
from app.spec.words import Link, Module, Resource


def apps() -> list[dict[str, Any]]:
    """Return the modules of which the user may open something."""
    found = []
    for module in registry.open_modules():
        entries = entries_of(module)
        if entries:
            found.append(
                {
                    "title": module.title,
                    "icon": module.icon,
                    "tone": module.tone,
                    "url": entries[0]["url"],
                    "name": module.name,
                    "count": sum(entry["count"] for entry in entries),
                }
            )
    return found


def entries_of(module: Module) -> list[dict[str, Any]]:
    """Return the menu entries of a module that the user may open, those of one heading together."""
    if "entries" not in g:
        g.entries = {}
    if module.name not in g.entries:
        g.entries[module.name] = _entries_of(module)
    entries: list[dict[str, Any]] = g.entries[module.name]
    return entries


def _entries_of(module: Module) -> list[dict[str, Any]]:
    links = [one for one in module.links if g.principal.holds(one.roles)]
    entries = [
        *(_of_link(one) for one in links if one.first),
        *(_of_resource(one) for one in module.resources if _lists(one)),
        *(_of_link(one) for one in links if not one.first),
    ]
    headings = list(dict.fromkeys([None, *(entry["under"] for entry in entries)]))
    return sorted(entries, key=lambda entry: headings.index(entry["under"]))


def _lists(resource: Resource) -> bool:
    shown = resource.menu if isinstance(resource.menu, bool) else g.principal.holds(resource.menu)
    return shown and g.principal.may("read", resource)


def _of_resource(resource: Resource) -> dict[str, Any]:
    count = _waiting().get(registry.key(resource), 0)
    return _entry(resource, url_for("resource.index", res=resource), count)


def _of_link(link: Link) -> dict[str, Any]:
    return _entry(link, url_for(link.endpoint))


def _entry(declared: Resource | Link, url: str, count: int = 0) -> dict[str, Any]:
    return {
        "title": declared.title,
        "under": declared.under,
        "icon": declared.icon,
        "url": url,
        "count": count,
        "current": request.path == url or request.path.startswith(url + "/"),
    }


def _waiting() -> dict[str, int]:
    """What waits for this person per resource, asked once per page."""
    if "waiting" not in g:
        g.waiting = waiting(db.session(), g.principal)
    return g.waiting


def menu() -> list[dict[str, Any]]:
    """Return the side menu: the entries of the module that the present page belongs to."""
    view_args = request.view_args or {}
    resource = view_args.get("res")
    module = registry.module_of(resource) if resource is not None else _module_of_blueprint()
    items = entries_of(module) if module else []
    # A page of a module may be open to people for whom nothing of its menu is.
    return [{"heading": module.title, "icon": module.icon, "items": items}] if module and items else []


def _module_of_blueprint() -> Module | None:
    """The module whose own screen this is."""
    own = (request.blueprint or "").split(".")[0]
    linked = (one for one in registry.open_modules() if any(link.endpoint.startswith(f"{own}.") for link in one.links))
    return registry.modules.get(own) or registry.of_route(own) or next(linked, None)
