"""Bám sát: which requests wait too long, where, and whose work stands still for want of equipment."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.toolkit import Link, _, db
from modules.equipment import screens
from modules.equipment.ageing import SHOWN, by_state, waiting
from modules.equipment.request import Request
from modules.equipment.roles import EVERYBODY

bp = Blueprint("equipment_ageing", __name__, url_prefix="/equipment/waiting")
LINK = Link(_("Follow-up"), "equipment_ageing.index", "clock", EVERYBODY, under=_("Reports"))


@bp.get("/")
def index() -> ResponseReturnValue:
    """Requests on their way by state, those over their days first, then those that block work."""
    g.principal.require("read", screens.requests)
    return render_template(
        "equipment/waiting.html",
        rows=waiting(db.session()),
        most=SHOWN,
        states=by_state(db.session()),
        blocked=waiting(db.session(), Request.blocked.is_(True)),
        res=screens.requests,
    )
