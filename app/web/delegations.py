"""Delegations (ủy quyền): an administrator or the holder of a post lets somebody act in it for a time."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.data.base import db
from app.data.clock import today
from app.data.people import Delegation, Post
from app.data.text import _
from app.engine import delegations, forms
from app.engine.work import work
from app.spec.words import Lines, Section

bp = Blueprint("delegations", __name__, url_prefix="/delegations")
SHOWN = 300


@bp.get("")
def index() -> str:
    """Delegations one has given or been given, and the posts one may delegate; an administrator sees all."""
    statement = select(Delegation).order_by(Delegation.valid_to.desc(), Delegation.id.desc()).limit(SHOWN)
    for link in (Delegation.holder, Delegation.user, Delegation.unit):
        statement = statement.options(joinedload(link))
    me, day = g.principal.user_id, today()
    if not g.principal.admin:
        statement = statement.where(or_(Delegation.holder_id == me, Delegation.user_id == me))
    rows = list(db.session.scalars(statement))
    posts = delegations.posts_of(db.session(), me, day)
    return render_template("admin/delegations.html", rows=rows, posts=posts, today=day, may_end=_may_end)


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Any post of anybody, as an administrator writes a decision down."""
    if not g.principal.admin:
        raise PermissionError(str(_("You may delegate your own posts only.")))
    return _form(Delegation(), delegations.FORM, None)


@bp.route("/new/<int:number>", methods=["GET", "POST"])
def of_post(number: int) -> ResponseReturnValue:
    """One's own post: only the person, the decision and the days are asked."""
    post = _mine(number)
    made = Delegation(holder_id=post.user_id, role=post.role, unit_id=post.unit_id, valid_from=today())
    return _form(made, delegations.OF_POST, number)


@bp.post("/<int:number>/end")
def end(number: int) -> ResponseReturnValue:
    """End a delegation from today on."""
    with work(g.principal) as session:
        made = session.get(Delegation, number)
        if made is None or not _may_end(made):
            abort(404)
        delegations.end(session, made, today())
    flash(str(_("The delegation has ended.")), "good")
    return redirect(url_for("delegations.index"), 303)


def _form(made: Delegation, parts: Sequence[Section | Lines], number: int | None) -> ResponseReturnValue:
    posted = request.form if request.method == "POST" else None
    form = forms.build(db.session(), parts, made, posted)
    if posted is None or not form.validate():
        return _page(form, number), (200 if posted is None else 422)
    try:
        with work(g.principal) as session:
            delegations.delegate(session, made, form, g.principal)
    except ValueError as error:
        flash(str(error), "bad")
        return _page(form, number), 422
    flash(str(_("The delegation is written down.")), "good")
    return redirect(url_for("delegations.index"), 303)


def _page(form: forms.RecordForm, number: int | None) -> str:
    post = _mine(number) if number else None
    return render_template("admin/delegation.html", form=form, record=Delegation(), post=post)


def _mine(number: int) -> Post:
    held = delegations.posts_of(db.session(), g.principal.user_id, today())
    return next((post for post in held if post.id == number), None) or abort(404)


def _may_end(made: Delegation) -> bool:
    return made.valid_to >= today() and (g.principal.admin or made.holder_id == g.principal.user_id)
