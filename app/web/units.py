"""The administrators' pages about units: the tree, one unit with its lineage, and what may be changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.data.base import db
from app.data.clock import today
from app.data.people import Unit, UnitKind
from app.data.row_id import row_id
from app.data.text import _
from app.engine import forms, lineage, stamp, unit_tree
from app.engine.work import work
from app.web.guard import administrators_only
from app.web.history import history

bp = Blueprint("units", __name__, url_prefix="/admin/units")
bp.before_request(administrators_only)
PAGE = 100
CHILDREN = 60


@bp.get("")
def index() -> str:
    """The tree of units, narrowed by words, kind, the unit above, and whether they are in force."""
    args, day = request.args, today()
    words, kind, closed = args.get("q", "")[:60], args.get("kind", ""), args.get("closed") == "1"
    number, top = row_id(args.get("page", "")) or 1, row_id(args.get("under", ""))
    under = _load(top) if top else None
    found = unit_tree.find(db.session(), words, UnitKind.typed(kind), None if closed else day, under)
    return render_template(
        "admin/units.html",
        rows=found[(number - 1) * PAGE : number * PAGE],
        count=len(found),
        words=words,
        kind=kind,
        kinds=UnitKind,
        closed=closed,
        under=under,
        number=number,
        more=len(found) > number * PAGE,
        today=day,
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A unit that does not exist yet; `?under=` names the one above it."""
    return _form(Unit(parent_id=row_id(request.args.get("under", ""))))


@bp.route("/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """One unit: its form, where it came from, what it went into, who holds posts in it, what stands below."""
    return _form(_load(number))


@bp.route("/<int:number>/merge", methods=["GET", "POST"])
def merge(number: int) -> ResponseReturnValue:
    """Write down which units this one was made of; those that go in as a whole are closed."""
    unit = _load(number)
    posted = request.form if request.method == "POST" else None
    form = stamp.build(db.session(), lineage.FORM, unit, posted)
    if posted is None or not form.validate():
        return render_template("admin/merge.html", form=form, record=unit), (200 if posted is None else 422)
    try:
        with work(g.principal) as session:
            moved = lineage.merge(session, unit, form, with_posts=posted.get("with_posts") == "1")
    except ValueError as error:
        flash(str(error), "bad")
        return render_template("admin/merge.html", form=form, record=_load(number)), 422
    flash(str(_("The lineage is written down. Posts moved along: %(count)s.", count=moved)), "good")
    return redirect(url_for("units.edit", number=number), 303)


def _form(unit: Unit) -> ResponseReturnValue:
    posted = request.form if request.method == "POST" else None
    form = stamp.build(db.session(), unit_tree.FORM, unit, posted)
    if posted is None or not form.validate():
        return _page(unit, form), (200 if posted is None else 422)
    fresh = unit.id is None
    try:
        with work(g.principal) as session:
            unit_tree.save(session, unit, form)
    except ValueError as error:
        flash(str(error), "bad")
        return _page(Unit() if fresh else _load(unit.id), form), 422
    flash(str(_("Saved %(record)s.", record=unit)), "good")
    return redirect(url_for("units.edit", number=unit.id), 303)


def _page(unit: Unit, form: forms.RecordForm) -> str:
    session = db.session()
    around: dict[str, Any] = {"above": []}
    if unit.id:
        below = unit_tree.find(session, day=today(), top=unit)
        around = {
            "above": unit_tree.above(session, unit),
            "origins": lineage.origins(session, unit),
            "successors": lineage.successors(session, unit),
            "posts": unit_tree.posts(session, unit),
            "children": [one.unit for one in below if one.depth == 0][:CHILDREN],
            "below": len(below),
            "history": history(unit),
        }
    return render_template("admin/unit.html", record=unit, form=form, today=today(), **around)


def _load(number: int) -> Unit:
    statement = select(Unit).where(Unit.id == number).options(selectinload(Unit.origins))
    unit = db.session.scalar(statement.execution_options(populate_existing=True))
    if unit is None:
        abort(404)
    return unit
