"""What is found while typing: records and functions behind Ctrl K, the rows of a long list in a form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from sqlalchemy import select

from app.data.base import db
from app.data.fold import fold
from app.data.people import Unit
from app.engine import unit_tree
from app.engine.forms import model_of
from app.engine.registry import registry

bp = Blueprint("palette", __name__)
CHOICES = 30


@bp.get("/palette")
def find() -> str:
    """What Ctrl K finds: records, functions, things to create."""
    words = request.args.get("q", "").strip()[:100]
    found, functions = [], []
    folded = fold(words)
    for resource in registry.open_resources().values():
        if not g.principal.may("read", resource):
            continue
        if folded in fold(str(resource.title)):
            functions.append((resource.icon, str(resource.title), url_for("resource.index", res=resource)))
        if g.principal.may("create", resource) and folded in fold(str(resource.one)):
            functions.append(("plus", str(resource.one), url_for("resource.new", res=resource)))
        if len(folded) > 1 and resource.model.searched:
            statement = select(resource.model).order_by(resource.model.id.desc()).limit(5)
            for word in folded.split()[:5]:
                statement = statement.where(resource.model.search_key.contains(word, autoescape=True))
            for row in db.session.scalars(statement):
                text = str(getattr(row, resource.heading.key)) if resource.heading is not None else ""
                found.append((resource.icon, str(row), text, url_for("resource.show", res=resource, row=row.id)))
    return render_template("home/palette.html", found=found[:12], functions=functions[:8], words=words)


@bp.get("/lookup/<table>")
def lookup(table: str) -> Any:
    """Rows for a reference field that is searched instead of listed: [{value, text}]."""
    try:
        model = model_of(table)
    except LookupError:
        abort(404)
    if table not in {"core_user", "core_unit"} and registry.of_table(table) is None:
        abort(404)
    words = fold(request.args.get("q", ""))[:60]
    if model is Unit:
        units = [branch.unit for branch in unit_tree.find(db.session(), words)]
        # Those in force first: old wards share names with new ones.
        units.sort(key=lambda unit: unit.valid_to is not None)
        return [{"value": unit.id, "text": unit.told_apart} for unit in units[:CHOICES]]
    column = model.search_key if hasattr(model, "search_key") else model.name
    rows = db.session.scalars(select(model).where(column.contains(words, autoescape=True)).limit(CHOICES))
    return [{"value": row.id, "text": str(row)} for row in rows]
