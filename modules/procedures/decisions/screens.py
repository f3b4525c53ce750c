"""The screens of decisions."""

from __future__ import annotations

from app.toolkit import Allow, Board, Lines, List, Report, Resource, Section, Step, Workflow, _, working_days
from modules.procedures.decisions.decision import OPEN, Decision, ListedProcedure, State
from modules.procedures.decisions.paper import document
from modules.procedures.decisions.publication import issue
from modules.procedures.roles import DRAFTER, OFFICE, READER, SIGNER

road = Workflow(
    Decision.state,
    [
        Step("submit", _("Submit for the signature"), OPEN, State.SUBMITTED, by=OFFICE, icon="send"),
        Step(
            "issue",
            _("Record the signed decision"),
            State.SUBMITTED,
            State.ISSUED,
            by=SIGNER,
            form=[Decision.number, Decision.signed_on, Decision.effective_on],
            not_by=["submit"],
            do=issue,
            decides=True,
            confirm=_("Its procedures come into force, and what it amends or abolishes ends."),
            icon="certificate",
        ),
        Step(
            "return",
            _("Return for more"),
            State.SUBMITTED,
            State.RETURNED,
            by=(SIGNER, OFFICE),
            reason=True,
            main=False,
            icon="arrow-back-up",
        ),
    ],
    bar=[State.DRAFT, State.SUBMITTED, State.ISSUED],
    terms={State.SUBMITTED: working_days(3)},
    editable=OPEN,
)

decisions = Resource(
    Decision,
    _("Decisions on procedures"),
    one=_("New decision on procedures"),
    slug="decisions",
    icon="certificate",
    shared=True,
    heading=Decision.title,
    key=[Decision.title],
    access=[
        Allow(OFFICE, "read", "create", "update", "delete", "export", "import"),
        *[Allow(role, "read", "export") for role in (DRAFTER, SIGNER)],
        Allow(READER, "read", only=Decision.state == State.ISSUED),
    ],
    views=[
        List([Decision.number, Decision.title, Decision.signed_on, Decision.effective_on, Decision.state]),
        Board(by=Decision.state),
    ],
    filters=[Decision.state, Decision.signed_on],
    groups=[Decision.state],
    form=[
        Section(_("Decision"), [Decision.title, Decision.basis]),
        Lines(
            Decision.items,
            [
                ListedProcedure.act,
                ListedProcedure.code,
                ListedProcedure.name,
                ListedProcedure.sector_id,
                ListedProcedure.levels,
                ListedProcedure.days,
                ListedProcedure.fee,
                ListedProcedure.basis,
            ],
        ),
        Section(
            _("Signature"),
            [Decision.number, Decision.signed_on, Decision.effective_on],
            when=lambda decision: bool(decision.number),
        ),
    ],
    workflow=road,
    reports=[Report("quyet-dinh", _("The decision on paper"), "decision_print.html", document, signed="issue")],
)
