"""Before every request: who asks, in which language, and whether the page is open to strangers."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from flask import Flask, Response, abort, current_app, flash, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Select, bindparam, select

from app.data import text
from app.data.base import db, writing
from app.data.clock import today
from app.data.entry import SignIn
from app.data.moment import now
from app.data.people import User
from app.data.secret import hash_of_secret
from app.data.standing import present_stamp, tell_stamp
from app.engine import modules
from app.engine.access import NOBODY, SYSTEM, Principal, bind, principal_of
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Module
from app.web import problems, programs

login = LoginManager()
PUBLIC: set[str] = {"static", "signin.form", "signin.enter"}
STILL_OPEN = {"account.index", "account.password", "signin.leave", "account.theme", "account.language"}
STILL_OPEN |= {"account.second_factor"}
SAFE = {"GET", "HEAD", "OPTIONS"}
CSP = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}


def public(view: Any) -> Any:
    """Mark a view that strangers may open; everything else asks for a sign-in."""
    view.is_public = True
    return view


def by_token(view: Any) -> Any:
    """Mark a public view whose permission stands in its address: no cookie is heeded, so no token of a form is asked."""
    view.is_by_token = True
    return public(view)


def administrators_only() -> None:
    """Refuse everybody else; for `before_request` of a blueprint."""
    if not g.principal.admin:
        raise PermissionError(str(text._("Only administrators may open this page.")))


class Visitor(UserMixin):
    """The signed-in user as Flask-Login wants it."""

    def __init__(self, user: User, sign_in: SignIn, token: str) -> None:
        self.user = user
        self.sign_in = sign_in
        self.token = token

    def get_id(self) -> str:
        """The token of this device's session, so that it can be ended from elsewhere."""
        return self.token


def init(site: Flask) -> None:
    """Put the guard in front of every route and its headers on every answer."""
    login.init_app(site, add_context_processor=False)  # a page of a fault must not look for the visitor again
    site.before_request(_open)
    site.after_request(_close)
    site.teardown_request(_forget)


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
def _load(token: str) -> Visitor | None:
    bind(db.session(), SYSTEM)
    row = db.session.execute(_signed_in(), {"token": hash_of_secret(token)}).first()
    if row is None or _is_over(row.SignIn):
        return None
    tell_stamp(db.session(), row.stamp)
    return Visitor(row.User, row.SignIn, token)


@cache
def _signed_in() -> Select[SignIn, User, str]:
    here = (SignIn.token_hash == bindparam("token"), SignIn.ended_at.is_(None), User.active)
    return select(SignIn, User, present_stamp().label("stamp")).join(User, User.id == SignIn.user_id).where(*here)


def _is_over(row: SignIn) -> bool:
    """A session ends without use, and in any case overnight."""
    idle, longest = (timedelta(minutes=current_app.config[name]) for name in ("SESSION_IDLE", "SESSION_LONGEST"))
    return now() - row.seen_at > idle or now() - row.at > longest


def _open() -> Response | None:
    g.write_token = writing.set(request.method not in SAFE)
    if request.endpoint == "static":
        return None
    g.principal = NOBODY
    modules.refresh(db.session())
    shut = _shut_module()
    if shut:
        abort(404, str(text._("“%(name)s” is switched off.", name=shut.title)))
    if problems.wanted():
        return programs.admit()
    visitor = current_user._get_current_object()
    if visitor.is_authenticated:
        g.principal = principal_of(db.session(), visitor.user, today())
        text.language.set(visitor.user.language)
        bind(db.session(), SYSTEM)
        _mark_seen(visitor.sign_in)
    else:
        text.language.set(session.get("language", text.DEFAULT))
    view = site_view()
    if not visitor.is_authenticated and not getattr(view, "is_public", False) and request.endpoint not in PUBLIC:
        return redirect(url_for("signin.form", next=request.full_path.rstrip("?")))  # type: ignore[return-value]
    if visitor.is_authenticated and request.endpoint not in STILL_OPEN:
        if visitor.user.must_change:
            flash(str(text._("Change the one-time password first.")), "warn")
            return redirect(url_for("account.index", next=_asked()))  # type: ignore[return-value]
        if not visitor.user.totp_secret and _needs_second_factor(g.principal):
            flash(str(text._("Your role asks for a second factor; set it up first.")), "warn")
            return redirect(url_for("account.second_factor", next=_asked()))  # type: ignore[return-value]
    db.session().info["principal"] = g.principal
    return None


def _asked() -> str | None:
    """The page to come back to; what a form would have done is not done by coming back."""
    return request.full_path.rstrip("?") if request.method in SAFE else None


def _shut_module() -> Module | None:
    """The module that the present address belongs to, when it is switched off."""
    resource = (request.view_args or {}).get("res")
    own = (request.blueprint or "").split(".")[0]
    module = registry.module_of(resource) if resource is not None else registry.of_route(own)
    return module if module and module.name in registry.off else None


def _needs_second_factor(who: Principal) -> bool:
    roles = (registry.roles.get(grant.role) for grant in who.grants)
    return current_app.config["REQUIRE_SECOND_FACTOR"] and any(role.second_factor for role in roles if role)


def site_view() -> Any:
    """Return the function behind the present request, or None on a 404."""
    return current_app.view_functions.get(request.endpoint or "")


def _mark_seen(row: SignIn) -> None:
    # One write in five minutes is enough to tell old sessions from live ones.
    if now() - row.seen_at > timedelta(minutes=5):
        with work():
            row.seen_at = now()


def _close(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        # Also files and sheets: the desk's computer is used by the next person.
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _forget(_error: BaseException | None) -> None:
    token = g.pop("write_token", None)
    if token is not None:
        writing.reset(token)
    text.language.set(text.DEFAULT)  # the next one on this thread may be a stranger
