"""The road of a request: ward, city departments, decision, contract, delivery, books (project06 §2d)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from app.toolkit import Column, Lines, Step, Workflow, _, working_days
from modules.equipment.line import Line, Stage
from modules.equipment.request import Request, State
from modules.equipment.roles import DISTRICT, FINANCE, HEAD, OFFICIAL, STORE, TECHNOLOGY


def appraisal(fills: list[Column], *before: Column) -> Lines:
    """The item table of a step that fills some columns and the reason of a change; `before` are shown beside them."""
    shown = [Line.item_id, Line.quantity, Line.price, *before, *fills, Line.remark]
    return Lines(Request.lines, shown, fills=[*fills, Line.remark], suggests=suggested(fills))


def suggested(fills: list[Column]) -> Mapping[Column, Callable[[Any], Any]]:
    """What the step before left stands ready in each column of numbers."""
    stages: dict[Any, Stage] = {
        Line.technical: Stage.ASKED,
        Line.budgeted: Stage.TECHNICAL,
        Line.approved: Stage.BUDGET,
    }
    prices = {
        Line.technical_price: Stage.ASKED,
        Line.budgeted_price: Stage.TECHNICAL,
        Line.approved_price: Stage.BUDGET,
    }
    quantities = {column: partial(_left, stages[column], 0) for column in fills if column in stages}
    return quantities | {column: partial(_left, prices[column], 1) for column in fills if column in prices}


def _left(stage: Stage, part: int, line: Line) -> int:
    return line.at(stage)[part]


TECHNICAL = appraisal([Line.technical, Line.technical_price], Line.existing, Line.coming, Line.norm)
BUDGET = appraisal([Line.budgeted, Line.budgeted_price], Line.technical, Line.technical_price)
DECISION = appraisal([Line.verdict, Line.approved, Line.approved_price], Line.budgeted, Line.budgeted_price)
ARRIVAL = Lines(
    Request.lines,
    [Line.item_id, Line.approved, Line.delivered, Line.arriving, Line.remark],
    fills=[Line.arriving, Line.remark],
)
PRICES = Lines(
    Request.lines,
    [Line.item_id, Line.approved, Line.approved_price, Line.contract_price],
    fills=[Line.contract_price],
    suggests={Line.contract_price: lambda line: line.at(Stage.APPROVED)[1]},
)
CONTRACT: list[Column | Lines] = [
    Request.contract,
    Request.supplier,
    Request.contract_on,
    Request.contract_total,
    PRICES,
]

# What a new house begins with; then the dated rows rule, which an administrator edits.
TWO_TIERS, LAST_DISTRICT_DAY = date(2025, 7, 1), date(2025, 6, 30)
LAW = "Luật Tổ chức chính quyền địa phương 72/2025/QH15"

STEPS = [
    Step(
        "submit",
        _("Submit to the unit head"),
        (State.DRAFT, State.RETURNED),
        State.SUBMITTED,
        by=OFFICIAL,
        do=Request.submit,
        icon="send",
    ),
    Step(
        "sign",
        _("Sign and send to the city"),
        State.SUBMITTED,
        State.SENT,
        by=HEAD,
        not_by=["submit"],
        decides=True,
        since=TWO_TIERS,
        law=LAW,
        icon="signature",
    ),
    Step(
        "sign_district",
        _("Sign and send to the district"),
        State.SUBMITTED,
        State.DISTRICT,
        by=HEAD,
        not_by=["submit"],
        decides=True,
        until=LAST_DISTRICT_DAY,
        law=LAW,
        icon="signature",
    ),
    Step(
        "forward",
        _("Collect and send to the city"),
        State.DISTRICT,
        State.SENT,
        # What a closed district has left behind is taken over by the city.
        by=(DISTRICT, TECHNOLOGY),
        until=LAST_DISTRICT_DAY,
        law=LAW,
        icon="building-community",
    ),
    Step(
        "return",
        _("Return for more"),
        (State.SUBMITTED, State.DISTRICT, State.SENT, State.CONSOLIDATED),
        State.RETURNED,
        by=(HEAD, DISTRICT, TECHNOLOGY),
        reason=True,
        main=False,
        icon="arrow-back-up",
    ),
    Step(
        "return_budget",
        _("Return for more"),
        State.APPRAISED,
        State.RETURNED,
        by=FINANCE,
        reason=True,
        main=False,
        icon="arrow-back-up",
    ),
    Step(
        "consolidate",
        _("Take into the consolidated table"),
        State.SENT,
        State.CONSOLIDATED,
        by=TECHNOLOGY,
        icon="stack-2",
    ),
    Step(
        "appraise",
        _("Appraise technically"),
        State.CONSOLIDATED,
        State.APPRAISED,
        by=TECHNOLOGY,
        form=[TECHNICAL],
        do=Request.appraise,
        icon="checklist",
    ),
    Step(
        "cost",
        _("Appraise the budget"),
        State.APPRAISED,
        State.COSTED,
        by=FINANCE,
        form=[BUDGET],
        do=Request.cost,
        icon="cash",
    ),
    Step(
        "decide",
        _("Record the decision"),
        State.COSTED,
        State.DECIDED,
        by=TECHNOLOGY,
        form=[Request.decision, Request.decided_on, DECISION],
        do=Request.decide,
        decides=True,
        icon="certificate",
    ),
    Step(
        "postpone",
        _("Postpone"),
        State.COSTED,
        State.POSTPONED,
        by=TECHNOLOGY,
        reason=True,
        main=False,
        icon="player-pause",
    ),
    Step("resume", _("Take up again"), State.POSTPONED, State.COSTED, by=TECHNOLOGY, icon="refresh"),
    Step(
        "reject",
        _("Reject"),
        (State.SENT, State.CONSOLIDATED, State.APPRAISED, State.COSTED),
        State.REJECTED,
        by=TECHNOLOGY,
        reason=True,
        main=False,
        icon="ban",
    ),
    Step(
        "buy",
        _("Record the contract"),
        State.DECIDED,
        State.BOUGHT,
        by=STORE,
        form=CONTRACT,
        do=Request.buy,
        icon="file-text",
    ),
    Step(
        "deliver",
        _("Record a delivery"),
        (State.BOUGHT, State.DELIVERED),
        State.DELIVERED,
        by=STORE,
        form=[Request.delivered_on, ARRIVAL],
        do=Request.deliver,
        guard=lambda request: not request.all_delivered(),
        icon="truck-delivery",
    ),
    Step(
        "accept",
        _("Accept"),
        State.DELIVERED,
        State.ACCEPTED,
        by=OFFICIAL,
        form=[Request.repaid],
        do=Request.accept,
        guard=Request.all_delivered,
        icon="circle-check",
    ),
    Step(
        "hand_over",
        _("Hand over and put on the books"),
        State.ACCEPTED,
        State.HANDED_OVER,
        by=STORE,
        do=Request.hand_over,
        confirm=_("Every piece delivered becomes an asset of the unit."),
        icon="packages",
    ),
]

workflow = Workflow(
    Request.state,
    STEPS,
    bar=[
        State.DRAFT,
        State.SUBMITTED,
        State.DISTRICT,
        State.SENT,
        State.CONSOLIDATED,
        State.APPRAISED,
        State.COSTED,
        State.DECIDED,
        State.BOUGHT,
        State.DELIVERED,
        State.ACCEPTED,
        State.HANDED_OVER,
    ],
    terms={
        State.SUBMITTED: working_days(2),
        State.DISTRICT: working_days(5),
        State.SENT: working_days(3),
        State.CONSOLIDATED: working_days(5),
        State.APPRAISED: working_days(5),
        State.COSTED: working_days(5),
        State.RETURNED: working_days(5),
        State.ACCEPTED: working_days(3),
    },
    editable=[State.DRAFT, State.RETURNED],
)
