"""What every page needs around its content: who I am, the apps and menu I may open, the bell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.data.base import db
from app.data.field import meta
from app.data.messages import Notice
from app.data.people import Post, Unit, User
from app.data.text import translate
from app.engine.figures import waiting
from app.engine.registry import registry
from app.spec.words import Module
from app.web import filters

BARE: dict[str, Any] = {"me": None, "apps": [], "menu": [], "demo": False, "unread": 0}


def init(site: Flask) -> None:
    """Give templates their filters, words and the layout's variables."""
    site.jinja_env.filters.update(filters.FILTERS)
    site.jinja_env.globals.update(_=translate, meta=meta, shown=filters.shown, registry=registry, getattr=getattr)
    site.context_processor(_layout)


def _layout() -> dict[str, Any]:
    if "layout" not in g and (not current_user.is_authenticated or "principal" not in g):
        g.layout = BARE | {"demo": current_app.config["DEMO"]}
    if "layout" not in g:
        g.layout = {
            "me": _me(),
            "apps": apps(),
            "menu": _menu(),
            "demo": current_app.config["DEMO"],
            "unread": _unread(),
        }
    return g.layout


def _me() -> SimpleNamespace:
    user = current_user.user
    top = aliased(Unit)
    city = select(top.name).where(top.parent_id.is_(None)).order_by(top.id).limit(1).scalar_subquery()
    title, unit, city_name = db.session.execute(
        select(Post.title, Unit, city)
        .select_from(User)
        .outerjoin(Post, Post.user_id == User.id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(User.id == user.id)
        .order_by(Post.id)
        .limit(1)
    ).one()
    return SimpleNamespace(
        id=user.id,
        name=user.name,
        initials=user.initials,
        theme=user.theme,
        language=user.language,
        title=title or "",
        unit_name=unit.committee if unit else "",
        city_name=city_name or "",
        administrator=g.principal.admin,
        acting_for=_lenders(),
    )


def _lenders() -> str:
    """Whose posts this person uses by delegation, so that nobody forgets in whose name he acts."""
    ids = {grant.delegated_by for grant in g.principal.grants if grant.delegated_by}
    found = db.session.scalars(select(User.name).where(User.id.in_(ids)).order_by(User.name)) if ids else ()
    return ", ".join(found)


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
    entries = []
    for resource in module.resources:
        if resource.menu and g.principal.may("read", resource):
            url = url_for("resource.index", res=resource)
            entries.append(
                {
                    "title": resource.title,
                    "under": resource.under,
                    "icon": resource.icon,
                    "url": url,
                    "count": _waiting().get(registry.key(resource), 0),
                    "current": request.path == url or request.path.startswith(url + "/"),
                }
            )
    for link in module.links:
        if g.principal.holds(link.roles):
            url = url_for(link.endpoint)
            entries.append(
                {
                    "title": link.title,
                    "under": link.under,
                    "icon": link.icon,
                    "url": url,
                    "count": 0,
                    "current": request.path == url or request.path.startswith(url + "/"),
                }
            )
    headings = list(dict.fromkeys([None, *(entry["under"] for entry in entries)]))
    return sorted(entries, key=lambda entry: headings.index(entry["under"]))


def _waiting() -> dict[str, int]:
    """What waits for this person per resource, asked once per page."""
    if "waiting" not in g:
        g.waiting = waiting(db.session(), g.principal)
    return g.waiting


def _menu() -> list[dict[str, Any]]:
    view_args = request.view_args or {}
    resource = view_args.get("res")
    module = registry.module_of(resource) if resource is not None else _module_of_blueprint()
    items = entries_of(module) if module else []
    # A page of a module may be open to people for whom nothing of its menu is.
    return [{"heading": module.title, "icon": module.icon, "items": items}] if module and items else []


def _module_of_blueprint() -> Module | None:
    """The module whose own screen this is, by its blueprint or by a link of its menu."""
    own = (request.blueprint or "").split(".")[0]
    linked = (m for m in registry.modules.values() if any(link.endpoint.split(".")[0] == own for link in m.links))
    return registry.modules.get(own) or next(linked, None)


def _unread() -> int:
    where = (Notice.user_id == current_user.user.id, Notice.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Notice).where(*where)) or 0
