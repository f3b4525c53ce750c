"""What every page needs around its content: who I am, the apps and menu I may open, the bell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g, url_for
from flask_login import current_user
from sqlalchemy import select

from app.data.base import db
from app.data.field import meta
from app.data.people import User
from app.data.text import DEFAULT, language, translate
from app.engine.registry import registry
from app.engine.unit_tree import city_name
from app.web import files, filters, menu

BARE: dict[str, Any] = {"me": None, "apps": [], "menu": [], "demo": False, "unread": 0, "language": DEFAULT}


def init(site: Flask) -> None:
    """Give templates their filters, words and the layout's variables."""
    site.jinja_env.filters.update(filters.FILTERS)
    site.jinja_env.globals.update(
        _=translate,
        icons=_icons,
        meta=meta,
        shown=filters.shown,
        about=filters.about,
        leads_to=filters.leads_to,
        registry=registry,
        getattr=getattr,
    )
    site.jinja_env.globals.update(leaves_of=files.leaves_of)
    site.context_processor(_layout)


def _layout() -> dict[str, Any]:
    if "layout" not in g and (not current_user.is_authenticated or "principal" not in g):
        g.layout = BARE | {"demo": current_app.config["DEMO"], "language": language.get()}
    if "layout" not in g:
        g.layout = {
            "me": _me(city_name(db.session())),
            "language": language.get(),
            "apps": menu.apps(),
            "menu": menu.menu(),
            "demo": current_app.config["DEMO"],
            "unread": menu.unread(),
        }
    return g.layout


def _icons() -> str:
    """The address of the file of icons, asked once per page: a list has hundreds of them."""
    if "icons" not in g:
        g.icons = url_for("static", filename="icons.svg")
    return g.icons


def _me(city: str) -> SimpleNamespace:
    user, principal = current_user.user, g.principal
    return SimpleNamespace(
        id=user.id,
        name=user.name,
        initials=user.initials,
        theme=user.theme,
        language=user.language,
        title=principal.title,
        unit_name=principal.unit,
        city_name=city,
        administrator=principal.admin,
        acting_for=_lenders(),
    )


def _lenders() -> str:
    """Whose posts this person uses by delegation, so that nobody forgets in whose name he acts."""
    ids = {grant.delegated_by for grant in g.principal.grants if grant.delegated_by}
    found = db.session.scalars(select(User.name).where(User.id.in_(ids)).order_by(User.name)) if ids else ()
    return ", ".join(found)
