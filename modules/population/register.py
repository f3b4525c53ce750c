"""What the national register may answer about a person, and the log of who asked for what.

A look-up is a verification: number, name and day of birth go out, and the data of that one person come back, or none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Mapped

from app.toolkit import Choice, PartialDay, Record, _, field
from modules.population.person import Person, Sex


@dataclass(frozen=True)
class Found:
    """What a register says of the person who was asked for; what it does not say is None."""

    full_name: str | None = None
    born: PartialDay | None = None
    sex: Sex | None = None
    ethnicity: str | None = None  # a name or code of the list
    country: str | None = None  # two or three letters
    old_number: str | None = None
    died_on: PartialDay | None = None
    home: str | None = None  # where he is registered as living, in one line
    request_id: str = ""


@dataclass(frozen=True)
class NotFound:
    """The register knows nobody with this number, name and birth."""

    request_id: str = ""


@dataclass(frozen=True)
class Refused:
    """The register has answered, and does not serve this question; `sentence` says why."""

    sentence: str
    request_id: str = ""


@dataclass(frozen=True)
class NotAnswering:
    """Nobody has answered; `sentence` says since when."""

    sentence: str


Answer = Found | NotFound | Refused | NotAnswering


class Outcome(Choice):
    """What became of a question."""

    FOUND = "found", _("Agrees"), "green"
    NOT_FOUND = "not_found", _("Nobody found"), "amber"
    REFUSED = "refused", _("Refused"), "rose"
    NOT_ANSWERING = "not_answering", _("No answer"), "violet"

    @classmethod
    def of(cls, answer: Answer) -> Outcome:
        """Name an answer."""
        kinds = {Found: cls.FOUND, NotFound: cls.NOT_FOUND, Refused: cls.REFUSED, NotAnswering: cls.NOT_ANSWERING}
        return kinds[type(answer)]


class LookUp(Record):
    """One question and its answer: who asked, for what, about which person; only ever added."""

    __tablename__ = "population_look_up"
    searched = ("full_name", "purpose", "about")

    person_id: Mapped[int] = field.reference(_("Person"), "population_person", required=True, readonly=True)
    full_name: Mapped[str] = field.text(_("Name that was asked"), max=320, required=True, readonly=True)
    citizen_id: Mapped[str] = field.citizen_id(_("Personal number"), required=True)
    born: Mapped[PartialDay] = field.partial_day(_("Born"), required=True, readonly=True)
    service: Mapped[str] = field.text(_("For which procedure"), max=20, required=True, readonly=True)
    purpose: Mapped[str] = field.text(_("What for"), max=300, required=True, readonly=True)
    about: Mapped[str | None] = field.text(_("Dossier or document"), max=120, readonly=True)
    outcome: Mapped[Outcome] = field.choice(_("Outcome"), Outcome, required=True, readonly=True)
    sentence: Mapped[str | None] = field.text(_("What was answered"), max=300, readonly=True)
    request_id: Mapped[str | None] = field.text(_("Number of the question"), max=80, readonly=True)
    person: Mapped[Person] = field.link("Person", person_id)

    def __str__(self) -> str:
        return f"{self.full_name} – {self.outcome}"
