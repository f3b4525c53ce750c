"""What citizens think of each unit in a year: on screen and as a workbook."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import FEWEST_ANSWERS, Link, Sheet, Strong, _, clock, db, hand_out, whole_number, workbook
from modules.dossiers.roles import OVERSEER, SUPERVISOR
from modules.dossiers.satisfaction.questions import Kind
from modules.dossiers.satisfaction.results import Line, Results, results_of

bp = Blueprint("dossiers_ratings", __name__)
READERS = (SUPERVISOR, OVERSEER)
LINK = Link(_("What citizens think"), "dossiers_ratings.show", "star", READERS, under=_("Ratings"))


@bp.get("/dossiers/ratings")
def show() -> ResponseReturnValue:
    """The year's results of the units one sees (`year`; this one, when left out)."""
    told = _asked()
    words = {"told": told, "fewest": FEWEST_ANSWERS, "this_year": clock.today().year}
    return render_template("dossiers/ratings.html", **words)


@bp.get("/dossiers/ratings.xlsx")
def sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    told = _asked()
    heads = {"STT": 6, "Đơn vị": 34, "Hồ sơ đã giải quyết": 14, "Phiếu": 10, "Tỷ lệ (%)": 12, "Hài lòng (%)": 12}
    heads |= {f"{one.short} ({_unit(one.kind)})": 18 for one in told.questions}
    rows: list[Any] = [[at, line.name, *_cells(told, line)] for at, line in enumerate(told.units, 1)]
    rows.append(Strong([None, "Cộng các đơn vị có kết quả", *_cells(told, told.whole)]))
    above = [
        f"KẾT QUẢ ĐÁNH GIÁ SỰ HÀI LÒNG NĂM {told.year}",
        f"Chỉ nêu kết quả của đơn vị có từ {FEWEST_ANSWERS} phiếu trở lên; dòng cộng chỉ gồm các đơn vị đó.",
    ]
    page = Sheet("Kết quả", heads, rows, above, fixed=2, paper="A3")
    asked = {"Mã": 16, "Câu hỏi": 70, "Nguồn": 60}
    listed = Sheet("Câu hỏi", asked, [[one.code, one.wording, one.source] for one in told.questions])
    return hand_out(workbook(page, listed), f"hai-long-{told.year}.xlsx")


def _asked() -> Results:
    g.principal.require_role(READERS)
    year = whole_number(request.args.get("year", ""), 2000, 2100) or clock.today().year
    return results_of(db.session(), year, g.principal.units_as(READERS))


def _cells(told: Results, line: Line) -> list[Any]:
    means = [line.mean(one) for one in told.questions]
    return [line.asked, line.votes, line.share, line.satisfied(told.questions), *means]


def _unit(kind: Kind) -> str:
    return "1–5" if kind is Kind.FIVE else "%"
