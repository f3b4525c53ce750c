"""The report on procedure control of a period: its figures, the rows behind each, the hours saved; as sheet and on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import Link, Sheet, Strong, Unit, _, asked_day, clock, db, format_day, hand_out, render_pdf, workbook
from modules.procedures.decisions.screens import decisions
from modules.procedures.editions.screens import editions
from modules.procedures.figures.savings import Savings
from modules.procedures.figures.work import Figure, Period
from modules.procedures.processes.screens import processes
from modules.procedures.roles import KEEPERS

bp = Blueprint("procedures_work", __name__, url_prefix="/procedures/work")
LINK = Link(_("Procedure control in a period"), "procedures_work.show", "report-analytics", KEEPERS, under=_("Reports"))
MOST = 500  # rows of a figure on one page


@bp.get("/")
def show() -> ResponseReturnValue:
    """The figures of a period, half a year unless another is asked for; `figure` opens the rows behind one."""
    words = _words()
    figure = Figure.typed(request.args.get("figure"))
    if request.args.get("figure") and figure is None:
        abort(404)
    rows = list(db.session.scalars(words["period"].rows(figure).limit(MOST))) if figure else []
    res = processes if figure in (Figure.PROCESSES_APPRAISED, Figure.APPROVED) else editions
    return render_template("procedures/work.html", **words, figure=figure, rows=rows, res=res, decisions=decisions)


@bp.get("/report.pdf")
def paper() -> ResponseReturnValue:
    """The report on the NĐ 30/2020/NĐ-CP page."""
    words = _words()
    words |= {"unit": db.session.get(Unit, g.principal.unit_id), "today": clock.today()}
    return hand_out(render_pdf("procedures/work_print.html", words), f"kiem-soat-tthc-{_span(words['period'])}.pdf")


@bp.get("/report.xlsx")
def sheet() -> ResponseReturnValue:
    """The figures and, process by process, the hours saved."""
    words = _words()
    period, savings = words["period"], words["savings"]
    above = [str(_("From %(first)s to %(last)s", first=format_day(period.first), last=format_day(period.last)))]
    heads = {str(_("Figure")): 50, str(_("How many")): 12, str(_("Decisions")): 14}
    figures: list[list[Any]] = [[str(line.figure), line.number, line.decisions] for line in words["lines"]]
    figures.append([str(_("Working hours saved")), savings.hours, None])
    heads_saved = {
        str(_("Procedure code")): 18,
        str(_("Name of the process")): 60,
        str(_("Level")): 20,
        str(_("Hours before")): 14,
        str(_("Hours in all")): 14,
        str(_("Hours saved")): 14,
        str(_("Steps dropped")): 14,
    }
    saved: list[list[Any]] = [
        [one.code, one.name, str(one.level), one.hours_before, one.hours, one.saved_hours, one.dropped]
        for one in savings.rows
    ]
    saved.append(Strong([str(_("Total")), "", "", None, None, savings.hours, savings.dropped]))
    pages = [
        Sheet(str(_("Figures of procedure control")), heads, figures, above),
        Sheet(str(_("Hours saved")), heads_saved, saved, above),
    ]
    return hand_out(workbook(*pages), f"kiem-soat-tthc-{_span(period)}.xlsx")


def _words() -> dict[str, Any]:
    g.principal.require_role(KEEPERS)
    today = clock.today()
    begin = date(today.year, 1 if today.month <= 6 else 7, 1)
    period = Period(*sorted((asked_day("first", begin), asked_day("last", today))))
    savings = Savings.of(db.session(), period.first, period.last)
    return {"period": period, "lines": list(period.lines(db.session())), "savings": savings}


def _span(period: Period) -> str:
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
