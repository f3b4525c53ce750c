"""The page of coverage: how many procedures there are, what they lack, down to each of them; and the workbook."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from app.toolkit import Link, Sheet, Strong, _, as_system, asked_day, clock, format_day, hand_out, workbook
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.catalogue.screens import procedures
from modules.procedures.figures.coverage import Lack, count, lacking
from modules.procedures.roles import EVERYBODY

bp = Blueprint("procedures_coverage", __name__, url_prefix="/procedures/coverage")
LINK = Link(_("What procedures lack"), "procedures_coverage.show", "chart-bar", EVERYBODY, under=_("Reports"))
MOST = 500  # procedures on one page; the workbook has them all


@bp.get("/")
def show() -> ResponseReturnValue:
    """The counts of a day, today unless another is asked for, and, when one lack is asked for, the procedures behind it."""
    g.principal.require_role(EVERYBODY)
    day = asked_day("day", clock.today())
    lack = Lack.typed(request.args.get("lack"))
    if request.args.get("lack") and lack is None:
        abort(404)
    loaded = joinedload(Procedure.sector)
    # A ward does not read what is being prepared; how many procedures held on a day is the same for whoever asks.
    with as_system() as session:
        rows = session.execute(lacking(lack, day).options(loaded).limit(MOST)).all() if lack else []
        words: dict[str, Any] = {"count": count(session, day), "lack": lack, "rows": rows, "res": procedures}
    return render_template("procedures/coverage.html", **words, lacks=list(Lack), day=day, most=MOST)


@bp.get("/sheet.xlsx")
def sheet() -> ResponseReturnValue:
    """The counts, and a page for each lack with all its procedures."""
    g.principal.require_role(EVERYBODY)
    day = asked_day("day", clock.today())
    with as_system() as session:
        counted = count(session, day)
        lacks = [
            (lack, session.execute(lacking(lack, day).options(joinedload(Procedure.sector))).all()) for lack in Lack
        ]
    rows: list[list[Any]] = [[level.name, number] for level, number in counted.by_level]
    rows.append([str(_("At several levels, counted once")), -(counted.summed - counted.total)])
    rows.append(Strong([str(_("Procedures in force")), counted.total]))
    heads = {str(_("Level")): 44, str(_("How many")): 12}
    above = [str(_("Procedures in force on %(day)s", day=format_day(day)))]
    pages = [Sheet(str(_("Procedures in force")), heads, rows, above)]
    heads = {
        str(_("Procedure code")): 18,
        str(_("Name of the procedure")): 90,
        str(_("Sector")): 24,
        str(_("Level")): 20,
    }
    for lack, found in lacks:
        listed = [[one.code, one.name, one.sector.name, level if lack is Lack.PROCESS else ""] for one, level in found]
        pages.append(Sheet(str(lack), heads, listed))
    return hand_out(workbook(*pages), "do-phu-thu-tuc.xlsx")
