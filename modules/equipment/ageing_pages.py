"""Bám sát: which requests wait too long, where, and whose work stands still for want of equipment."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, g, render_template

from app.toolkit import Link, _, db
from modules.equipment import screens
from modules.equipment.ageing import waiting
from modules.equipment.request import State
from modules.equipment.roles import EVERYBODY

bp = Blueprint("equipment_ageing", __name__, url_prefix="/equipment/waiting", template_folder="templates")
LINK = Link(_("Follow-up"), "equipment_ageing.index", "clock", EVERYBODY, under=_("Reports"))


@bp.get("/")
def index() -> Any:
    """Requests on their way by state, those over their days first, then those that block work."""
    g.principal.require("read", screens.requests)
    rows = waiting(db.session())
    late = Counter(row.request.state for row in rows if row.over)
    many = Counter(row.request.state for row in rows)
    return render_template(
        "equipment/waiting.html",
        rows=rows,
        states=[(state, many[state], late[state]) for state in State if many[state]],
        blocked=[row for row in rows if row.request.blocked],
        res=screens.requests,
    )
