"""The screens of the rules."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.law.rules import DeclarationRule, DeclarerRight
from modules.civil_registration.roles import EVERYBODY, OVERSEER

READERS = [
    Allow(OVERSEER, "read", "create", "update"),
    *(Allow(role, "read") for role in EVERYBODY if role is not OVERSEER),
]

rules = Resource(
    DeclarationRule,
    _("Rules of declaring"),
    one=_("New rule of declaring"),
    slug="rules",
    icon="settings",
    shared=True,
    menu=(OVERSEER,),
    access=READERS,
    views=[
        List([DeclarationRule.event, DeclarationRule.days, DeclarationRule.source, DeclarationRule.valid_from, DeclarationRule.valid_to])
    ],
    form=[
        Section(
            _("Rule"),
            [
                DeclarationRule.event, DeclarationRule.days, DeclarationRule.source,
                DeclarationRule.valid_from, DeclarationRule.valid_to,
            ],
        ),
        Section(
            _("Ages outside which somebody looks again"),
            [
                DeclarationRule.mother_from, DeclarationRule.mother_to,
                DeclarationRule.father_from, DeclarationRule.father_to,
            ],
            when=lambda rule: rule.event is not Event.DEATH,
        ),
    ],
)  # fmt: skip
declarers = Resource(
    DeclarerRight,
    _("Who may declare"),
    one=_("New right to declare"),
    slug="declarers",
    icon="users",
    shared=True,
    menu=(OVERSEER,),
    access=READERS,
    views=[
        List([DeclarerRight.event, DeclarerRight.relation, DeclarerRight.condition, DeclarerRight.source, DeclarerRight.valid_from])
    ],
    filters=[DeclarerRight.event],
    form=[
        Section(
            _("Right to declare"),
            [
                DeclarerRight.event, DeclarerRight.relation, DeclarerRight.condition, DeclarerRight.source,
                DeclarerRight.valid_from, DeclarerRight.valid_to,
            ],
        )
    ],
)  # fmt: skip
