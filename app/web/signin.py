"""Signing in and out."""

from __future__ import annotations

import time

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from app.data.entry import SignIn
from app.data.moment import now
from app.data.people import User
from app.data.text import LANGUAGES
from app.engine import entry
from app.engine.access import SYSTEM
from app.engine.work import work
from app.web.guard import Visitor, public
from app.web.own_path import own_path

bp = Blueprint("signin", __name__)
PATIENCE = 300  # seconds between the password and the code


@bp.get("/sign-in")
@public
def form() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(_next())
    return render_template("account/sign_in.html", next=request.args.get("next", ""))


@bp.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Check name and password; then the code, or the page that was asked for."""
    posted, failure = request.form, None
    with work(SYSTEM) as rows:
        try:
            user = entry.recognise(rows, posted.get("login", ""), posted.get("password", ""), _address())
        except ValueError as error:
            failure = error  # the count of wrong tries is committed all the same
        else:
            if not user.totp_secret:
                return _let_in(rows, user)
    if failure:
        flash(str(failure), "bad")
        page = render_template("account/sign_in.html", next=posted.get("next", ""), login=posted.get("login", ""))
        return page, 422
    session.clear()
    session["pending"] = [user.id, int(time.time())]
    return redirect(url_for("signin.code", next=_next()), 303)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Ask for the second factor of who has just given the right password."""
    number, at = session.get("pending", (0, 0))
    if time.time() - at > PATIENCE:
        return redirect(url_for("signin.form", next=request.values.get("next", "")), 303)
    if request.method == "GET":
        return render_template("account/code.html", next=request.args.get("next", ""))
    failure = None
    with work(SYSTEM) as rows:
        user = rows.get_one(User, number)
        try:
            entry.prove(rows, user, request.form.get("code", ""), _address())
        except ValueError as error:
            failure = error
        else:
            return _let_in(rows, user)
    flash(str(failure), "bad")
    return render_template("account/code.html", next=request.form.get("next", "")), 422


@bp.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End this device's session."""
    if current_user.is_authenticated:
        with work(SYSTEM) as rows:
            rows.get_one(SignIn, current_user.sign_in.id).ended_at = now()
    logout_user()
    session.clear()
    return redirect(url_for("signin.form"), 303)


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Change the language of the pages before the sign-in."""
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(_next(), 303)


def _let_in(rows: Session, user: User) -> ResponseReturnValue:
    row, token = entry.open_session(rows, user, request.user_agent.string, _address())
    rows.flush()
    # A new cookie for a new session: what a stranger has put into the old one is gone.
    session.clear()
    session.permanent = True
    login_user(Visitor(user, row, token))
    return redirect(_next(), 303)


def _address() -> str:
    return request.remote_addr or ""


def _next() -> str:
    return own_path(request.values.get("next", ""), url_for("home.index"))
