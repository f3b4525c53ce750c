"""The screen of the escalation table."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.dossiers.escalation.rules import EscalationRule
from modules.dossiers.roles import EVERYBODY, OVERSEER

WORDS = [EscalationRule.moment, EscalationRule.hours, EscalationRule.told, EscalationRule.source]
DAYS = [EscalationRule.valid_from, EscalationRule.valid_to]

escalation_rules = Resource(
    EscalationRule,
    _("Reminders and escalation"),
    one=_("New reminder"),
    slug="escalation-rules",
    icon="bell",
    shared=True,
    menu=(OVERSEER,),
    access=[
        Allow(OVERSEER, "read", "create", "update"),
        *(Allow(role, "read") for role in EVERYBODY if role is not OVERSEER),
    ],
    views=[List([*WORDS, *DAYS])],
    form=[Section(_("Reminder or report"), [*WORDS, *DAYS])],
)
