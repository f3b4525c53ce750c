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
    g.principal.require_role(ROLES)
    campaigns = list(db.session.scalars(select(Campaign).order_by(Campaign.opens_on.desc())))
    wanted = request.args.get("campaign", "")
    campaign = next((one for one in campaigns if str(one.id) == wanted), campaigns[0] if campaigns else None)
    if wanted and (campaign is None or str(campaign.id) != wanted):
        abort(404)
    table = table_of(db.session(), campaign.id) if campaign else None
    kind = request.args.get("format", "")
    name = f"bieu-tong-hop-{clock.today():%Y-%m-%d}"
    if table and campaign and kind == "xlsx":
        return hand_out(sheet(table, campaign), f"{name}.xlsx")
    if table and campaign and kind == "pdf":
        words = {"table": table, "campaign": campaign, "today": clock.today()}
        content = render_pdf("equipment/consolidation_print.html", words)
        return hand_out(content, f"{name}.pdf")
    return render_template(
        "equipment/consolidation.html",
        campaigns=campaigns,
        campaign=campaign,
        table=table,
        today=clock.today(),
        here=url_for("equipment.consolidation"),
    )
