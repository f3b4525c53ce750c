"""One's own account: password, second factor, open sessions, theme and language."""

from __future__ import annotations

from typing import Any

import pyotp
from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy import select

from app.data.base import db
from app.data.entry import SignIn
from app.data.moment import now
from app.data.people import User
from app.data.text import LANGUAGES, _
from app.engine import entry
from app.engine.access import SYSTEM
from app.engine.barcodes import QrCode
from app.engine.passwords import set_password
from app.engine.work import work
from app.web.answers import telling
from app.web.own_path import own_path

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
def index() -> str:
    """The account page with the open sessions."""
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.user_id == current_user.user.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.seen_at.desc())
    )
    return render_template("account/index.html", user=current_user.user, sign_ins=list(rows), own=current_user.sign_in)


@bp.post("/password")
def password() -> Any:
    """Change the password; every other session ends."""
    posted = request.form
    with telling():
        _confirm(posted.get("old", ""))
        if posted.get("new") != posted.get("again"):
            raise ValueError(str(_("The two new passwords differ.")))
        with work(SYSTEM) as rows:
            if posted.get("new") == posted.get("old"):
                raise ValueError(str(_("The new password is the old one.")))
            set_password(_user(), posted.get("new", ""))
            for row in rows.scalars(
                select(SignIn).where(
                    SignIn.user_id == _user().id, SignIn.ended_at.is_(None), SignIn.id != current_user.sign_in.id
                )
            ):
                row.ended_at = now()
        flash(str(_("The password is changed; other sessions are ended.")), "good")
        return redirect(_here(url_for("account.index")), 303)
    return redirect(url_for("account.index", next=posted.get("next")), 303)


@bp.post("/sessions/<int:row>/end")
def end(row: int) -> Any:
    """End one of one's own sessions."""
    with work(SYSTEM) as rows:
        found = rows.get(SignIn, row)
        if found is None or found.user_id != _user().id:
            abort(404)
        found.ended_at = now()
    flash(str(_("The session is ended.")), "good")
    return redirect(url_for("account.index"), 303)


@bp.route("/second-factor", methods=["GET", "POST"])
def second_factor() -> Any:
    """Turn the second factor on by proving that the phone has the secret; changing phones asks for the password."""
    secret = session.setdefault("totp", pyotp.random_base32())
    if request.method == "POST":
        try:
            if _user().totp_secret:
                _confirm(request.form.get("password", ""))
            with work(SYSTEM) as rows:
                codes = entry.turn_on(rows, _user(), secret, request.form.get("code", ""))
        except ValueError as error:
            flash(str(error), "bad")
        else:
            session.pop("totp")
            flash(str(_("The second factor is on.")), "good")
            return _codes(codes)
    address = pyotp.TOTP(secret).provisioning_uri(name=_user().login, issuer_name="Một Cửa")
    picture = QrCode.of(address).picture
    left = entry.codes_left(db.session(), _user()) if _user().totp_secret else None
    return render_template("account/second_factor.html", secret=secret, picture=picture, left=left)


@bp.post("/backup-codes")
def backup_codes() -> Any:
    """Replace the codes on paper, when they are used up or somebody has seen them."""
    with telling():
        _confirm(request.form.get("password", ""))
        with work(SYSTEM) as rows:
            codes = entry.renew_codes(rows, _user())
        return _codes(codes)
    return redirect(url_for("account.second_factor"), 303)


def _codes(codes: list[str]) -> str:
    """Show codes the only time they can be read; from there the way leads to the page that was asked for."""
    return render_template("account/second_factor.html", codes=codes, onward=_here(url_for("account.index")))


@bp.post("/theme")
def theme() -> Any:
    """Switch between light and dark."""
    with work(SYSTEM):
        _user().theme = "dark" if _user().theme == "light" else "light"
    return redirect(_here(), 303)


@bp.post("/language")
def language() -> Any:
    """Switch the language of the screens."""
    with work(SYSTEM):
        wanted = request.form.get("language") or ("en" if _user().language == "vi" else "vi")
        if wanted in LANGUAGES:
            _user().language = wanted
    return redirect(_here(), 303)


def _confirm(password: str) -> None:
    """Ask who sits at a screen that was left open; wrong tries count as they do at the door."""
    failure = None
    with work(SYSTEM) as rows:
        try:
            entry.confirm(rows, _user(), password, request.remote_addr or "")
        except ValueError as error:
            failure = error  # the count is committed all the same
    if failure:
        raise failure


def _user() -> User:
    """The person as a row of this session: a unit of work of the system begins with an empty one."""
    return db.session.get_one(User, current_user.user.id)


def _here(otherwise: str = "") -> str:
    return own_path(request.form.get("next", ""), otherwise or url_for("home.index"))
