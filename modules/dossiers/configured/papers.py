"""Văn bản trả kết quả: the letter of a dossier, a draft until its result is made."""

from __future__ import annotations

from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    Passage,
    Signature,
    Unit,
    as_system,
    clock,
    db,
    format_day,
    note_reading,
    render_pdf,
    signature_by,
    title_held,
    work,
)
from modules.dossiers.configured import matters
from modules.dossiers.configured.kinds import FieldKind
from modules.dossiers.configured.matters import Answer, Matter
from modules.dossiers.configured.request_forms import RequestForm
from modules.dossiers.configured.result_letters import ResultLetter, configured
from modules.dossiers.configured.words import OF_DOSSIER, fill, places
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.forms.slips import YOU
from modules.dossiers.roles import LEADER
from modules.procedures.catalogue.procedures import Procedure

GONE = (State.REJECTED, State.WITHDRAWAL, State.STOPPED)
ONWARD = ("hand_on", "choose", "finish")  # the steps with which a leader lets a result go
SAID = {"yes": "có", "no": "không"}  # within a sentence


def letter_of(session: Session, dossier: Dossier, matter: Matter | None) -> ResultLetter | None:
    """Return the letter of a dossier: that of today as long as the result is not made, then the one it keeps."""
    if dossier.received_at is None or dossier.state in GONE:
        return None
    if dossier.solved_at is None:
        return ResultLetter.of(session, dossier.procedure_id, clock.today())
    return ResultLetter.by_id(session, matter.letter_id if matter else None)


def left_open(session: Session, dossier: Dossier, matter: Matter | None) -> list[str]:
    """Return what the letter of a dossier has dots for, as its form and its page call it: nobody has said it."""
    letter, form = letter_of(session, dossier, matter), matters.form_of(session, dossier, matter)
    if letter is None:
        return []
    unit, known = session.get_one(Unit, dossier.competent_id), {code: str(label) for code, label in OF_DOSSIER.items()}
    values = of_dossier(dossier, unit)
    if form is not None:
        values |= of_form(form, matters.answers_of(session, matter))
        known |= {one.code: one.label for one in form.fields}
    told_later = () if dossier.solved_at else ("number", "result_on")
    asked = [*places(letter.texts), *(["number"] if dossier.solved_at else [])]
    return [known.get(one, one) for one in dict.fromkeys(asked) if not values.get(one) and one not in told_later]


def has_letter(dossier: Dossier) -> bool:
    """Whether there is one to print."""
    session = db.session()
    if dossier.procedure_id not in configured(session):
        return False
    return letter_of(session, dossier, Matter.of(session, dossier.id)) is not None


def draw(dossier: Dossier) -> bytes:
    """Return the letter as PDF. LookupError: it has none."""
    return render_pdf("dossiers/forms/result_letter.html", result(dossier) | {"record": dossier})


def result(dossier: Dossier) -> dict[str, Any]:
    """What the page of the letter needs; a personal number in it is written down as read. LookupError: it has none."""
    words, read = _words(dossier)
    if read:
        with work(g.principal) as session:
            for what in read:
                note_reading(session, dossier, what, g.principal.user_id)
    return words


def _words(dossier: Dossier) -> tuple[dict[str, Any], list[str]]:
    """Return the words of the page, and which personal numbers stand there."""
    session = db.session()
    matter = Matter.of(session, dossier.id)
    letter = letter_of(session, dossier, matter)
    if letter is None:
        raise LookupError(str(dossier))
    unit = session.get_one(Unit, dossier.competent_id)
    form, answers = matters.form_of(session, dossier, matter), matters.answers_of(session, matter)
    values = of_dossier(dossier, unit) | (of_form(form, answers) if form else {})
    draft = dossier.solved_at is None
    day = None if draft else dossier.result_on or clock.local(dossier.solved_at or clock.now()).date()
    words = {
        "letter": letter,
        "draft": draft,
        "number": numbered(letter, None if draft else dossier.result_number),
        "about": fill(letter.about, values),
        "addressed": fill(letter.addressed or "", values),
        "lines": _lines(fill(letter.body, values)),
        "recipients_of_it": _lines(fill(letter.recipients or "", values)),
        "unit": unit,
        "signature": _signed(session, dossier),
        "today": day or clock.today(),
    }
    personal = {one.code: one.label for one in form.fields if one.kind is FieldKind.CITIZEN} if form else {}
    shown = [name for name in places(letter.texts) if name in {*personal, "citizen_id"} and values.get(name)]
    return words, [personal.get(name, name) for name in shown]


def numbered(letter: ResultLetter, number: str | None) -> str:
    """Return the number with its symbol: as it was given if it has one, else with that of the letter."""
    number = (number or "").strip() or "……"
    return number if "/" in number or not letter.symbol else f"{number}/{letter.symbol}"


def of_dossier(dossier: Dossier, unit: Unit) -> dict[str, str]:
    """Return what a dossier knows of itself, by the names of the places."""
    with as_system() as session:  # whoever may read the dossier may know what it asks for
        procedure = session.scalar(select(Procedure.code).where(Procedure.id == dossier.procedure_id))
    return {
        "applicant": dossier.applicant,
        "you": YOU[dossier.kind],
        "citizen_id": dossier.citizen_id or "",
        "address": dossier.address or "",
        "phone": dossier.phone or "",
        "code": dossier.code or "",
        "procedure": dossier.service,
        "procedure_code": procedure or "",
        "case": dossier.case or "",
        "subject": dossier.subject or "",
        "unit": unit.committee_in_full,
        "received_on": format_day(dossier.received_at),
        "number": dossier.result_number or "",
        "result_on": format_day(dossier.result_on),
    }


def of_form(form: RequestForm, answers: dict[str, Answer]) -> dict[str, str]:
    """Return the answers as a paper writes them, by the codes of the fields."""
    found = {}
    for one in form.fields:
        answer = answers.get(one.code)
        if answer is not None:
            yes_no = one.kind is FieldKind.YES_NO
            found[one.code] = SAID.get(answer.content, "") if yes_no else answer.citizen_id or answer.told(one.kind)
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _signed(session: Session, dossier: Dossier) -> Signature:
    """A leader who let it go signs; before that, and where an official did, the place of the chairman is kept."""
    unit_id = dossier.competent_id or dossier.unit_id
    where = (Passage.resource == "dossiers.dossiers", Passage.row_id == dossier.id, Passage.step.in_(ONWARD))
    for passage in session.scalars(select(Passage).where(*where).order_by(Passage.id.desc()).limit(50)):
        day = clock.local(passage.at).date()
        leads = passage.actor_id and title_held(session, passage.actor_id, unit_id, day, LEADER.name)
        if leads or passage.delegated_by_id:
            return signature_by(session, passage, unit_id)
    return Signature()
