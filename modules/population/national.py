"""Asking the national population database, through the connection that the person's unit uses."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import select

from app.toolkit import PartialDay, Record, Unit, _, clock, db
from modules.interconnect import NotAnswering as Silence
from modules.interconnect import Refused as No
from modules.interconnect import ask
from modules.population.person import Person, Sex
from modules.population.register import Answer, Found, NotAnswering, NotFound, Refused

SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "3": Sex.UNDETERMINED}  # QCVN 109:2017/BTTTT; 0 says nothing


def verify(person: Person, *, service: str, purpose: str) -> Answer:
    """Ask about a person with a number and a birth, for the procedure with the code `service`."""
    question = Question(person.citizen_id or "", person.full_name, person.born)
    return question.answer(service=service, purpose=purpose, about=person)


class Question(NamedTuple):
    """Whom one asks about: number, name and birth must agree there, or nobody is found."""

    number: str
    name: str
    born: PartialDay | None

    def answer(self, *, service: str, purpose: str, about: Record | None = None, unit_id: int | None = None) -> Answer:
        """Ask, and wait as the connection of the unit of `about` says, or of `unit_id`.

        Nothing that the other side does raises an error.
        """
        content = {
            "service": service,
            "number": self.number,
            "name": self.name,
            # it takes a day or a year, no month
            "born": (self.born.stored if self.born.day else f"{self.born.year:04}") if self.born else "",
        }
        try:
            told = ask("population", "look_up", content, purpose=purpose, about=about, unit_id=unit_id)
        except Silence as error:
            return NotAnswering(str(error))
        except No as error:
            return Refused(str(error))
        people = [one for one in told.content["people"] if one["number"] == self.number]
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
        home=_home(told["residence"]),
        request_id=request_id,
    )


def _home(place: dict[str, str]) -> str | None:
    """House and street, with the ward of today where its code is one of the city's."""
    here = (Unit.code == place.get("ward"), Unit.valid_on(clock.today()))  # codes were used again in 2025
    ward = db.session.scalar(select(Unit.name).where(*here)) if place.get("ward") else None
    parts = [place.get("detail"), ward, "Thành phố Hồ Chí Minh" if ward else None]
    return ", ".join(part for part in parts if part) or None
