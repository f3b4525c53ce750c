"""The apps and menu entries that a person may open."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import g, request, url_for

from app.data.base import db
from app.engine.figures import Waiting, waiting
from app.engine.registry import registry
from app.spec.words import Link, Module, Resource

MOST_KEPT = 500  # menus that are kept, one for each set of roles
_kept: dict[Any, dict[str, list[Entry]]] = {}


class Entry(NamedTuple):
    """A line of a menu, the same for all with the same roles; `resource` is the key of what may wait behind it."""

    declared: Resource | Link
    url: str
    resource: str = ""


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
    kept = _kept_menus()
    if module.name not in kept:
        kept[module.name] = _declared(module)
    return [_shown(entry) for entry in kept[module.name]]


def _kept_menus() -> dict[str, list[Entry]]:
    """The menus of everybody with the same roles, by module: asking some forty rights for each page takes milliseconds."""
    if "menus" not in g:
        who = g.principal
        roles = frozenset(grant.role for grant in who.grants)
        key = (who.system, roles, who.scopes, registry.off, registry.loads, request.script_root)
        if key not in _kept and len(_kept) >= MOST_KEPT:
            _kept.clear()
        g.menus = _kept.setdefault(key, {})
    menus: dict[str, list[Entry]] = g.menus
    return menus


def _declared(module: Module) -> list[Entry]:
    links = [one for one in module.links if g.principal.holds(one.roles)]
    entries = [
        *(_of_link(one) for one in links if one.first),
        *(_of_resource(one) for one in module.resources if _lists(one)),
        *(_of_link(one) for one in links if not one.first),
    ]
    headings = list(dict.fromkeys([None, *(entry.declared.under for entry in entries)]))
    return sorted(entries, key=lambda entry: headings.index(entry.declared.under))


def _lists(resource: Resource) -> bool:
    shown = resource.menu if isinstance(resource.menu, bool) else g.principal.holds(resource.menu)
    return shown and g.principal.may("read", resource)


def _of_resource(resource: Resource) -> Entry:
    return Entry(resource, url_for("resource.index", res=resource), registry.key(resource))


def _of_link(link: Link) -> Entry:
    return Entry(link, url_for(link.endpoint))


def _shown(entry: Entry) -> dict[str, Any]:
    declared, url = entry.declared, entry.url
    return {
        "title": declared.title,
        "under": declared.under,
        "icon": declared.icon,
        "url": url,
        "count": _waiting().tasks.get(entry.resource, 0),
        "current": request.path == url or request.path.startswith(url + "/"),
    }


def unread() -> int:
    """Return the number on the bell."""
    return _waiting().notices


def _waiting() -> Waiting:
    """What waits for this person, asked once per page."""
    if "waiting" not in g:
        g.waiting = waiting(db.session(), g.principal)
    found: Waiting = g.waiting
    return found


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
