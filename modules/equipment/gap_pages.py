"""The pages of the gap view: one unit with its ticks, or all units for the city."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.toolkit import Link, Unit, _, add_record, address_of, clock, commune_units, db, row_id, row_ids, work
from modules.equipment import gap, screens
from modules.equipment.request import Fund, Request
from modules.equipment.roles import EVERYBODY

bp = Blueprint("equipment_gap", __name__, url_prefix="/equipment/gap")
LINK = Link(_("Still lacking"), "equipment_gap.index", "alert-triangle", EVERYBODY, under=_("Reports"))


@bp.get("/")
def index() -> ResponseReturnValue:
    """All units this person may see, the most lacking first; somebody with one unit goes to it at once."""
    units = _mine()
    if len(units) == 1:
        return _page(units[0])
    rows = gap.gaps_of(db.session(), units)
    return render_template(
        "equipment/gaps.html",
        rows=[row for row in rows if row.gaps],
        unknown=[row for row in rows if not row.gaps],
    )


@bp.get("/<int:unit_id>")
def show(unit_id: int) -> ResponseReturnValue:
    """One unit: need, usable, on the way and lacking of every item."""
    return _page(_unit(unit_id))


@bp.post("/<int:unit_id>/draft")
def draft(unit_id: int) -> ResponseReturnValue:
    """Make a draft request with a line for every ticked item, and open it."""
    unit = _unit(unit_id)
    g.principal.require("create", screens.requests, unit.id)
    try:
        with work(g.principal) as session:
            ticked, campaign = row_ids(request.form.getlist("item")), row_id(request.form.get("campaign")) or 0
            record = gap.draft(session, unit, ticked, campaign, _fund())
            add_record(session, record)
            number, row = record.number, record.id
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("equipment_gap.show", unit_id=unit_id), 303)
    flash(str(_("Draft %(number)s was made; look through it and submit it.", number=number)), "good")
    return redirect(address_of(Request, row), 303)


def _page(unit: Unit) -> str:
    session = db.session()
    return render_template(
        "equipment/gap.html",
        one=gap.gaps_of(session, [unit])[0],
        campaigns=gap.open_campaigns(session),
        drafts=gap.drafts_of(session, unit),
        res=screens.requests,
        funds=list(Fund),
        many=len(_mine()) > 1,
        may_draft=g.principal.may("create", screens.requests, unit.id),
    )


def _mine() -> list[Unit]:
    g.principal.require_role(EVERYBODY)
    return [unit for unit in commune_units(db.session(), clock.today()) if g.principal.holds(EVERYBODY, unit.id)]


def _unit(unit_id: int) -> Unit:
    """Return a unit in this person's reach; another one is as unknown as one that does not exist."""
    unit = next((unit for unit in _mine() if unit.id == unit_id), None)
    return unit or abort(404)


def _fund() -> Fund:
    fund = Fund.typed(request.form.get("fund"))
    if fund is None:
        raise ValueError(str(_("Choose where the money comes from.")))
    return fund
