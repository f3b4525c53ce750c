"""Programs at the door: a token in place of a cookie, and how often it may call."""

from __future__ import annotations

from flask import Response, current_app, g, request

from app.data import text
from app.data.base import db
from app.data.clock import today
from app.engine import tokens
from app.engine.access import SYSTEM, bind
from app.engine.work import work
from app.web import problems
from app.web.rate import PerMinute

_calls = PerMinute()


def admit() -> Response | None:
    """Let a call with a good token in; it never brings a cookie, so that no page can make a browser call the API."""
    text.language.set(text.DEFAULT)
    bind(db.session(), SYSTEM)
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    found = tokens.find(db.session(), secret.strip(), today()) if kind.lower() == "bearer" else None
    if found is None:
        return problems.problem(401, str(text._("Send a valid token: Authorization: Bearer …")))
    g.token, owner = found
    text.language.set(owner.language)
    if not _calls.admit(g.token.id, current_app.config["API_CALLS_PER_MINUTE"]):
        return problems.problem(429, str(text._("Too many calls. Wait a minute.")))
    g.principal = tokens.principal(db.session(), g.token, owner, today())
    with work(SYSTEM) as rows:
        tokens.mark_used(rows, g.token)
    bind(db.session(), g.principal)
    return None
