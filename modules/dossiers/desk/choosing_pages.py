"""The page on which the desk chooses what a citizen has come for."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import Link, Unit, _, clock, db
from modules.dossiers.desk.choosing import MOST, offered
from modules.dossiers.desk.screens import dossiers
from modules.dossiers.roles import RECEPTION

bp = Blueprint("dossiers_choosing", __name__, url_prefix="/dossiers/receive")
LINK = Link(_("Receive a dossier"), "dossiers_choosing.show", "inbox", (RECEPTION,))


@bp.get("/")
def show() -> ResponseReturnValue:
    """What this unit may receive today; a case is one click from the form that knows it."""
    g.principal.require_role((RECEPTION,))
    session, typed = db.session(), request.args.get("q", "")
    unit = session.get_one(Unit, g.principal.unit_as((RECEPTION,)))
    choices = offered(session, unit, clock.today(), typed)
    return render_template("dossiers/choosing.html", res=dossiers, choices=choices, typed=typed, unit=unit, most=MOST)
