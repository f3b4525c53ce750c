"""The road of an internal process: drafted, appraised, submitted, approved in a decision, out of force."""

from app.toolkit import Step, Workflow, _, working_days
from modules.procedures.processes.process import OPEN, Process, Stage
from modules.procedures.processes.review import require_sound
from modules.procedures.roles import DRAFTER, OFFICE

road = Workflow(
    Process.state,
    [
        Step("send", _("Send for appraisal"), OPEN, Stage.SENT, by=DRAFTER, do=require_sound, icon="send"),
        Step(
            "appraise",
            _("Appraise"),
            Stage.SENT,
            Stage.APPRAISED,
            by=OFFICE,
            not_author=True,
            do=require_sound,
            icon="checklist",
        ),
        Step(
            "submit",
            _("Submit with a decision"),
            Stage.APPRAISED,
            Stage.SUBMITTED,
            by=OFFICE,
            form=[Process.decision_id],
            do=Process.join,
            icon="file-text",
        ),
        Step(
            "return",
            _("Return for more"),
            (Stage.SENT, Stage.APPRAISED, Stage.SUBMITTED),
            Stage.RETURNED,
            by=OFFICE,
            do=Process.leave,
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
        # Nobody takes those without a role: the decision does for all that it approves, and the night on their day.
        Step("approve", _("Approve"), Stage.SUBMITTED, Stage.APPROVED, by=(), guard=Process.is_decided),
        Step("retire", _("Its last day is over"), Stage.APPROVED, Stage.RETIRED, by=(), guard=Process.is_over),
    ],
    bar=[Stage.DRAFTED, Stage.SENT, Stage.APPRAISED, Stage.SUBMITTED, Stage.APPROVED],
    terms={Stage.SENT: working_days(5), Stage.APPRAISED: working_days(2)},
    editable=OPEN,
)
