"""What a dossier's page tells of its request and its letter; what a letter's page tells of the words it may use."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from app.toolkit import Text, as_system, db, kept
from modules.dossiers.configured import matters
from modules.dossiers.configured.filling import missing
from modules.dossiers.configured.issued import Stage
from modules.dossiers.configured.matters import Answer, Correction, Matter
from modules.dossiers.configured.papers import left_open, letter_of
from modules.dossiers.configured.request_forms import FormField, RequestForm
from modules.dossiers.configured.result_letters import ResultLetter, configured
from modules.dossiers.configured.words import OF_DOSSIER
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.roles import EXPERT, LEADER, RECEPTION, SEALER
from modules.dossiers.store.results import SLOT

OPEN = (State.REGISTERED, State.RECEIVED, State.SOLVING, State.WAITING, State.DUTY)
MAKERS = (EXPERT, LEADER, SEALER)  # who may put the letter into the store


@dataclass(frozen=True)
class Content:
    """The questions of a dossier with their answers, in the blocks of the form; what its letter would have dots for."""

    dossier_id: int
    received: bool
    blocks: list[tuple[str, list[tuple[str, str]]]]
    missing: list[str]
    may: bool
    corrections: list[Correction]
    left_open: list[str]


@dataclass(frozen=True)
class Letter:
    """The letter of a dossier that is handled, and whether this person may put it into the store."""

    dossier_id: int
    letter: ResultLetter
    number: str
    may: bool
    left_open: list[str]


@dataclass(frozen=True)
class Words:
    """The places that a letter may have, with what fills them."""

    of_dossier: list[tuple[str, Text]]
    of_form: list[tuple[str, str]]


def may_fill(dossier: Dossier) -> bool:
    """Whether this person may fill the form in: the desk, after reception also who handles it, until the result is made."""
    if dossier.state not in OPEN:
        return False
    if g.principal.holds((RECEPTION,), dossier.unit_id):
        return True
    return dossier.received_at is not None and g.principal.holds((EXPERT,), dossier.competent_id)


def content(dossier: Dossier) -> Content | None:
    """What a dossier asks; None where its procedure has no form."""
    session = db.session()
    if dossier.procedure_id not in configured(session):
        return None
    matter = Matter.of(session, dossier.id)
    form = matters.form_of(session, dossier, matter)
    if form is None:
        return None
    answers = matters.answers_of(session, matter)
    received = dossier.received_at is not None
    lacking = [] if received else missing(form, answers)
    opened = left_open(session, dossier, matter) if dossier.solved_at is None else []
    words = (lacking, may_fill(dossier), matters.corrections_of(session, matter), opened)
    return Content(dossier.id, received, _blocks(form, answers), *words)


def _blocks(form: RequestForm, answers: dict[str, Answer]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (title, [(one.label, answers[one.code].told(one.kind) if one.code in answers else "") for one in some])
        for title, some in blocks_of(form.fields)
    ]


def blocks_of(fields: list[FormField]) -> list[tuple[str, list[FormField]]]:
    """Return fields in the blocks that their headings begin."""
    blocks: list[tuple[str, list[FormField]]] = []
    for one in fields:
        if one.heading or not blocks:
            blocks.append((one.heading or "", []))
        blocks[-1][1].append(one)
    return blocks


def letter(dossier: Dossier) -> Letter | None:
    """The letter of a handled dossier that has no file of its result yet; else None."""
    session = db.session()
    if dossier.solved_at is None or dossier.procedure_id not in configured(session):
        return None
    matter = Matter.of(session, dossier.id)
    found = letter_of(session, dossier, matter)
    if found is None:
        return None
    with as_system():
        if kept(session, dossier, SLOT):
            return None
    may = g.principal.holds(MAKERS, dossier.competent_id)
    return Letter(dossier.id, found, dossier.result_number or "", may, left_open(session, dossier, matter))


def words(letter: ResultLetter) -> Words:
    """What may stand in braces in a letter: by the form in force, else by the one being drafted."""
    forms = RequestForm.others(db.session(), letter.procedure_id, 0, Stage.IN_FORCE, Stage.DRAFTED)
    forms.sort(key=lambda one: one.state is not Stage.IN_FORCE)
    fields = [(one.code, one.label) for one in forms[0].fields] if forms else []
    return Words(list(OF_DOSSIER.items()), fields)
