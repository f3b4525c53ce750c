"""The screen of a stock-take: its road, its result, its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.toolkit import Allow, Lines, List, Panel, Report, Resource, Section, Step, Workflow, _, clock, db
from modules.equipment.finding import Finding, Outcome
from modules.equipment.roles import COUNTERS, FINANCE, HEAD, STORE, TECHNOLOGY
from modules.equipment.stocktake import Counting, StockTake, TeamMember

MOST = 200  # differences shown on the page; the minutes list them all

counting = Workflow(
    StockTake.state,
    [
        Step(
            "start",
            _("Begin to count"),
            Counting.DRAFT,
            Counting.COUNTING,
            by=COUNTERS,
            do=StockTake.start,
            icon="scan",
        ),
        Step(
            "compare",
            _("End the count and compare"),
            Counting.COUNTING,
            Counting.COMPARED,
            by=COUNTERS,
            do=StockTake.compare,
            confirm=_("What has not been scanned counts as missing."),
            icon="checklist",
        ),
        Step(
            "sign",
            _("Sign the minutes"),
            Counting.COMPARED,
            Counting.SIGNED,
            by=HEAD,
            not_by=["start", "compare"],
            decides=True,
            icon="signature",
        ),
        Step(
            "correct",
            _("Correct the books"),
            Counting.COMPARED,
            Counting.COMPARED,
            by=STORE,
            do=StockTake.correct,
            guard=StockTake.may_correct,
            reason=True,
            icon="edit",
        ),
        Step(
            "reopen",
            _("Count on"),
            Counting.COMPARED,
            Counting.COUNTING,
            by=COUNTERS,
            do=StockTake.reopen,
            guard=StockTake.may_correct,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
    ],
    bar=list(Counting),
    editable=[Counting.DRAFT],
)


@dataclass(frozen=True)
class Result:
    """How many assets came out how, the first rows in which books and rooms disagree, and how many such rows there are."""

    tally: dict[Outcome, int]
    rows: list[Finding]
    total: int
    open_now: bool


def result_of(taken: StockTake) -> Result | None:
    """What the count has come to, and the rows in which books and rooms disagree; None for a draft."""
    if taken.state is Counting.DRAFT:
        return None
    rows = select(Finding).where(Finding.stock_take_id == taken.id, Finding.differs)
    shown = rows.options(joinedload(Finding.item)).order_by(Finding.outcome, Finding.code).limit(MOST)
    total = db.session.scalar(select(func.count()).select_from(rows.subquery()))
    open_now = taken.state is Counting.COUNTING
    return Result(taken.tally(), list(db.session.scalars(shown)), total or 0, open_now)


def minutes(taken: StockTake) -> dict[str, Any]:
    """Biên bản kiểm kê: every row in the order of its outcome, and sums in pieces and đồng."""
    rows = select(Finding).where(Finding.stock_take_id == taken.id).options(joinedload(Finding.item))
    findings = list(db.session.scalars(rows.order_by(Finding.code)))
    on_books = [row for row in findings if row.outcome is not Outcome.SURPLUS]
    return {
        "unit": taken.unit,
        "today": clock.today(),
        "rows": findings,
        "on_books": len(on_books),
        "value": sum(row.price or 0 for row in on_books),
        "tally": taken.tally(),
        "Outcome": Outcome,
    }


stock_takes = Resource(
    StockTake,
    _("Stock-takes"),
    one=_("New stock-take"),
    slug="stock-takes",
    icon="scan",
    heading=StockTake.title,
    access=[
        *[Allow(role, "read", "create", "update", "delete", "export") for role in COUNTERS],
        *[Allow(role, "read", "export") for role in (HEAD, TECHNOLOGY, FINANCE)],
    ],
    views=[List([StockTake.title, StockTake.unit_id, StockTake.taken_on, StockTake.state])],
    filters=[StockTake.state, StockTake.taken_on],
    groups=[StockTake.state],
    form=[
        Section(_("Stock-take"), [StockTake.title, StockTake.taken_on, StockTake.decision]),
        Lines(StockTake.team, [TeamMember.name, TeamMember.title, TeamMember.duty]),
    ],
    panels=[Panel("result", _("Result of the count"), "stocktake.html", result_of)],
    workflow=counting,
    reports=[
        Report(
            "bien-ban-kiem-ke",
            _("Stock-take minutes"),
            "stocktake_print.html",
            minutes,
            when=lambda taken: taken.state in (Counting.COMPARED, Counting.SIGNED),
        )
    ],
)
