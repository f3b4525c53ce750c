"""The consolidated table on screen, as a sheet and as an A3 page."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import Link, _, clock, db, hand_out, render_pdf
from modules.equipment.campaign import Campaign
from modules.equipment.consolidation import table_of
from modules.equipment.consolidation_sheet import sheet
from modules.equipment.roles import FINANCE, TECHNOLOGY

bp = Blueprint("equipment", __name__, url_prefix="/equipment")
ROLES = (TECHNOLOGY, FINANCE)
LINK = Link(_("Consolidated table"), "equipment.consolidation", "table", ROLES, under=_("Reports"))


@bp.get("/consolidation")
def consolidation() -> ResponseReturnValue:
    """The table of one campaign, the newest one unless another is asked for."""
    campaigns = _campaigns()
    campaign = _asked(campaigns) if campaigns or "campaign" in request.args else None
    table = table_of(db.session(), campaign.id) if campaign else None
    words = {"campaigns": campaigns, "campaign": campaign, "table": table, "today": clock.today()}
    return render_template("equipment/consolidation.html", here=url_for("equipment.consolidation"), **words)


@bp.get("/consolidation.xlsx")
def workbook_of_table() -> ResponseReturnValue:
    """The same as a workbook."""
    campaign = _asked(_campaigns())
    return hand_out(sheet(table_of(db.session(), campaign.id), campaign), f"{_name()}.xlsx")


@bp.get("/consolidation.pdf")
def paper_of_table() -> ResponseReturnValue:
    """The same on A3 pages."""
    campaign = _asked(_campaigns())
    words = {"table": table_of(db.session(), campaign.id), "campaign": campaign, "today": clock.today()}
    return hand_out(render_pdf("equipment/consolidation_print.html", words), f"{_name()}.pdf")


def _campaigns() -> list[Campaign]:
    g.principal.require_role(ROLES)
    return list(db.session.scalars(select(Campaign).order_by(Campaign.opens_on.desc())))


def _asked(campaigns: list[Campaign]) -> Campaign:
    """The campaign that the address names, else the newest; 404 for one that is not there."""
    wanted = request.args.get("campaign", "")
    return next((one for one in campaigns if not wanted or str(one.id) == wanted), None) or abort(404)


def _name() -> str:
    return f"bieu-tong-hop-{clock.today():%Y-%m-%d}"
