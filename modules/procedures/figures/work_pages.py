"""The report on procedure control: what a period did and how things stand at its end; as page, as sheet and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import (
    Link,
    Sheet,
    Strong,
    Unit,
    _,
    asked_day,
    clock,
    db,
    format_day,
    hand_out,
    render_pdf,
    resource_of,
    whole_number,
    workbook,
)
from modules.procedures.figures.lines import Line, cells
from modules.procedures.figures.savings import Savings
from modules.procedures.figures.stand import Stand
from modules.procedures.figures.work import Period
from modules.procedures.roles import KEEPERS

bp = Blueprint("procedures_work", __name__, url_prefix="/procedures/work")
LINK = Link(_("Procedure control in a period"), "procedures_work.show", "report-analytics", KEEPERS, under=_("Reports"))
MOST = 100  # rows of a figure on one page


@bp.get("/")
def show() -> ResponseReturnValue:
    """The figures of a period, half a year unless another is asked for; `figure` opens the rows behind one."""
    words = _words()
    asked = request.args.get("figure")
    line = next((one for one in _all(words) if one.code == asked), None)
    if asked and line is None:
        abort(404)
    page = whole_number(request.args.get("page"), 1, 10_000) or 1
    rows = line.read(db.session(), (page - 1) * MOST, MOST) if line else []
    res = resource_of(line.model) if line else None
    more = {"rows": [(one, cells(one)) for one in rows], "page": page, "most": MOST}
    return render_template("procedures/work.html", **words, **more, line=line, res=res)


@bp.get("/report.pdf")
def paper() -> ResponseReturnValue:
    """The report on the NĐ 30/2020/NĐ-CP page."""
    words = _words()
    words |= {"unit": db.session.get(Unit, g.principal.unit_id), "today": clock.today()}
    return hand_out(render_pdf("procedures/work_print.html", words), f"kiem-soat-tthc-{_span(words['period'])}.pdf")


@bp.get("/report.xlsx")
def sheet() -> ResponseReturnValue:
    """The figures, the hours saved process by process, and a page with the rows of each figure, by its number."""
    words = _words()
    period, savings = words["period"], words["savings"]
    above = [str(_("From %(first)s to %(last)s", first=format_day(period.first), last=format_day(period.last)))]
    heads = {str(_("Page")): 8, str(_("Figure")): 60, str(_("How many")): 12, str(_("Decisions")): 14}
    figures, pages = [], []
    for at, line in enumerate([*words["lines"], *words["stand"]], 1):
        decided = line.decisions.number if line.decisions else None
        figures.append([at, f"   {line.label}" if line.part else str(line.label), line.number, decided])
        pages.append(_page(at, line))
    figures.append([None, str(_("Working hours saved")), savings.hours, None])
    saved: list[list[Any]] = [
        [one.code, one.name, str(one.level), one.hours_before, one.hours, one.saved_hours, one.dropped]
        for one in savings.rows
    ]
    saved.append(Strong([str(_("Total")), "", "", None, None, savings.hours, savings.dropped]))
    first = [
        Sheet(str(_("Figures of procedure control")), heads, figures, above),
        Sheet(str(_("Hours saved")), _saved_heads(), saved, above),
    ]
    return hand_out(workbook(*first, *pages), f"kiem-soat-tthc-{_span(period)}.xlsx")


def _page(at: int, line: Line) -> Sheet:
    heads = {str(_("Code or number")): 26, str(_("Name")): 90, str(_("Level, sector or state")): 30}
    rows = [list(cells(one)) for one in line.read(db.session())]
    return Sheet(f"{at}", heads, rows, [f"{line.label}: {line.number}"])


def _saved_heads() -> dict[str, int]:
    return {
        str(_("Procedure code")): 18,
        str(_("Name of the process")): 60,
        str(_("Level")): 20,
        str(_("Hours before")): 14,
        str(_("Hours in all")): 14,
        str(_("Hours saved")): 14,
        str(_("Steps dropped")): 14,
    }


def _words() -> dict[str, Any]:
    g.principal.require_role(KEEPERS)
    session, today = db.session(), clock.today()
    begin = date(today.year, 1 if today.month <= 6 else 7, 1)
    period = Period(*sorted((asked_day("first", begin), asked_day("last", today))))
    return {
        "period": period,
        "lines": list(period.lines(session)),
        "stand": list(Stand(period.last).lines(session)),
        "savings": Savings.of(session, period),
    }


def _all(words: dict[str, Any]) -> Iterator[Line]:
    """Every line that can be opened, the decisions among them."""
    for line in [*words["lines"], *words["stand"]]:
        yield line
        if line.decisions:
            yield line.decisions


def _span(period: Period) -> str:
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
