"""The rules by which a unit signs; its head writes them, everybody there reads them."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.certified_copies.queue.rules import SigningRule
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, KEEPER, SEALER

COLUMNS = [
    SigningRule.same_person,
    SigningRule.sample_percent,
    SigningRule.sample_least,
    SigningRule.course,
    SigningRule.source,
    SigningRule.valid_from,
    SigningRule.valid_to,
]
signing_rules = Resource(
    SigningRule,
    _("How the unit signs"),
    one=_("New way of signing"),
    slug="signing-rules",
    under=_("Catalogues"),
    icon="signature",
    access=[
        *(Allow(role, "read", "create", "update") for role in (AUDITOR, KEEPER)),
        *(Allow(role, "read") for role in (CERTIFIER, CLERK, SEALER)),
    ],
    views=[List([SigningRule.unit_id, *COLUMNS], sort=SigningRule.valid_from.desc())],
    form=[Section(_("How the unit signs"), COLUMNS)],
    attachments=False,
)
