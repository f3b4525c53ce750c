"""The consolidated table of a campaign: units by kind, per item what is asked and granted, money, subtotals, words."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, g, render_template, request, send_file, url_for
from openpyxl import Workbook
from sqlalchemy import func, select

from app.toolkit import Link, Unit, UnitKind, _, db, dong_in_words, render_pdf
from modules.equipment.models import Campaign, Item, Line, Request, State
from modules.equipment.roles import FINANCE, TECHNOLOGY

bp = Blueprint("equipment", __name__, url_prefix="/equipment", template_folder="templates")
ROLES = (TECHNOLOGY, FINANCE)
LINK = Link(_("Consolidated table"), "equipment.consolidation", "table", ROLES, under=_("Reports"))
KINDS = (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.SPECIAL_ZONE, UnitKind.DEPARTMENT)
LEFT_OUT = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED)


@dataclass
class Row:
    """One unit: per item id (asked, granted), and its money in đồng."""

    unit: str
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    asked: int = 0
    granted: int = 0


@dataclass
class Table:
    """The whole table; `groups` are (kind, rows, subtotal row)."""

    goods: list[Item]
    groups: list[tuple[UnitKind, list[Row], Row]]
    total: Row
    words: str


def table_of(campaign_id: int) -> Table:
    """Add up a campaign in one query: the city's totals are the sums of the units', to the đồng."""
    asked, granted = func.sum(Line.quantity), func.sum(func.coalesce(Line.approved, 0))
    statement = (
        select(
            Unit,
            Line.item_id,
            asked,
            granted,
            func.sum(Line.quantity * Line.price),
            func.sum(func.coalesce(Line.approved, 0) * Line.price),
        )
        .join(Request, Request.unit_id == Unit.id)
        .join(Line, Line.request_id == Request.id)
        .where(Request.campaign_id == campaign_id, Request.state.not_in(LEFT_OUT))
        .group_by(Unit.id, Line.item_id)
        .order_by(Unit.name)
    )
    rows: dict[int, tuple[Unit, Row]] = {}
    for unit, item_id, many, given, money, approved in db.session.execute(statement):
        row = rows.setdefault(unit.id, (unit, Row(unit.name)))[1]
        row.cells[item_id] = (int(many), int(given))
        row.asked += int(money)
        row.granted += int(approved)
    used = {item_id for _unit, row in rows.values() for item_id in row.cells}
    items = list(db.session.scalars(select(Item).where(Item.id.in_(used)).order_by(Item.code)))
    groups = []
    for kind in KINDS:
        mine = [row for unit, row in rows.values() if unit.kind is kind]
        if mine:
            groups.append((kind, mine, _sum(str(kind), mine)))
    total = _sum(str(_("City total")), [row for _kind, _rows, row in groups])
    return Table(items, groups, total, dong_in_words(total.asked))


def _sum(title: str, rows: Iterable[Row]) -> Row:
    total = Row(title)
    for row in rows:
        for item_id, (asked, granted) in row.cells.items():
            before = total.cells.get(item_id, (0, 0))
            total.cells[item_id] = (before[0] + asked, before[1] + granted)
        total.asked += row.asked
        total.granted += row.granted
    return total


@bp.get("/consolidation")
def consolidation() -> Any:
    """The table on screen, as XLSX, or as an A3 page."""
    if not g.principal.holds(ROLES):
        raise PermissionError(str(_("You have not been given this right.")))
    campaigns = list(db.session.scalars(select(Campaign).order_by(Campaign.opens_on.desc())))
    wanted = request.args.get("campaign", "")
    campaign = next((one for one in campaigns if str(one.id) == wanted), campaigns[0] if campaigns else None)
    if wanted and (campaign is None or str(campaign.id) != wanted):
        abort(404)
    table = table_of(campaign.id) if campaign else None
    kind = request.args.get("format", "")
    if table and kind == "xlsx":
        return send_file(_sheet(table), as_attachment=True, download_name="bieu-tong-hop.xlsx")
    if table and kind == "pdf":
        content = render_pdf("equipment/consolidation_print.html", {"table": table, "campaign": campaign})
        return send_file(io.BytesIO(content), "application/pdf", download_name="bieu-tong-hop.pdf")
    return render_template(
        "equipment/consolidation.html",
        campaigns=campaigns,
        campaign=campaign,
        table=table,
        here=url_for("equipment.consolidation"),
    )


def _sheet(table: Table) -> io.BytesIO:
    book = Workbook()
    page = book.active
    page.title = str(_("Consolidated table"))[:31]
    heads = [str(_("Unit"))]
    for item in table.goods:
        heads += [f"{item.name}: {_('asked')}", f"{item.name}: {_('granted')}"]
    page.append([*heads, str(_("Amount asked")), str(_("Amount granted"))])
    for kind, rows, total in table.groups:
        page.append([str(kind)])
        for row in (*rows, total):
            page.append(_cells(table, row))
    page.append(_cells(table, table.total))
    page.append([str(_("In words")), table.words])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _cells(table: Table, row: Row) -> list[Any]:
    cells: list[Any] = [row.unit]
    for item in table.goods:
        cells += row.cells.get(item.id, (0, 0))
    return [*cells, row.asked, row.granted]
