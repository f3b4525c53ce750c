"""Lists, forms and steps of what comes after the release."""

from app.toolkit import Allow, List, Resource, Section, Step, Workflow, _
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

annulments = Resource(
    Annulment,
    _("Annulments"),
    one=_("New annulment"),
    slug="annulments",
    icon="ban",
    heading=Annulment.number,
    access=[
        Allow(CERTIFIER, "read", "create", "update", "export"),
        *(Allow(role, "read", "export") for role in (CLERK, SEALER, AUDITOR)),
    ],
    views=[
        List(
            [Annulment.number, Annulment.copy_id, Annulment.decided_on, Annulment.reason, Annulment.state],
            sort=Annulment.decided_on,
        )
    ],
    filters=[Annulment.state, Annulment.decided_on],
    form=[
        Section(
            _("The decision"),
            [Annulment.copy_id, Annulment.number, Annulment.decided_on, Annulment.decided_by, Annulment.reason],
        )
    ],
    workflow=Workflow(
        Annulment.state,
        [
            Step(
                "propose",
                _("Send to the second person"),
                Standing.DRAFT,
                Standing.PROPOSED,
                by=CERTIFIER,
                do=Annulment.propose,
                icon="send",
            ),
            Step(
                "confirm",
                _("Confirm the annulment"),
                Standing.PROPOSED,
                Standing.IN_FORCE,
                by=(CERTIFIER, SEALER),
                not_by=["propose"],
                confirm=_("The copy loses its value for ever, and everybody who checks it reads so."),
                do=Annulment.confirm,
                decides=True,
                icon="ban",
            ),
            Step(
                "drop",
                _("Drop the decision"),
                (Standing.DRAFT, Standing.PROPOSED),
                Standing.DROPPED,
                by=(CERTIFIER, SEALER),
                reason=True,
                main=False,
                icon="x",
            ),
        ],
        bar=[Standing.DRAFT, Standing.PROPOSED, Standing.IN_FORCE],
        editable=[Standing.DRAFT],
    ),
    scans=True,
)
ALL = [annulments]
