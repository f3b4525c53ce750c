"""Saved filters: a list address under a name, for oneself or for the whole unit."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, bindparam, or_, select

from app.data.base import db
from app.data.messages import SavedFilter
from app.data.text import _
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource


def filters_of(res: Resource) -> list[SavedFilter]:
    """Return the filters of a list that this person may use, own and of the unit, by name."""
    here = {"resource": registry.key(res), "user": g.principal.user_id, "unit": g.principal.unit_id}
    return list(db.session.scalars(_usable(), here))


@cache
def _usable() -> Select[Any]:
    """Written once: every list asks it."""
    mine = or_(SavedFilter.user_id == bindparam("user"), SavedFilter.unit_id == bindparam("unit"))
    return select(SavedFilter).where(SavedFilter.resource == bindparam("resource"), mine).order_by(SavedFilter.name)


def save(res: Resource) -> ResponseReturnValue:
    """Keep the present address under a name; a name of one's own that exists is overwritten."""
    g.principal.require("read", res)
    name = request.form.get("name", "").strip()[:80]
    if not name:
        flash(str(_("Give the filter a name.")), "bad")
        return _back(res)
    with work(g.principal) as session:
        where = (SavedFilter.resource == registry.key(res), SavedFilter.user_id == g.principal.user_id)
        row = session.scalar(select(SavedFilter).where(*where, SavedFilter.name == name))
        if row is None:
            row = SavedFilter(user_id=g.principal.user_id, resource=registry.key(res), name=name)
            session.add(row)
        row.unit_id = g.principal.unit_id if request.form.get("shared") else None
        row.query = request.form.get("query", "")[:2000]
    flash(str(_("Saved the filter “%(name)s”.", name=name)), "good")
    return _back(res)


def drop(res: Resource, number: int) -> ResponseReturnValue:
    """Delete a filter of one's own."""
    g.principal.require("read", res)
    with work(g.principal) as session:
        row = session.get(SavedFilter, number)
        if row is None or row.user_id != g.principal.user_id or row.resource != registry.key(res):
            abort(404)
        name = row.name
        session.delete(row)
    flash(str(_("Deleted the filter “%(name)s”.", name=name)), "good")
    return _back(res)


def _back(res: Resource) -> ResponseReturnValue:
    query = request.form.get("query", "")[:2000]
    return redirect(url_for("resource.index", res=res) + (f"?{query}" if query else ""), 303)
