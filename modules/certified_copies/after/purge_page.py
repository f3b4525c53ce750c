"""The trial of the purge: what each rule would take tonight."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.toolkit import Link, _, as_system, clock
from modules.certified_copies import screens
from modules.certified_copies.after import purge
from modules.certified_copies.roles import AUDITOR, CERTIFIER

bp = Blueprint("certified_copies_purge", __name__)
LINK = Link(_("What is purged"), "certified_copies_purge.page", "trash", (AUDITOR, CERTIFIER), under=_("Catalogues"))


@bp.get("/certified-copies/purge")
def page() -> ResponseReturnValue:
    """Show what would go of this person's units, and by which rule."""
    g.principal.require_role((AUDITOR, CERTIFIER))
    with as_system() as session:
        found = purge.trial(session, g.principal.units(screens.copies))
    return render_template("certified_copies/purge.html", found=found, today=clock.today())
