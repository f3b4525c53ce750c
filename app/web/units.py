"""The administrators' pages about units: the tree, one unit with its lineage, and what may be changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.data.base import db
from app.data.clock import today
from app.data.fold import fold
from app.data.people import Unit, UnitKind, UnitLink
from app.data.text import _
from app.engine import forms, unit_tree
from app.engine.work import work
from app.web.guard import administrators_only

bp = Blueprint("units", __name__, url_prefix="/admin/units")
bp.before_request(administrators_only)
PAGE = 100


@bp.get("")
def index() -> str:
    """Units by name, kind and whether they are in force."""
    args, day = request.args, today()
    words, kind, closed = args.get("q", "")[:60], args.get("kind", ""), args.get("closed") == "1"
    number = max(args.get("page", 1, type=int), 1)
    statement = select(Unit).options(joinedload(Unit.parent)).order_by(Unit.path, Unit.id)
    if kind in {one.value for one in UnitKind}:
        statement = statement.where(Unit.kind == UnitKind(kind))
    if not closed:
        statement = statement.where(or_(Unit.valid_to.is_(None), Unit.valid_to >= day))
    # Under a thousand units, and names carry marks: they are folded here.
    folded = fold(words).split()
    found = [
        one for one in db.session.scalars(statement) if all(word in fold(f"{one.code} {one.name}") for word in folded)
    ]
    rows = found[(number - 1) * PAGE : number * PAGE]
    return render_template(
        "admin/units.html",
        rows=rows,
        count=len(found),
        words=words,
        kind=kind,
        kinds=UnitKind,
        closed=closed,
        number=number,
        more=len(found) > number * PAGE,
        today=day,
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> Any:
    """A unit that does not exist yet."""
    return _form(Unit())


@bp.route("/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> Any:
    """One unit: its form, where it came from, what it went into, who holds posts in it."""
    return _form(_load(number))


@bp.route("/lineage", methods=["GET", "POST"])
def join() -> Any:
    """Write down that an old unit went into a new one."""
    link = UnitLink(old_id=request.args.get("old", type=int), new_id=request.args.get("new", type=int))
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), unit_tree.LINK, link, posted)
    if posted is None or not form.validate():
        return render_template("admin/lineage.html", form=form, record=link), (200 if posted is None else 422)
    try:
        with work(g.principal) as session:
            unit_tree.join(session, link, form)
            old = link.old_id
    except ValueError as error:
        flash(str(error), "bad")
        return render_template("admin/lineage.html", form=form, record=UnitLink()), 422
    flash(str(_("The lineage is written down.")), "good")
    return redirect(url_for("units.edit", number=old), 303)


def _form(unit: Unit) -> Any:
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), unit_tree.FORM, unit, posted)
    if posted is None or not form.validate():
        return _page(unit, form), (200 if posted is None else 422)
    fresh = unit.id is None
    try:
        with work(g.principal) as session:
            unit_tree.save(session, unit, form)
    except ValueError as error:
        flash(str(error), "bad")
        return _page(unit if fresh else _load(unit.id), form), 422
    flash(str(_("Saved %(record)s.", record=unit)), "good")
    return redirect(url_for("units.edit", number=unit.id), 303)


def _page(unit: Unit, form: forms.RecordForm) -> str:
    session = db.session()
    around: dict[str, Any] = {}
    if unit.id:
        around = {
            "origins": unit_tree.origins(session, unit),
            "successors": unit_tree.successors(session, unit),
            "posts": unit_tree.posts(session, unit),
            "children": unit_tree.children(session, unit),
        }
    return render_template("admin/unit.html", record=unit, form=form, **around)


def _load(number: int) -> Unit:
    unit = db.session.get(Unit, number)
    if unit is None:
        abort(404)
    return unit
