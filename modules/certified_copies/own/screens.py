"""Lists, forms and steps of copies of the agency's own papers."""

from app.toolkit import Allow, List, Resource, Section, Step, Workflow, _, working_days
from modules.certified_copies.capture.formats import taken
from modules.certified_copies.own.models import OwnCopy, Stage
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

PAPER = [OwnCopy.paper_number, OwnCopy.paper_day, OwnCopy.title, OwnCopy.issuer]
COPYING = [OwnCopy.form, OwnCopy.copied_from, OwnCopy.part, OwnCopy.sets, OwnCopy.recipients]
REGISTER = [OwnCopy.symbol, OwnCopy.copied_on, OwnCopy.pages, OwnCopy.approved_by_id]

own_copies = Resource(
    OwnCopy,
    _("Copies of our own papers"),
    one=_("New copy of our own paper"),
    slug="own-copies",
    icon="stack-2",
    heading=OwnCopy.title,
    access=[
        Allow(CLERK, "read", "create", "update", "export"),
        *(Allow(role, "read", "export") for role in (CERTIFIER, SEALER, AUDITOR)),
    ],
    views=[
        List(
            [OwnCopy.symbol, OwnCopy.form, OwnCopy.title, OwnCopy.paper_number, OwnCopy.copied_on, OwnCopy.state],
        )
    ],
    filters=[OwnCopy.state, OwnCopy.form, OwnCopy.copied_on],
    groups=[OwnCopy.form],
    form=[
        Section(_("The agency paper"), PAPER),
        Section(_("The copy"), COPYING),
        Section(_("In the register"), REGISTER, when=lambda copy: copy.number is not None),
    ],
    workflow=Workflow(
        OwnCopy.state,
        [
            Step(
                "propose",
                _("Ask for the decision to copy"),
                (Stage.DRAFT, Stage.RETURNED),
                Stage.PROPOSED,
                by=CLERK,
                do=OwnCopy.propose,
                icon="send",
            ),
            Step(
                "approve",
                _("Decide to copy"),
                Stage.PROPOSED,
                Stage.APPROVED,
                by=CERTIFIER,
                not_by=["propose"],
                do=OwnCopy.approve,
                decides=True,
                icon="check",
            ),
            Step(
                "return",
                _("Return to the clerk"),
                Stage.PROPOSED,
                Stage.RETURNED,
                by=CERTIFIER,
                reason=True,
                main=False,
                icon="arrow-back-up",
            ),
            Step(
                "release",
                _("Seal and release"),
                Stage.APPROVED,
                Stage.RELEASED,
                by=SEALER,
                confirm=_("The agency's signature closes the file."),
                do=OwnCopy.release,
                icon="certificate",
            ),
        ],
        bar=[Stage.DRAFT, Stage.PROPOSED, Stage.APPROVED, Stage.RELEASED],
        terms={Stage.PROPOSED: working_days(1), Stage.APPROVED: working_days(0, cut_off="15:00")},
        editable=[Stage.DRAFT, Stage.RETURNED],
    ),
    scans=True,
    taken=taken,
)
