"""The page on which somebody chooses who takes over the open dossiers of a unit that went into several."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import Link, Unit, _, clock, db, resource_of, row_id, row_ids, telling, work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.mergers.heirs import Heirs, heirs_of
from modules.dossiers.mergers.passing import closed_of, left_behind, pass_on
from modules.dossiers.roles import OVERSEER

bp = Blueprint("dossiers_mergers", __name__, url_prefix="/dossiers/mergers")
LINK = Link(_("Dossiers of merged units"), "dossiers_mergers.page", "sitemap", (OVERSEER,))
MOST = 300  # dossiers on the page


@dataclass(frozen=True)
class Left:
    """What a closed unit still has, and who may take it over."""

    unit: Unit
    heirs: Heirs
    dossiers: list[Dossier]


@bp.get("/")
def page() -> str:
    """The open dossiers of closed units, by unit."""
    g.principal.require_role((OVERSEER,))
    session, today = db.session(), clock.today()
    found = session.scalars(select(Dossier).where(left_behind()).order_by(Dossier.id).limit(MOST)).all()
    by_unit: dict[int, list[Dossier]] = {}
    for dossier in found:
        for old_id in closed_of(session, dossier):
            by_unit.setdefault(old_id, []).append(dossier)
    rows = [Left(session.get_one(Unit, old), heirs_of(session, old, today), some) for old, some in by_unit.items()]
    return render_template("dossiers/mergers.html", rows=rows, res=resource_of(Dossier))


@bp.post("/<int:old_id>")
def choose(old_id: int) -> ResponseReturnValue:
    """Pass the ticked dossiers of a closed unit on to the heir that was chosen; each stands or falls by itself."""
    g.principal.require_role((OVERSEER,))
    heirs = {unit.id: unit for unit in heirs_of(db.session(), old_id, clock.today()).units}
    heir, chosen, done = heirs.get(row_id(request.form.get("to")) or 0), row_ids(request.form.getlist("rows")), 0
    if heir is None or not chosen:
        flash(str(_("Tick at least one dossier, and choose who takes it over.")), "warn")
        return redirect(url_for(".page"), 303)
    for number in chosen[:MOST]:
        with telling(), work(g.principal) as session:
            dossier = session.scalar(select(Dossier).where(Dossier.id == number, left_behind()))
            if dossier is not None and old_id in closed_of(session, dossier):
                pass_on(session, dossier, old_id, heir.id)
                done += 1
    flash(str(_("%(count)s dossiers were passed on to %(unit)s.", count=done, unit=heir)), "good")
    return redirect(url_for(".page"), 303)
