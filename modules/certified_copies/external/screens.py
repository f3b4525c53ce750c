"""Copies from the national portal: entered by the clerk, with the file attached."""

from app.toolkit import Allow, List, Panel, Resource, Section, Step, Workflow, _
from modules.certified_copies.dossier import same_dossier
from modules.certified_copies.external.models import ExternalCopy, Stage
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

PAPER = [
    ExternalCopy.number,
    ExternalCopy.certified_on,
    ExternalCopy.dossier_code,
    ExternalCopy.title,
    ExternalCopy.requester,
    ExternalCopy.copies,
]
FOUND = [ExternalCopy.book, ExternalCopy.signer, ExternalCopy.pages, ExternalCopy.verdict]

external_copies = Resource(
    ExternalCopy,
    _("Copies from the national portal"),
    one=_("Enter a copy from the portal"),
    slug="external-copies",
    icon="world",
    heading=ExternalCopy.title,
    access=[
        Allow(CLERK, "read", "create", "update", "export"),
        *(Allow(role, "read", "export") for role in (CERTIFIER, SEALER, AUDITOR)),
    ],
    views=[
        List(
            [
                ExternalCopy.number,
                ExternalCopy.certified_on,
                ExternalCopy.title,
                ExternalCopy.requester,
                ExternalCopy.dossier_code,
                ExternalCopy.state,
            ]
        )
    ],
    filters=[ExternalCopy.state, ExternalCopy.certified_on],
    form=[
        Section(_("As the portal has it"), PAPER),
        Section(_("In the register"), FOUND, when=lambda copy: copy.book is not None),
    ],
    panels=[Panel("dossier", _("The same dossier"), "same_dossier.html", same_dossier)],
    workflow=Workflow(
        ExternalCopy.state,
        [
            Step(
                "enter",
                _("Check the file and enter it in the book"),
                Stage.DRAFT,
                Stage.BOOKED,
                by=CLERK,
                do=ExternalCopy.enter,
                confirm=_("The line of the book cannot be changed afterwards."),
                icon="book-2",
            )
        ],
        bar=[Stage.DRAFT, Stage.BOOKED],
        editable=[Stage.DRAFT],
    ),
)
