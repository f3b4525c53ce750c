"""A person: names, birth, sex, ethnicity, nationality, numbers; what the house knows and from where stands in `known`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Index, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import (
    Choice,
    PartialDay,
    Record,
    _,
    add_name,
    by_sheet,
    check_citizen_id,
    db,
    field,
    label_of,
    phone_of,
)
from modules.population import known, legacy
from modules.population.beside import PersonAddress, PersonPaper, Relation
from modules.population.lists import Country, Ethnicity
from modules.population.names import check_name, loose_key, name_key, split_name
from modules.population.numbers import check_old_number


class Sex(Choice):
    """Giới tính, by the code of the Ministry of Justice: 1, 2, 3."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    UNDETERMINED = "undetermined", _("Sex not determined")


class Person(Record):
    """Một người: as the papers, the databases and the person himself say."""

    __tablename__ = "population_person"
    __table_args__ = (
        Index("ix_population_person_unit_recent", "unit_id", "id"),
        Index("ix_population_person_name", "name_key"),
        Index("ix_population_person_loose", "loose_key", "born"),
        Index("ix_population_person_born", "born"),
        Index("ix_population_person_old_number", "old_number"),
    )
    searched = ("full_name",)
    undrafted = ("citizen_id", "old_number")

    full_name: Mapped[str] = field.text(
        _("Surname, middle name and given name"),
        max=320,
        required=True,
        help=_("Upper and lower case as on the paper."),
    )
    surname: Mapped[str | None] = field.text(
        _("Surname"), max=100, help=_("Only where it has several words, as Âu Dương; else the first word is taken.")
    )
    middle_name: Mapped[str | None] = field.text(_("Middle name"), max=100, readonly=True)
    given_name: Mapped[str] = field.text(_("Given name"), max=100, readonly=True, default="")
    name_key: Mapped[str] = mapped_column(default="")
    loose_key: Mapped[str] = mapped_column(default="")
    born: Mapped[PartialDay | None] = field.partial_day(_("Born"), past=True, help=_("14/5/1940, 5/1940 or 1940"))
    sex: Mapped[Sex | None] = field.choice(_("Sex"), Sex)
    ethnicity_id: Mapped[int | None] = field.reference(_("Ethnicity"), "population_ethnicity")
    country_id: Mapped[int | None] = field.reference(_("Nationality"), "population_country")
    other_country_id: Mapped[int | None] = field.reference(_("Other nationality"), "population_country")
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number"), unique=True)
    old_number: Mapped[str | None] = field.text(_("Number of the old identity card"), max=15, personal=True)
    phone: Mapped[str | None] = field.text(_("Phone"), max=20)
    died_on: Mapped[PartialDay | None] = field.partial_day(_("Died"), past=True)
    locks: Mapped[Any] = field.listing(_("Locked values"))
    ethnicity: Mapped[Ethnicity | None] = field.link("Ethnicity", ethnicity_id)
    country: Mapped[Country | None] = field.link("Country", country_id)
    other_country: Mapped[Country | None] = field.link("Country", other_country_id)
    papers: Mapped[list[PersonPaper]] = field.lines(
        "PersonPaper", _("Papers of identity"), order_by="PersonPaper.position"
    )
    addresses: Mapped[list[PersonAddress]] = field.lines(
        "PersonAddress", _("Addresses"), order_by="PersonAddress.position"
    )
    relations: Mapped[list[Relation]] = field.lines(
        "Relation", _("Relations"), order_by="Relation.position", foreign_keys="Relation.person_id"
    )

    def __str__(self) -> str:
        return self.full_name

    @property
    def told_apart(self) -> str:
        """The name with the birth, as many people bear one name."""
        return f"{self.full_name} ({self.born})" if self.born else self.full_name

    @property
    def in_capitals(self) -> str:
        """The name as certificates print it."""
        return self.full_name.upper()

    @property
    def alive(self) -> bool:
        """Whether no day of death is known."""
        return self.died_on is None

    @classmethod
    def reads(cls, cell: str) -> str:
        """Turn the old encodings of sheets into Unicode."""
        return legacy.reading(cell)

    @classmethod
    def named_by(cls, typed: str) -> ColumnElement[bool] | None:
        """Find a person by either number, and with swapped parts of the name."""
        bare = typed.replace(" ", "").replace(".", "")
        if bare.isascii() and bare.isdigit():
            return or_(cls.citizen_id == bare, cls.old_number == bare)
        loose = loose_key(typed)
        return cls.loose_key == loose if " " in loose else None

    def locked(self) -> Mapping[str, str]:
        """What came from a look-up: it is changed by a decision on a difference alone."""
        return {key: known.sentence(*lock) for key, lock in dict(self.locks or {}).items()}

    def saved(self) -> None:
        """Check and split the name, tell impossible from unlikely, and write down what is known anew."""
        self.settle()
        if any(relation.other_id == self.id for relation in self.relations):
            raise ValueError(str(_("Nobody is a relation of himself.")))
        known.note(db.session(), self, known.Source.SHEET if by_sheet() else known.Source.DECLARED)

    def settle(self) -> None:
        """Bring name, keys and numbers into the form in which they are kept. ValueError: what cannot be."""
        self.full_name = check_name(self.full_name)
        parts = split_name(self.full_name, self.surname or "")
        self.surname, self.middle_name, self.given_name = parts.surname or None, parts.middle or None, parts.given
        self.name_key, self.loose_key = name_key(self.full_name), loose_key(self.full_name)
        if self.citizen_id:
            self.citizen_id = check_citizen_id(self.citizen_id)
        if self.old_number:
            self.old_number = check_old_number(self.old_number)
        if self.phone:
            self.phone = phone_of(self.phone)
        if self.born and self.died_on and self.died_on.earlier_than(self.born):
            raise ValueError(str(_("The day of death lies before the birth.")))


for _column in known.COLUMNS:
    add_name("population.columns", _column, label_of(getattr(Person, _column)))
