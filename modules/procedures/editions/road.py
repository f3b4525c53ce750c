"""The road of an edition: drafted, appraised, submitted, published in a decision, public, out of force."""

from app.toolkit import Step, Workflow, _, working_days
from modules.procedures.editions.edition import HOLDS, OPEN, Edition, Stage
from modules.procedures.roles import DRAFTER, OFFICE

road = Workflow(
    Edition.state,
    [
        Step("send", _("Send for appraisal"), OPEN, Stage.SENT, by=DRAFTER, do=Edition.require_whole, icon="send"),
        Step("appraise", _("Appraise"), Stage.SENT, Stage.APPRAISED, by=OFFICE, not_author=True, icon="checklist"),
        Step(
            "submit",
            _("Submit with a decision"),
            Stage.APPRAISED,
            Stage.SUBMITTED,
            by=OFFICE,
            form=[Edition.decision_id],
            do=Edition.join,
            icon="file-text",
        ),
        Step(
            "return",
            _("Return for more"),
            (Stage.SENT, Stage.APPRAISED, Stage.SUBMITTED),
            Stage.RETURNED,
            by=OFFICE,
            do=Edition.leave,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
        # Nobody takes those without a role: the decision does for all that it publishes, and the night on their day.
        Step("publish", _("Publish"), Stage.SUBMITTED, Stage.PUBLISHED, by=(), guard=Edition.is_decided),
        Step(
            "show",
            _("Note that it is public"),
            Stage.PUBLISHED,
            Stage.PUBLIC,
            by=(OFFICE, DRAFTER),
            form=[Edition.public_on, Edition.address],
            do=Edition.show,
            icon="world",
        ),
        Step("supersede", _("A newer edition holds"), HOLDS, Stage.SUPERSEDED, by=(), guard=Edition.is_over),
        Step("abolish", _("Abolish"), HOLDS, Stage.ABOLISHED, by=(), guard=Edition.is_over),
    ],
    bar=[Stage.DRAFTED, Stage.SENT, Stage.APPRAISED, Stage.SUBMITTED, Stage.PUBLISHED, Stage.PUBLIC],
    terms={Stage.SENT: working_days(5), Stage.APPRAISED: working_days(2), Stage.PUBLISHED: working_days(5)},
    editable=OPEN,
)
