"""What every page needs around its content: who I am, the apps and menu I may open, the bell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g
from flask_login import current_user
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.data.base import db
from app.data.clock import today
from app.data.field import meta
from app.data.messages import Notice
from app.data.people import Post, Unit, User
from app.data.text import DEFAULT, language, translate
from app.engine.registry import registry
from app.web import files, filters, menu

BARE: dict[str, Any] = {"me": None, "apps": [], "menu": [], "demo": False, "unread": 0, "language": DEFAULT}


def init(site: Flask) -> None:
    """Give templates their filters, words and the layout's variables."""
    site.jinja_env.filters.update(filters.FILTERS)
    site.jinja_env.globals.update(
        _=translate,
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
            "me": _me(),
            "language": language.get(),
            "apps": menu.apps(),
            "menu": menu.menu(),
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
        .outerjoin(Post, and_(Post.user_id == User.id, Post.valid_on(today())))
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


def _unread() -> int:
    where = (Notice.user_id == current_user.user.id, Notice.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Notice).where(*where)) or 0
