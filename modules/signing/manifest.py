"""What the module declares: screens, jobs, commands. `modules.signing.MODULE` leads here."""

from pathlib import Path

from app.toolkit import Allow, Job, List, Module, Panel, Resource, Section, _
from modules.signing import key_trial, taking_in
from modules.signing.agent import pages as agent_pages
from modules.signing.agent.returning import end_late
from modules.signing.anchors import TrustAnchor
from modules.signing.appearance import Appearance
from modules.signing.longterm.preservation import Preservation, extend_due
from modules.signing.models import Key
from modules.signing.outside import lists
from modules.signing.outside.addresses import Address
from modules.signing.roles import KEEPER
from modules.signing.seal_command import signing
from modules.signing.verification.sandbox import EXAMINER

keys = Resource(
    Key,
    _("Certificates"),
    one=_("New certificate"),
    slug="keys",
    icon="key",
    heading=Key.name,
    access=[Allow(KEEPER, "read", "create", "update", "export")],
    views=[List([Key.name, Key.holder, Key.unit_id, Key.valid_from, Key.valid_to])],
    filters=[Key.holder],
    panels=[Panel("trial", _("Trial"), "key_trial.html", key_trial.panel)],
    form=[
        Section(
            _("Certificate"),
            [
                Key.unit_id,
                Key.name,
                Key.holder,
                Key.user_id,
                Key.file,
                Key.pem,
                Key.minutes,
                Key.valid_from,
                Key.valid_to,
            ],
        )
    ],
)


ANCHOR = [TrustAnchor.name, TrustAnchor.kind, TrustAnchor.source, TrustAnchor.valid_from, TrustAnchor.valid_to]
anchors = Resource(
    TrustAnchor,
    _("Trusted issuers"),
    one=_("New trusted issuer"),
    slug="anchors",
    icon="shield-check",
    heading=TrustAnchor.name,
    access=[Allow(KEEPER, "read", "create", "update", "export")],
    views=[List(ANCHOR)],
    filters=[TrustAnchor.kind],
    form=[Section(_("Trusted issuer"), [*ANCHOR, TrustAnchor.pem, TrustAnchor.fingerprint])],
    attachments=False,
)


ADDRESS = [Address.name, Address.matter, Address.url, Address.issuer, Address.source]
addresses = Resource(
    Address,
    _("Services outside"),
    one=_("New service outside"),
    slug="addresses",
    icon="world",
    heading=Address.name,
    access=[Allow(KEEPER, "read", "create", "update", "export")],
    views=[List([*ADDRESS, Address.valid_from, Address.valid_to])],
    filters=[Address.matter],
    form=[
        Section(
            _("Service outside"),
            [*ADDRESS, Address.seconds, Address.days, Address.valid_from, Address.valid_to],
        )
    ],
    attachments=False,
)

SHOWN = [Appearance.paper, Appearance.holder, Appearance.manner, Appearance.width]
SHOWN += [Appearance.size, Appearance.source, Appearance.valid_from, Appearance.valid_to]
appearances = Resource(
    Appearance,
    _("Appearance of signatures"),
    one=_("New appearance"),
    slug="appearances",
    icon="signature",
    access=[Allow(KEEPER, "read", "create", "update", "export")],
    views=[List(SHOWN)],
    filters=[Appearance.paper],
    form=[Section(_("Appearance"), SHOWN)],
    attachments=False,
)

PRESERVED = [Preservation.name, Preservation.level, Preservation.versions, Preservation.renew_on, Preservation.problem]
preservations = Resource(
    Preservation,
    _("Long-term preservation"),
    one=_("Preserved file"),
    slug="preservations",
    icon="stack-2",
    heading=Preservation.name,
    access=[Allow(KEEPER, "read", "export")],
    views=[List(PRESERVED)],
    filters=[Preservation.level],
    form=[Section(_("Preserved file"), PRESERVED)],
    attachments=False,
)


MODULE = Module(
    "signing",
    _("Digital signatures"),
    folder=Path(__file__).parent,
    depends=["core"],
    icon="signature",
    tone="c1",
    roles=[KEEPER],
    resources=[keys, anchors, addresses, appearances, preservations],
    routes=[agent_pages.bp, key_trial.bp, taking_in.bp],
    links=[taking_in.LINK],
    jobs=[
        Job("end_late", _("End signing that nobody answered"), end_late, every="*/2 * * * *"),
        Job("extend_due", _("Renew the proof of signatures"), extend_due, every="*/20 * * * *"),
        Job("fetch_lists", _("Fetch revocation lists"), lists.fetch, every="25 */4 * * *"),
    ],
    commands=[signing],
    serving=[EXAMINER.warm],
    seed="modules.signing.seed:load",
)
