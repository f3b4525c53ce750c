"""Delegations (ủy quyền): an administrator or the holder of a post lets somebody act in it for a time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.data.base import db
from app.data.clock import today
from app.data.people import Delegation
from app.data.text import _
from app.engine import forms, people
from app.engine.work import work

bp = Blueprint("delegations", __name__, url_prefix="/delegations")
SHOWN = 300


@bp.get("")
def index() -> str:
    """Delegations one has given or been given; an administrator sees all."""
    statement = select(Delegation).order_by(Delegation.valid_to.desc(), Delegation.id.desc()).limit(SHOWN)
    for link in (Delegation.holder, Delegation.user, Delegation.unit):
        statement = statement.options(joinedload(link))
    if not g.principal.admin:
        me = g.principal.user_id
        statement = statement.where(or_(Delegation.holder_id == me, Delegation.user_id == me))
    rows = list(db.session.scalars(statement))
    return render_template("admin/delegations.html", rows=rows, today=today(), may_end=_may_end)


@bp.route("/new", methods=["GET", "POST"])
def new() -> Any:
    """Ask who may act for whom, in which post, by which decision, from when to when."""
    made = Delegation(holder_id=g.principal.user_id)
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), people.DELEGATION, made, posted)
    if posted is None or not form.validate():
        return render_template("admin/delegation.html", form=form, record=made), (200 if posted is None else 422)
    if not g.principal.admin and form["holder_id"].data != g.principal.user_id:
        raise PermissionError(str(_("You may delegate your own posts only.")))
    try:
        with work(g.principal) as session:
            people.delegate(session, made, form)
    except ValueError as error:
        flash(str(error), "bad")
        return render_template("admin/delegation.html", form=form, record=Delegation()), 422
    flash(str(_("The delegation is written down.")), "good")
    return redirect(url_for("delegations.index"), 303)


@bp.post("/<int:number>/end")
def end(number: int) -> Any:
    """End a delegation from today on."""
    with work(g.principal) as session:
        made = session.get(Delegation, number)
        if made is None or not _may_end(made):
            abort(404)
        people.end_delegation(session, made, today())
    flash(str(_("The delegation has ended.")), "good")
    return redirect(url_for("delegations.index"), 303)


def _may_end(made: Delegation) -> bool:
    return made.valid_to >= today() and (g.principal.admin or made.holder_id == g.principal.user_id)
