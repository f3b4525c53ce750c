"""Differences: a value that stands and another one beside it, until an official says which is right, and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, PartialDay, Record, Step, Workflow, _, clock, db, field, given_reason, mask_citizen_id
from modules.population import known
from modules.population.lists import Country, Ethnicity
from modules.population.person import Person, Sex
from modules.population.roles import OFFICER


class State(Choice):
    """Whether it is decided."""

    OPEN = "open", _("To be decided"), "amber"
    KEPT = "kept", _("The value that stood is right"), "green"
    CHANGED = "changed", _("The other value is right"), "green"


class Difference(Record):
    """Two values of one column of a person."""

    __tablename__ = "population_difference"
    searched = ("present", "other")

    person_id: Mapped[int] = field.reference(_("Person"), "population_person", required=True, readonly=True)
    column: Mapped[str] = field.named(_("Field"), "population.columns", required=True, max=40, index=False)
    present: Mapped[str | None] = field.text(_("Value that stands"), max=400, readonly=True)
    present_source: Mapped[known.Source] = field.choice(_("Its source"), known.Source, required=True, readonly=True)
    other: Mapped[str | None] = field.text(_("Other value"), max=400, readonly=True)
    other_source: Mapped[known.Source] = field.choice(
        _("Source of the other"), known.Source, required=True, readonly=True
    )
    # As personal: the trail, which keeps for ever, must not have numbers in the clear.
    other_code: Mapped[str] = field.text(_("Other value"), max=400, required=True, readonly=True, personal=True)
    why: Mapped[str | None] = field.text(_("Basis"), max=300, readonly=True)
    state: Mapped[State] = field.state(State)
    person: Mapped[Person] = field.link("Person", person_id)

    def __str__(self) -> str:
        return f"{self.present or '–'} / {self.other or '–'}"

    @staticmethod
    def coded(value: Any) -> str:
        """Return a value as it is kept until it is chosen."""
        if isinstance(value, PartialDay):
            return value.stored
        return str(value.value if isinstance(value, Choice) else value)

    @staticmethod
    def shown(session: Session, column: str, value: Any) -> str | None:
        """Return a value as people compare it; numbers are masked, who may reveals them at the person."""
        if value is None or value == "":
            return None
        if column in known.MASKED:
            return mask_citizen_id(str(value))
        models = {"ethnicity_id": Ethnicity, "country_id": Country, "other_country_id": Country}
        return str(session.get(models[column], value)) if column in models else str(value)

    def keep(self) -> None:
        """What stands is right; where it comes from a look-up it stays locked."""
        person = self._person()
        text = known.text_of(db.session(), person, self.column)
        known.add(db.session(), person, self.column, text, known.Source.DECIDED, given_reason(db.session()))

    def replace(self) -> None:
        """The other value is right: it is written, and locked where a look-up has brought it."""
        person = self._person()
        setattr(person, self.column, self._read(self.other_code))
        locks = dict(person.locks or {})
        locks.pop(self.column, None)
        if self.other_source is known.Source.LOOK_UP:
            locks[self.column] = [self.other_source.value, clock.now().isoformat()]
        person.locks = locks
        person.settle()
        db.session.flush()
        known.note(db.session(), person, known.Source.DECIDED, given_reason(db.session()))

    def _person(self) -> Person:
        return db.session.get_one(Person, self.person_id)

    def _read(self, code: str) -> Any:
        if self.column in ("born", "died_on"):
            return PartialDay.read(code)
        if self.column == "sex":
            return Sex(code)
        return int(code) if self.column in ("ethnicity_id", "country_id", "other_country_id") else code


workflow = Workflow(
    Difference.state,
    editable=(),
    steps=[
        Step(
            "keep",
            _("The value that stood is right"),
            State.OPEN,
            State.KEPT,
            by=OFFICER,
            reason=True,
            do=Difference.keep,
            icon="check",
            main=False,
        ),
        Step(
            "replace",
            _("The other value is right"),
            State.OPEN,
            State.CHANGED,
            by=OFFICER,
            reason=True,
            do=Difference.replace,
            icon="refresh",
            main=False,
        ),
    ],
)
