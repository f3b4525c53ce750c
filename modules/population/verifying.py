"""Asking the register about a person: what comes back fills what is empty, locks what agrees, and stands beside what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import _, add_record, clock
from modules.population import known, national
from modules.population.difference import Difference, State
from modules.population.lists import Country, Ethnicity
from modules.population.names import check_name
from modules.population.person import Person
from modules.population.register import Answer, Found, LookUp, Outcome

SERVICE = re.compile(r"\d\.\d{6}", re.ASCII)  # the code of an administrative procedure


def ask(person: Person, service: str, purpose: str) -> Answer:
    """Ask about a person for the procedure with the code `service`, outside a unit of work: it may take seconds.

    ValueError: it cannot be asked yet.
    """
    if not purpose.strip():
        raise ValueError(str(_("Say what you look this person up for: it is written down.")))
    if not SERVICE.fullmatch(service.strip()):
        raise ValueError(str(_("Write the code of the procedure, as 1.001193: the database asks for which one it is.")))
    if not person.citizen_id or not person.born:
        raise ValueError(str(_("A look-up needs the personal number, the name and the birth.")))
    return national.verify(person, service=service.strip(), purpose=purpose.strip())


def note(session: Session, person: Person, service: str, purpose: str, about: str, answer: Answer) -> LookUp:
    """Write down who asked what for, and take in what was answered."""
    found = add_record(
        session,
        LookUp(
            person_id=person.id,
            unit_id=person.unit_id,
            full_name=person.full_name,
            citizen_id=person.citizen_id,
            born=person.born,
            service=service.strip(),
            purpose=purpose.strip()[:300],
            about=about.strip()[:120] or None,
            outcome=Outcome.of(answer),
            sentence=getattr(answer, "sentence", "")[:300] or None,
            request_id=getattr(answer, "request_id", "")[:80] or None,
        ),
    )
    take_in(session, person, answer)
    return found


def take_in(session: Session, person: Person, answer: Answer) -> None:
    """Bring what a register answered to a person; nothing that stands there is overwritten."""
    if not isinstance(answer, Found):
        return
    lock(person, "citizen_id")  # the question was asked by it, and the answer is about it
    known.add(session, person, "citizen_id", person.citizen_id or "", known.Source.LOOK_UP, answer.request_id)
    for key, value in _values(session, answer):
        present = getattr(person, key)
        if present in (None, ""):
            setattr(person, key, value)
            present = value
        if present == value:
            lock(person, key)
            text = known.text_of(session, person, key)
            known.add(session, person, key, text, known.Source.LOOK_UP, answer.request_id)
        else:
            differ(session, person, key, value, known.Source.LOOK_UP, "")
    if answer.ethnicity and Ethnicity.named(session, answer.ethnicity) is None:
        why = str(_("The database calls the ethnicity “%(name)s”, which no list has.", name=answer.ethnicity))
        known.add(session, person, "ethnicity_id", answer.ethnicity, known.Source.LOOK_UP, why)
    person.settle()
    session.flush()


def differ(session: Session, person: Person, key: str, other: Any, source: known.Source, why: str) -> Difference:
    """Put another value beside the one that stands, for an official to choose; once while it is open."""
    code = Difference.coded(other)
    here = (Difference.person_id == person.id, Difference.column == key, Difference.state == State.OPEN)
    open_one = session.scalar(select(Difference).where(*here, Difference.other_code == code))
    if open_one is not None:
        return open_one
    locked = dict(person.locks or {}).get(key)
    return add_record(
        session,
        Difference(
            person_id=person.id,
            unit_id=person.unit_id,
            column=key,
            present=Difference.shown(session, key, getattr(person, key)),
            present_source=known.Source(locked[0]) if locked else known.Source.DECLARED,
            other=Difference.shown(session, key, other),
            other_code=code,
            other_source=source,
            why=why or None,
        ),
    )


def lock(person: Person, key: str) -> None:
    """Close a column with where its value comes from and when; it is opened by a decision alone."""
    person.locks = {**dict(person.locks or {}), key: [known.Source.LOOK_UP.value, clock.now().isoformat()]}


def _values(session: Session, answer: Found) -> Iterator[tuple[str, Any]]:
    """What was answered, as the columns of a person hold it."""
    said = {
        "full_name": check_name(answer.full_name) if answer.full_name else None,
        "born": answer.born,
        "sex": answer.sex,
        "ethnicity_id": Ethnicity.named(session, answer.ethnicity) if answer.ethnicity else None,
        "country_id": Country.coded(session, answer.country) if answer.country else None,
        "old_number": answer.old_number,
        "died_on": answer.died_on,
    }
    yield from ((key, value) for key, value in said.items() if value is not None)
