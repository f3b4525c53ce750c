"""Signing in and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from app.data.base import db
from app.data.moment import now
from app.data.state import SignIn
from app.data.text import LANGUAGES
from app.engine.access import SYSTEM, bind
from app.engine.passwords import enter as enter_house
from app.engine.work import work
from app.web.guard import Visitor, public

bp = Blueprint("signin", __name__)


@bp.get("/sign-in")
@public
def form() -> Any:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(_next())
    return render_template("account/sign_in.html", next=request.args.get("next", ""), second=False)


@bp.post("/sign-in")
@public
def enter() -> Any:
    """Check name, password and code; go back to the page that was asked for."""
    posted = request.form
    bind(db.session(), SYSTEM)
    try:
        with work(SYSTEM) as rows:
            failure = None
            try:
                user, sign_in = enter_house(
                    rows,
                    posted.get("login", ""),
                    posted.get("password", ""),
                    posted.get("code", ""),
                    request.user_agent.string,
                    request.remote_addr or "",
                )
            except ValueError as error:
                failure = error  # the count of failures is committed all the same
        if failure:
            raise failure
    except LookupError:
        return render_template(
            "account/sign_in.html",
            next=posted.get("next", ""),
            second=True,
            login=posted.get("login", ""),
            password=posted.get("password", ""),
        )
    except ValueError as error:
        flash(str(error), "bad")
        return render_template(
            "account/sign_in.html", next=posted.get("next", ""), second=False, login=posted.get("login", "")
        ), 422
    session.clear()
    session.permanent = True
    login_user(Visitor(user, sign_in))
    return redirect(_next(), 303)


@bp.post("/sign-out")
def leave() -> Any:
    """End this device's session."""
    if current_user.is_authenticated:
        with work(SYSTEM) as rows:
            rows.get_one(SignIn, current_user.sign_in.id).ended_at = now()
    logout_user()
    session.clear()
    return redirect(url_for("signin.form"), 303)


@bp.post("/language")
@public
def language() -> Any:
    """Change the language of the pages before the sign-in."""
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(_next(), 303)


def _next() -> str:
    """Only paths of this site: an address of another site would be an open door for deceivers."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme:
        return wanted
    return url_for("home.index")
