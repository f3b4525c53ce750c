"""The screens on which an overseer makes a service of rows: the form it begins with, the letter it ends with."""

from collections.abc import Callable
from typing import Any

from app.toolkit import Allow, Attach, Lines, List, Panel, Report, Resource, Section, Step, Workflow, _
from modules.dossiers.configured.issued import Stage
from modules.dossiers.configured.panels import content, letter, words
from modules.dossiers.configured.papers import has_letter, result
from modules.dossiers.configured.request_forms import FormField, RequestForm
from modules.dossiers.configured.result_letters import ResultLetter, require_letters
from modules.dossiers.roles import EVERYBODY, OVERSEER

MADE_OF_ROWS = _("Services made of rows")
ACCESS = [
    Allow(OVERSEER, "read", "create", "update", "delete", "export"),
    *(Allow(role, "read") for role in EVERYBODY if role is not OVERSEER),
]


def _begin(form: RequestForm) -> None:
    require_letters(form)
    form.begin()


def _road(model: type[RequestForm | ResultLetter], begin: Callable[[Any], None]) -> Workflow:
    """Drafted, in force, withdrawn: what has been in force is never edited again."""
    return Workflow(
        model.state,
        [
            Step(
                "begin", _("Put into force"), Stage.DRAFTED, Stage.IN_FORCE, by=OVERSEER, do=begin,
                confirm=_("It is not changed after that: a new version follows it."), icon="check",
            ),
            Step(
                "withdraw", _("Withdraw"), Stage.IN_FORCE, Stage.WITHDRAWN, by=OVERSEER, reason=True,
                do=model.withdraw, main=False, icon="ban",
            ),
        ],
        bar=list(Stage),
        editable=[Stage.DRAFTED],
    )  # fmt: skip


forms = Resource(
    RequestForm,
    _("Forms of procedures"),
    one=_("New form of a procedure"),
    slug="request-forms",
    icon="clipboard-list",
    shared=True,
    under=MADE_OF_ROWS,
    menu=(OVERSEER,),
    heading=RequestForm.title,
    access=ACCESS,
    views=[
        List(
            [RequestForm.title, RequestForm.procedure_id, RequestForm.valid_from, RequestForm.valid_to, RequestForm.state]
        )
    ],
    filters=[RequestForm.state, RequestForm.procedure_id],
    form=[
        Section(
            _("The form"),
            [RequestForm.procedure_id, RequestForm.title, RequestForm.source, RequestForm.valid_from, RequestForm.valid_to],
        ),
        Lines(
            RequestForm.fields,
            [
                FormField.code, FormField.label, FormField.kind, FormField.required, FormField.choices, FormField.low,
                FormField.high, FormField.heading, FormField.help,
            ],
        ),
    ],
    workflow=_road(RequestForm, _begin),
    attachments=False,
)  # fmt: skip
letters = Resource(
    ResultLetter,
    _("Result letters"),
    one=_("New result letter"),
    slug="result-letters",
    icon="file-text",
    shared=True,
    under=MADE_OF_ROWS,
    menu=(OVERSEER,),
    heading=ResultLetter.about,
    access=ACCESS,
    views=[
        List(
            [
                ResultLetter.about, ResultLetter.kind, ResultLetter.procedure_id, ResultLetter.valid_from,
                ResultLetter.valid_to, ResultLetter.state,
            ]
        )
    ],
    filters=[ResultLetter.state, ResultLetter.kind, ResultLetter.procedure_id],
    form=[
        Section(
            _("Result letter"),
            [
                ResultLetter.procedure_id, ResultLetter.kind, ResultLetter.about, ResultLetter.symbol,
                ResultLetter.addressed, ResultLetter.body, ResultLetter.recipients, ResultLetter.source,
                ResultLetter.valid_from, ResultLetter.valid_to,
            ],
        ),
    ],
    workflow=_road(ResultLetter, ResultLetter.begin),
    panels=[Panel("words", _("What is filled in"), "letter_words.html", words)],
    attachments=False,
)  # fmt: skip
ALL = [forms, letters]
TABS = [
    Attach("procedures.procedures", forms, on=RequestForm.procedure_id, begins=bool),
    Attach("procedures.procedures", letters, on=ResultLetter.procedure_id, begins=bool),
]
PANELS = [
    Panel("content", _("What is asked"), "content.html", content),
    Panel("letter", _("Result letter"), "letter.html", letter),
]
REPORT = Report("van-ban-ket-qua", _("Result letter"), "forms/result_letter.html", result, when=has_letter)
