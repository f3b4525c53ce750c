"""One's own tokens for programs: made, shown once, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.data.base import db
from app.data.clock import today
from app.data.format import format_day, parse_day
from app.data.text import _
from app.engine import tokens
from app.engine.access import SYSTEM
from app.engine.passwords import check_password
from app.engine.work import work

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@bp.get("")
def index() -> str:
    """The tokens one has, and the form for a new one."""
    return _page()


@bp.post("")
def make() -> ResponseReturnValue:
    """Make a token and show it: the only time."""
    posted = request.form
    try:
        if not check_password(current_user.user, posted.get("password", "")):
            raise ValueError(str(_("The present password is wrong.")))
        with work(SYSTEM) as session:
            chosen, until = posted.getlist("scopes"), parse_day(posted.get("expires_on", ""))
            secret = tokens.make(session, current_user.user, posted.get("name", ""), chosen, until, today())
    except ValueError as error:
        flash(str(error), "bad")
        return _page(), 422
    return _page(secret=secret)


@bp.post("/<int:number>/end")
def end(number: int) -> ResponseReturnValue:
    """End one of one's own tokens."""
    try:
        with work(SYSTEM) as session:
            tokens.revoke(session, current_user.user, number)
    except LookupError:
        abort(404)
    flash(str(_("The token is ended.")), "good")
    return redirect(url_for("tokens.index"), 303)


def _page(**more: Any) -> str:
    rows = tokens.of_user(db.session(), current_user.user)
    until = format_day(today() + timedelta(days=90))
    return render_template("account/tokens.html", rows=rows, scopes=tokens.scopes(g.principal), until=until, **more)
