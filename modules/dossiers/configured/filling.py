"""Filling the form of a dossier: what was typed, what is wrong with it, and what reception waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.toolkit import _, clock
from modules.dossiers.configured import matters
from modules.dossiers.configured.kinds import FieldKind, read
from modules.dossiers.configured.matters import Answer, Matter
from modules.dossiers.configured.request_forms import FormField, RequestForm
from modules.dossiers.configured.result_letters import ResultLetter

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


@dataclass
class Blank:
    """A field with what stands in it: as typed, as it is kept, and the sentence of what is wrong."""

    field: FormField
    typed: str
    kept: str
    error: str = ""

    @property
    def id(self) -> str:
        """The name of its input: no other word of the page begins so."""
        return f"f-{self.field.code}"


def blanks(form: RequestForm, answers: Mapping[str, Answer], posted: Mapping[str, str] | None = None) -> list[Blank]:
    """Return the fields of a form with their answers, or with what was posted; what the form does not ask is ignored."""
    return [_blank(one, answers.get(one.code), posted) for one in form.fields]


def _blank(asked: FormField, answer: Answer | None, posted: Mapping[str, str] | None) -> Blank:
    kept = answer.content if answer else ""
    # What people choose from is sent by its code; all else stands in its input as they read it.
    coded = asked.kind in (FieldKind.YES_NO, FieldKind.ONE)
    stands = kept if coded else answer.told(asked.kind) if answer else ""
    blank = Blank(asked, stands, kept)
    if posted is None:
        return blank
    blank.typed = posted.get(blank.id, "")
    if kept and asked.kind is FieldKind.CITIZEN and blank.typed.strip() == stands:
        return blank  # masked, and left as it stood
    try:
        blank.kept = read(asked, blank.typed)
    except ValueError as error:
        blank.error = str(error)
    return blank


def missing(form: RequestForm, answers: Mapping[str, Answer]) -> list[str]:
    """Return the questions that must be answered and are not."""
    given = {code for code, one in answers.items() if one.content}
    return [one.label for one in form.fields if one.required and one.code not in given]


def save(session: Session, dossier: Dossier, form: RequestForm, filled: list[Blank], reason: str) -> None:
    """Keep the answers; after reception each change is written down with its reason."""
    matter = Matter.made(session, dossier.id)
    answers = matters.answers_of(session, matter)
    matter.version += 1
    if dossier.received_at is None:
        matter.form_id = form.id
    for blank in filled:
        answer = answers.get(blank.field.code)
        if (answer.content if answer else "") == blank.kept:
            continue
        before = answer.told(blank.field.kind) if answer else ""
        if answer is None:
            answer = Answer(matter_id=matter.id, code=blank.field.code)
            session.add(answer)
        answer.put(blank.field.kind, blank.kept)
        if dossier.received_at is not None:
            matters.correct(session, matter, blank.field, (before, answer.told(blank.field.kind)), reason)


def require(session: Session, dossier: Dossier) -> None:
    """At reception: keep the form of this day. ValueError: what it must have is missing, or does not suit it."""
    form = RequestForm.of(session, dossier.procedure_id, clock.today())
    if form is None:
        return
    matter = Matter.made(session, dossier.id)
    matter.form_id, answers = form.id, matters.answers_of(session, matter)
    if lacking := missing(form, answers):
        raise ValueError(str(_("The request is not filled in yet: %(what)s.", what="; ".join(lacking))))
    for one in form.fields:
        if one.code in answers:
            _fit(one, answers[one.code])


def _fit(asked: FormField, answer: Answer) -> None:
    """The form may have changed since the answer was typed."""
    number = asked.kind is FieldKind.NUMBER
    try:
        answer.put(asked.kind, read(asked, answer.told(asked.kind) if number else answer.content))
    except ValueError as error:
        text = _("Fill in the request anew: “%(label)s”: %(error)s", label=asked.label, error=error)
        raise ValueError(str(text)) from error


def finish(session: Session, dossier: Dossier) -> None:
    """When the result is made: keep the letter of this day."""
    letter = ResultLetter.of(session, dossier.procedure_id, clock.today())
    if letter is not None:
        Matter.made(session, dossier.id).letter_id = letter.id
