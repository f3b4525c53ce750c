"""The page on which dossiers of a configured service are found by their answers; the same as a workbook."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import Link, Sheet, _, db, format_moment, hand_out, resource_of, row_id, workbook
from modules.dossiers.configured.searching import Search, with_forms
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.roles import EVERYBODY
from modules.procedures.catalogue.procedures import Procedure

bp = Blueprint("dossiers_answers", __name__, url_prefix="/dossiers/answers")
LINK = Link(_("Search of requests"), "dossiers_answers.show", "search", EVERYBODY, under=_("Reports"))
PAGE, COLUMNS, MOST = 50, 4, 10_000


@bp.get("/")
def show() -> ResponseReturnValue:
    """The dossiers of a procedure with their first answers, narrowed by a question and what was typed."""
    procedures, procedure, search = _asked()
    page = max(1, row_id(request.args.get("page")) or 1)
    words: dict[str, Any] = {"procedures": procedures, "procedure": procedure, "search": search, "page": page}
    if search is not None:
        columns, session = search.asked[:COLUMNS], db.session()
        lines = search.lines(session, columns, PAGE, (page - 1) * PAGE)
        words |= {"columns": columns, "lines": lines, "number": search.count(session)}
    return render_template("dossiers/answers.html", **words, of_page=PAGE, res=resource_of(Dossier))


@bp.get("/answers.xlsx")
def sheet() -> ResponseReturnValue:
    """The same with all answers."""
    _procedures, procedure, search = _asked()
    if procedure is None or search is None:
        abort(404)
    columns = search.fields
    heads = {str(_("Dossier code")): 26, str(_("Applicant")): 28, str(_("Received at")): 18, str(_("State")): 18}
    rows = [
        [
            one.dossier.code,
            one.dossier.applicant,
            format_moment(one.dossier.received_at),
            str(one.dossier.state),
            *one.answers,
        ]
        for one in search.lines(db.session(), columns, MOST)
    ]
    # Two questions may have one wording: their codes tell them apart.
    labels = [one.label for one in columns]
    asked = {one.label if labels.count(one.label) < 2 else f"{one.label} ({one.code})": 24 for one in columns}
    page = Sheet(procedure.code, heads | asked, rows, [f"{procedure.code} – {procedure.name}"])
    return hand_out(workbook(page), f"noi-dung-{procedure.code}.xlsx")


def _asked() -> tuple[list[Procedure], Procedure | None, Search | None]:
    """The procedures with a form, the one that the address names (else the first), and what is looked for."""
    g.principal.require_role(EVERYBODY)
    procedures, typed = with_forms(db.session()), request.args.get("procedure", "")
    found = next((one for one in procedures if str(one.id) == typed), None) if typed else next(iter(procedures), None)
    if found is None:
        return (abort(404) if typed else procedures), None, None
    words = (request.args.get("field", ""), request.args.get("q", ""))
    return procedures, found, Search(found.id, g.principal.units_as(EVERYBODY), *words)
