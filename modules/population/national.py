"""Asking the national population database, through the connection that the person's unit uses."""

from __future__ import annotations

from typing import Any

from app.toolkit import PartialDay, _
from modules.interconnect import NotAnswering as Silence
from modules.interconnect import Refused as No
from modules.interconnect import ask
from modules.population.person import Person, Sex
from modules.population.register import Answer, Found, NotAnswering, NotFound, Refused

SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "3": Sex.UNDETERMINED}  # QCVN 109:2017/BTTTT; 0 says nothing


def verify(person: Person, *, service: str, purpose: str) -> Answer:
    """Ask about a person with a number and a birth, for the procedure with the code `service`; waits as the connection says.

    Number, name and birth must agree there, or nobody is found. Nothing that the other side does raises an error.
    """
    born = person.born
    content = {
        "service": service,
        "number": person.citizen_id,
        "name": person.full_name,
        "born": (born.stored if born.day else f"{born.year:04}") if born else "",  # it takes a day or a year, no month
    }
    try:
        told = ask("population", "look_up", content, purpose=purpose, about=person)
    except Silence as error:
        return NotAnswering(str(error))
    except No as error:
        return Refused(str(error))
    people = [one for one in told.content["people"] if one["number"] == person.citizen_id]
    if not people:
        return NotFound(told.request_id)
    try:
        return _found(people[0], told.request_id)
    except ValueError:
        return Refused(str(_("The database has answered something that cannot be read.")), told.request_id)


def _found(told: dict[str, Any], request_id: str) -> Found:
    born = told["born"]
    return Found(
        " ".join(part for part in (told["surname"], told["middle"], told["given"]) if part) or None,
        PartialDay.read(born) if born else None,
        SEXES.get(told["sex"]),
        (told["ethnicity"].strip("0") and told["ethnicity"]) or None,
        told["nationality"] or None,
        told["old_number"] or None,
        request_id=request_id,
    )
