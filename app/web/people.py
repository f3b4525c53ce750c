"""The administrators' pages about people: accounts with their posts, one-time passwords, locks, sessions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.data.base import db
from app.data.fold import fold
from app.data.named import name_of
from app.data.people import Post, User
from app.data.row_id import row_id
from app.data.text import _
from app.engine import forms, patience, people, stamp
from app.engine.work import work
from app.web.guard import administrators_only
from app.web.history import history

bp = Blueprint("people", __name__, url_prefix="/admin/users")
bp.before_request(administrators_only)
PAGE = 80
ACTS = {"unlock", "password", "second-factor", "sessions"}


@bp.get("")
def index() -> str:
    """People with their posts; searched by name, user name or a word of a post's unit."""
    words, number = request.args.get("q", "")[:60], row_id(request.args.get("page", "")) or 1
    statement = select(User).options(selectinload(User.posts).options(joinedload(Post.unit)))
    for word in fold(words).split()[:6]:
        statement = statement.where(User.search_key.contains(word, autoescape=True))
    if request.args.get("inactive") != "1":
        statement = statement.where(User.active)
    found = statement.order_by(User.name, User.id).offset((number - 1) * PAGE).limit(PAGE + 1)
    rows = list(db.session.scalars(found))
    locked = patience.waiting(db.session(), [user.login for user in rows])
    return render_template(
        "admin/users.html", users=rows[:PAGE], locked=locked, words=words, number=number, more=len(rows) > PAGE
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """An account that does not exist yet; it gets a one-time password, shown once."""
    return _form(User(login="", name="", active=True, posts=[]))


@bp.route("/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """One account: its names, its posts, what can be done when somebody cannot get in."""
    return _form(_load(number))


@bp.post("/<int:number>/<act>")
def do(number: int, act: str) -> ResponseReturnValue:
    """Unlock, give a one-time password, switch off the second factor, or sign somebody out everywhere."""
    if act not in ACTS:
        abort(404)
    with work(g.principal) as session:
        user = _load(number)
        if act == "password":
            flash(_password_words(user, people.give_password(session, user)), "good")
        elif act == "unlock":
            patience.forget(session, user)
            flash(str(_("%(name)s may try again.", name=user.name)), "good")
        elif act == "second-factor":
            people.drop_second_factor(session, user)
            flash(str(_("The second factor of %(name)s is off.", name=user.name)), "good")
        else:
            people.end_sessions(session, user)
            flash(str(_("%(name)s is signed out everywhere.", name=user.name)), "good")
    return redirect(url_for("people.edit", number=number), 303)


def _form(user: User) -> ResponseReturnValue:
    posted = request.form if request.method == "POST" else None
    form = stamp.build(db.session(), people.ACCOUNT, user, posted)
    if posted is None or not form.validate():
        return _page(user, form), (200 if posted is None else 422)
    fresh = user.id is None
    try:
        with work(g.principal) as session:
            people.save(session, user, form, g.principal)
            if fresh:
                flash(_password_words(user, people.give_password(session, user)), "good")
    except ValueError as error:
        flash(str(error), "bad")
        return _page(User(login="", name="", posts=[]) if fresh else _load(user.id), form), 422
    flash(str(_("Saved %(record)s.", record=user)), "good")
    return redirect(url_for("people.edit", number=user.id), 303)


def _page(user: User, form: forms.RecordForm) -> str:
    around: dict[str, Any] = {}
    if user.id:
        posts = {post: f"{name_of('roles', post.role)}, {post.unit.name}" for post in user.posts if post.id}
        around = {"locked": bool(patience.waiting(db.session(), [user.login])), "history": history(user, posts)}
    return render_template("admin/user.html", record=user, form=form, **around)


def _load(number: int) -> User:
    statement = select(User).where(User.id == number).options(selectinload(User.posts).options(joinedload(Post.unit)))
    user = db.session.scalar(statement.execution_options(populate_existing=True))
    if user is None:
        abort(404)
    return user


def _password_words(user: User, password: str) -> str:
    text = _("One-time password of %(name)s: %(password)s. It is shown once.", name=user.name, password=password)
    return str(text)
