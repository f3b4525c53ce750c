"""The report of a period on screen, as a workbook and on paper; and the dossiers behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.toolkit import Link, Unit, _, as_system, asked_day, clock, db, hand_out, render_pdf, resource_of, row_id
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.figures.counting import By, Question
from modules.dossiers.figures.figures import Figure
from modules.dossiers.figures.period import Period, Span
from modules.dossiers.figures.report import PeriodReport
from modules.dossiers.figures.sheet import report_workbook
from modules.dossiers.figures.tables import Table
from modules.dossiers.roles import EVERYBODY
from modules.procedures.catalogue.procedures import Procedure

bp = Blueprint("dossiers_report", __name__, url_prefix="/dossiers/report")
LINK = Link(_("Report of a period"), "dossiers_report.show", "report-analytics", EVERYBODY, under=_("Reports"))
PAGE = 100  # dossiers of a figure on one page


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a period, a unit and a procedure (None: all that the reader may see)."""

    question: Question
    by: By
    unit: Unit | None
    procedure: Procedure | None

    @classmethod
    def here(cls) -> Asked:
        """Read it. 404: a unit or procedure that is none, or another's."""
        g.principal.require_role(EVERYBODY)
        span = Span.typed(request.args.get("span")) or Span.DAYS
        today = clock.today()
        half = Period.of(Span.HALF, today, today)
        period = Period.of(span, asked_day("from", half.first), asked_day("to", half.last))
        reach, unit = g.principal.units_as(EVERYBODY), _row("unit", Unit)
        if unit is None and reach is not None and len(reach) == 1:
            unit = db.session.get(Unit, next(iter(reach)))
        if unit is not None and reach is not None and unit.id not in reach:
            abort(404)
        procedure = _row("procedure", Procedure)
        by = By.typed(request.args.get("by")) or (By.UNIT if unit is None else By.PROCEDURE)
        units = reach if unit is None else [unit.id]
        return cls(Question(period, units, procedure.id if procedure else None), by, unit, procedure)

    @property
    def address(self) -> dict[str, Any]:
        """The parts of the address that ask for the same again."""
        days = {"from": f"{self.question.period.first:%d/%m/%Y}", "to": f"{self.question.period.last:%d/%m/%Y}"}
        chosen = {"unit": self.unit and self.unit.id, "procedure": self.procedure and self.procedure.id}
        return days | {"by": self.by.value} | {key: row for key, row in chosen.items() if row}

    @property
    def words(self) -> dict[str, Any]:
        """What every page and the paper need."""
        own = db.session.get(Unit, g.principal.unit_id)
        words = {"asked": self, "period": self.question.period, "here": self.address, "today": clock.today()}
        return words | {"unit": self.unit or own, "spans": list(Span), "bys": list(By), "tables": list(Table)}

    @property
    def name(self) -> str:
        """How its files are named, without what kind they are."""
        return f"bao-cao-ho-so-{self.question.period.first:%Y%m%d}-{self.question.period.last:%Y%m%d}"

    def report(self) -> PeriodReport:
        """Count."""
        return PeriodReport.of(db.session(), self.question, self.by)


@bp.get("/")
def show() -> ResponseReturnValue:
    """One table of the report; this half year, unless another period is asked for."""
    asked, table = Asked.here(), Table.typed(request.args.get("table")) or Table.FLOW
    return render_template("dossiers/report.html", **asked.words, report=asked.report(), table=table)


@bp.get("/behind/<figure>")
def behind(figure: str) -> ResponseReturnValue:
    """The dossiers that a figure counts, and how many they are."""
    asked, wanted = Asked.here(), Figure.typed(figure)
    if wanted is None:
        abort(404)
    page = max(1, row_id(request.args.get("page")) or 1)
    rows = asked.question.behind(wanted)
    load = (joinedload(Dossier.competent), joinedload(Dossier.procedure))
    with as_system():  # the units are those that the reader may see
        number = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
        found = list(db.session.scalars(rows.options(*load).offset((page - 1) * PAGE).limit(PAGE)))
    words: dict[str, Any] = {"figure": wanted, "rows": found, "number": number, "page": page, "of_page": PAGE}
    return render_template("dossiers/report_behind.html", **asked.words, **words, res=resource_of(Dossier))


@bp.get("/report.xlsx")
def sheet() -> ResponseReturnValue:
    """All tables, and the index row by row."""
    asked = Asked.here()
    return hand_out(report_workbook(asked.report()), f"{asked.name}.xlsx")


@bp.get("/report.pdf")
def paper() -> ResponseReturnValue:
    """All tables and the index on the NĐ 30/2020/NĐ-CP page."""
    asked = Asked.here()
    return hand_out(
        render_pdf("dossiers/report_print.html", asked.words | {"report": asked.report()}), f"{asked.name}.pdf"
    )


def _row(name: str, model: Any) -> Any:
    """The row that a part of the address names; None without it, 404 where there is none."""
    typed = request.args.get(name)
    if not typed:
        return None
    number = row_id(typed)
    found = db.session.get(model, number) if number else None
    return found or abort(404)
