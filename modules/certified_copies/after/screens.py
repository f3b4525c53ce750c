"""Lists, forms and steps of what comes after the release."""

from app.toolkit import Allow, List, Resource, Section, Step, Workflow, _
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.after.retention import RetentionRule
from modules.certified_copies.after.shares import Live, Share
from modules.certified_copies.capture.formats import taken
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
    taken=taken,
)

links = Resource(
    Share,
    _("Links"),
    one=_("New link"),
    slug="links",
    icon="world",
    access=[Allow(CLERK, "read", "update", "export"), Allow(AUDITOR, "read")],
    views=[List([Share.copy_id, Share.expires_at, Share.views, Share.most_views, Share.state])],
    filters=[Share.state, Share.expires_at],
    form=[
        Section(_("Link"), [Share.copy_id, Share.expires_at, Share.most_views, Share.views, Share.email, Share.sent_at])
    ],
    workflow=Workflow(
        Share.state,
        [
            Step(
                "revoke",
                _("Take the link back"),
                Live.ACTIVE,
                Live.REVOKED,
                by=CLERK,
                do=Share.revoke,
                confirm=_("The address leads nowhere from now on."),
                main=False,
                icon="ban",
            )
        ],
        editable=[],
    ),
    attachments=False,
    menu=False,
)

KEPT = [
    RetentionRule.matter,
    RetentionRule.days,
    RetentionRule.source,
    RetentionRule.valid_from,
    RetentionRule.valid_to,
]
retention = Resource(
    RetentionRule,
    _("Retention rules"),
    one=_("New retention rule"),
    slug="retention",
    under=_("Catalogues"),
    icon="clock",
    shared=True,
    heading=RetentionRule.matter,
    access=[Allow(CERTIFIER, "read", "create", "update"), Allow(AUDITOR, "read")],
    views=[List(KEPT)],
    form=[Section(_("Retention"), KEPT)],
    attachments=False,
)
ALL = [annulments, links, retention]
