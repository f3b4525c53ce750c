"""The screens of the questions and of the rule of votes."""

from app.toolkit import Allow, List, Resource, Section, _
from modules.dossiers.roles import EVERYBODY, OVERSEER, SUPERVISOR
from modules.dossiers.satisfaction.questions import Question
from modules.dossiers.satisfaction.rules import VoteRule

questions = Resource(
    Question,
    _("Questions to citizens"),
    one=_("New question"),
    slug="questions",
    icon="message",
    shared=True,
    under=_("Ratings"),
    menu=(OVERSEER,),
    access=[Allow(OVERSEER, "read", "create", "update", "export"), Allow(SUPERVISOR, "read")],
    views=[List([Question.wording, Question.kind, Question.position, Question.valid_from, Question.valid_to])],
    filters=[Question.kind],
    form=[
        Section(
            _("Question"),
            [Question.wording, Question.short, Question.code, Question.kind, Question.position, Question.source, Question.valid_from, Question.valid_to],
        )
    ],
)  # fmt: skip
vote_rules = Resource(
    VoteRule,
    _("Rules of ratings"),
    one=_("New rule of ratings"),
    slug="vote-rules",
    icon="settings",
    shared=True,
    under=_("Ratings"),
    menu=(OVERSEER,),
    # Whoever ends a dossier gives it its vote, and reads how long that is open.
    access=[
        Allow(OVERSEER, "read", "create", "update"),
        *(Allow(role, "read") for role in EVERYBODY if role is not OVERSEER),
    ],
    views=[List([VoteRule.source, VoteRule.days, VoteRule.minutes, VoteRule.valid_from, VoteRule.valid_to])],
    form=[
        Section(_("Rule"), [VoteRule.days, VoteRule.minutes, VoteRule.source, VoteRule.valid_from, VoteRule.valid_to])
    ],
)
ALL = [questions, vote_rules]
