"""The pages of coverage: matrix and map of the units one sees, one unit down to the names, and the workbook."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import Link, Sheet, Strong, Unit, _, clock, db, format_day, hand_out, places_of_units, row_id, workbook
from modules.training.catalogue import screens
from modules.training.outcome.coverage import coverage, ending, lacking
from modules.training.outcome.map import Map
from modules.training.outcome.screens import certificates
from modules.training.roles import APPROVER, COORDINATOR, HEAD, OFFICER

bp = Blueprint("training_coverage", __name__, url_prefix="/training/coverage")
READERS = (COORDINATOR, APPROVER, OFFICER, HEAD)
LINK = Link(_("Who is trained"), "training_coverage.show", "chart-bar", READERS, under=_("Reports"))
ENDING = Link(_("Certificates that end soon"), "training_coverage.ending_soon", "clock", READERS, under=_("Reports"))
SOON = 60  # days ahead in which a course can still be held
MOST = 500  # names on one page


@bp.get("/")
def show() -> ResponseReturnValue:
    """Units against mandatory courses, and the map; somebody with one unit sees its names as well."""
    g.principal.require_role(READERS)
    matrix = coverage(db.session(), clock.today())
    drawn = Map.of(matrix, places_of_units())
    return render_template("training/coverage.html", matrix=matrix, map=drawn, today=clock.today())


@bp.get("/<int:unit_id>")
def unit(unit_id: int) -> ResponseReturnValue:
    """Who in a unit still lacks what."""
    g.principal.require_role(READERS, unit_id)
    session, course = db.session(), row_id(request.args.get("course", ""))
    one = session.get(Unit, unit_id) or abort(404)
    rows = session.execute(lacking(clock.today(), unit_id, course).limit(MOST)).all()
    matrix = coverage(session, clock.today())
    words = {"unit": one, "rows": rows, "matrix": matrix, "course": course, "res": screens.trainees}
    return render_template("training/coverage_unit.html", **words)


@bp.get("/ending")
def ending_soon() -> ResponseReturnValue:
    """Whose certificate ends in the next days, so that he is sent to the course again."""
    g.principal.require_role(READERS)
    rows = list(db.session.scalars(ending(clock.today(), SOON).limit(MOST)))
    return render_template("training/ending.html", rows=rows, days=SOON, res=certificates, trainees=screens.trainees)


@bp.get("/sheet.xlsx")
def sheet() -> ResponseReturnValue:
    """The matrix as a workbook: have / must, unit by unit, with the sums."""
    g.principal.require_role(READERS)
    matrix, day = coverage(db.session(), clock.today()), clock.today()
    heads = {str(_("Unit")): 34} | {course.code: 12 for course in matrix.courses} | {str(_("Total")): 12}
    rows: list[list[Any]] = [
        [
            one.name,
            *(_written(matrix.cell(one.id, course.id)) for course in matrix.courses),
            _written(matrix.of_unit(one.id)),
        ]
        for one in matrix.units
    ]
    sums = [_written(matrix.of_course(course.id)) for course in matrix.courses]
    rows.append(Strong([str(_("Total")), *sums, _written(matrix.whole)]))
    above = [str(_("Officials with a valid certificate / officials who must have it, %(day)s", day=format_day(day)))]
    page = Sheet(str(_("Who is trained")), heads, rows, above, paper="A3")
    names = {str(_("Course")): 50, str(_("Course code")): 14}
    listed = Sheet(str(_("Courses")), names, [[course.name, course.code] for course in matrix.courses])
    return hand_out(workbook(page, listed), "do-phu-tap-huan.xlsx")


@bp.get("/missing.xlsx")
def missing() -> ResponseReturnValue:
    """The names behind the matrix, of every unit one sees."""
    g.principal.require_role(READERS)
    session, day = db.session(), clock.today()
    units = dict(session.execute(select(Unit.id, Unit.name)).all())
    heads = {str(_("Unit")): 34, str(_("Full name")): 28, str(_("Position")): 36, str(_("Course")): 48}
    rows = [
        [units.get(trainee.unit_id, ""), trainee.name, trainee.position.name, course.name]
        for trainee, course in session.execute(lacking(day, None))
    ]
    return hand_out(workbook(Sheet(str(_("Not trained yet")), heads, rows)), "chua-tap-huan.xlsx")


def _written(cell: Any) -> str:
    return f"{cell.have}/{cell.must}" if cell.must else ""
