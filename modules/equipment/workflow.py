"""The road of a request: ward, city departments, decision, delivery, books (project06 §2d)."""

from app.toolkit import Column, Lines, Step, Workflow, _, working_days
from modules.equipment.models import Line, Request, State
from modules.equipment.roles import FINANCE, HEAD, OFFICIAL, STORE, TECHNOLOGY


def appraisal(filled: Column, *before: Column) -> Lines:
    """The item table of a step that fills one quantity and the reason of a change; `before` is shown beside it."""
    shown = [Line.item_id, Line.quantity, Line.price, *before, filled, Line.remark]
    return Lines(Request.lines, shown, fills=[filled, Line.remark])


workflow = Workflow(
    Request.state,
    [
        Step("submit", _("Submit to the unit head"), (State.DRAFT, State.RETURNED), State.SUBMITTED, by=OFFICIAL,
             do=Request.submit, icon="send"),
        Step("sign", _("Sign and send to the city"), State.SUBMITTED, State.SENT, by=HEAD, not_by=["submit"],
             decides=True, icon="signature"),
        Step("return", _("Return for more"), (State.SUBMITTED, State.SENT, State.CONSOLIDATED), State.RETURNED,
             by=(HEAD, TECHNOLOGY), reason=True, main=False, icon="arrow-back-up"),
        Step("consolidate", _("Take into the consolidated table"), State.SENT, State.CONSOLIDATED, by=TECHNOLOGY,
             icon="stack-2"),
        Step("appraise", _("Appraise technically"), State.CONSOLIDATED, State.APPRAISED, by=TECHNOLOGY,
             form=[appraisal(Line.technical)], do=Request.appraise, icon="checklist"),
        Step("cost", _("Appraise the budget"), State.APPRAISED, State.COSTED, by=FINANCE,
             form=[appraisal(Line.budgeted, Line.technical)], do=Request.cost, icon="cash"),
        Step("decide", _("Record the decision"), State.COSTED, State.DECIDED, by=TECHNOLOGY,
             form=[Request.decision, appraisal(Line.approved, Line.budgeted)], do=Request.decide, decides=True,
             icon="certificate"),
        Step("postpone", _("Postpone"), State.COSTED, State.POSTPONED, by=TECHNOLOGY, reason=True, main=False,
             icon="player-pause"),
        Step("resume", _("Take up again"), State.POSTPONED, State.COSTED, by=TECHNOLOGY, icon="refresh"),
        Step("reject", _("Reject"), (State.SENT, State.CONSOLIDATED, State.APPRAISED, State.COSTED), State.REJECTED,
             by=TECHNOLOGY, reason=True, main=False, icon="ban"),
        Step("deliver", _("Record a delivery"), (State.DECIDED, State.DELIVERED), State.DELIVERED, by=STORE,
             form=[Request.delivered_on, appraisal(Line.delivered, Line.approved)], do=Request.deliver,
             guard=lambda request: not request.all_delivered(), icon="truck-delivery"),
        Step("accept", _("Accept"), State.DELIVERED, State.ACCEPTED, by=OFFICIAL, guard=Request.all_delivered,
             icon="circle-check"),
        Step("hand_over", _("Hand over and put on the books"), State.ACCEPTED, State.HANDED_OVER, by=STORE,
             do=Request.hand_over, confirm=_("Every piece delivered becomes an asset of the unit."), icon="packages"),
    ],
    bar=[State.DRAFT, State.SUBMITTED, State.SENT, State.CONSOLIDATED, State.APPRAISED, State.COSTED, State.DECIDED,
         State.DELIVERED, State.HANDED_OVER],
    terms={State.SUBMITTED: working_days(2), State.SENT: working_days(3), State.CONSOLIDATED: working_days(5),
           State.APPRAISED: working_days(5), State.COSTED: working_days(5), State.RETURNED: working_days(5),
           State.ACCEPTED: working_days(3)},
    editable=[State.DRAFT, State.RETURNED],
)
