"""Việc khai sinh: what was declared of a child and its parents, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Finding, PartialDay, Text, _, check_citizen_id, db, field
from modules.civil_registration.births import findings, ministry
from modules.civil_registration.cases import doubts
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event, PersonalNumber, Sex
from modules.civil_registration.cases.mobile import Mobile
from modules.population.names import loose_key


class Proof(Choice):
    """What proves the birth (NĐ 123/2015 art. 9; nothing more may be asked for)."""

    CERTIFICATE = "certificate", _("Birth paper of the hospital"), "green"
    WITNESS = "witness", _("Statement of a witness"), "amber"
    PROMISE = "promise", _("Written promise of the declarer"), "amber"
    FOUND = "found", _("Minutes of a child that was found"), "violet"
    SURROGACY = "surrogacy", _("Confirmation of a surrogate birth"), "violet"
    UNKNOWN = "unknown", _("Not written in the book"), "grey"


class Fatherhood(Choice):
    """Why the father stands in the register."""

    MARRIAGE = "marriage", _("Married to the mother"), "green"
    RECOGNISED = "recognised", _("Recognises the child"), "blue"
    DECIDED = "decided", _("Decision of a court"), "violet"


class Doubt(doubts.Doubted, db.Model):  # type: ignore[name-defined]
    """A doubt of a birth, with its answer."""

    __tablename__ = "civil_registration_birth_doubt"

    birth_id: Mapped[int] = mapped_column(ForeignKey("civil_registration_birth.id"), index=True)


class Birth(Mobile, Case):
    """Một việc đăng ký khai sinh (Luật Hộ tịch 60/2014/QH13, art. 13 to 16; thủ tục 1.001193)."""

    __tablename__ = "civil_registration_birth"
    __table_args__ = (
        Index("ix_civil_registration_birth_unit_recent", "unit_id", "id"),
        Index("uq_civil_registration_birth_number", "unit_id", "year", "number", unique=True),
        Index("ix_civil_registration_birth_queue", "unit_id", "state", "due_at"),
        Index("ix_civil_registration_birth_child", "born", "child_key"),
        Index("ix_civil_registration_birth_mother", "mother_key", "born"),
        Index("ix_civil_registration_birth_citizen", "citizen_id"),
    )
    event = Event.BIRTH
    procedure, module, purpose = "1.001193", "khai sinh", _("Registration of a birth")
    mobile_procedure = "1.003583"
    doubt = Doubt
    searched = ("entry", "child_name", "mother_name", "father_name", "declarer_name")

    child_name: Mapped[str | None] = field.wanted(field.text(_("Full name of the child"), max=100))
    born: Mapped[PartialDay | None] = field.wanted(field.partial_day(_("Born on"), past=True))
    sex: Mapped[Sex | None] = field.wanted(field.choice(_("Sex"), Sex, asked=True))
    ethnicity_id: Mapped[int | None] = field.wanted(
        field.reference(_("Ethnicity"), "population_ethnicity", index=False)
    )
    country_id: Mapped[int | None] = field.wanted(field.reference(_("Nationality"), "population_country", index=False))
    born_at: Mapped[str | None] = field.wanted(
        field.text(_("Place of birth"), max=300, help=_("Hospital, ward or commune, province; abroad: the country."))
    )
    native_place: Mapped[str | None] = field.text(_("Native place"), max=300)
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the child"))
    pid: Mapped[PersonalNumber | None] = field.choice(_("Personal number asked for"), PersonalNumber, readonly=True)
    pid_told: Mapped[str | None] = field.citizen_id(_("Number that the Ministry tells"), readonly=True)
    proof: Mapped[Proof] = field.choice(_("Proof of the birth"), Proof, required=True, default=Proof.CERTIFICATE)
    proof_number: Mapped[str | None] = field.text(_("Number of the proof"), max=60)
    proof_on: Mapped[date | None] = field.day(_("Day of the proof"), past=True)
    proof_by: Mapped[str | None] = field.text(_("Proof issued by"))
    mother_name: Mapped[str | None] = field.text(_("Full name of the mother"), max=100)
    mother_born: Mapped[PartialDay | None] = field.partial_day(_("Mother born"), past=True)
    mother_ethnicity_id: Mapped[int | None] = field.reference(
        _("Ethnicity of the mother"), "population_ethnicity", index=False
    )
    mother_country_id: Mapped[int | None] = field.reference(
        _("Nationality of the mother"), "population_country", index=False
    )
    mother_home: Mapped[str | None] = field.text(_("Residence of the mother"), max=300)
    mother_citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the mother"))
    father_name: Mapped[str | None] = field.text(_("Full name of the father"), max=100)
    father_born: Mapped[PartialDay | None] = field.partial_day(_("Father born"), past=True)
    father_ethnicity_id: Mapped[int | None] = field.reference(
        _("Ethnicity of the father"), "population_ethnicity", index=False
    )
    father_country_id: Mapped[int | None] = field.reference(
        _("Nationality of the father"), "population_country", index=False
    )
    father_home: Mapped[str | None] = field.text(_("Residence of the father"), max=300)
    father_citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the father"))
    fatherhood: Mapped[Fatherhood | None] = field.choice(_("Why he is the father"), Fatherhood)
    marriage: Mapped[str | None] = field.text(
        _("Marriage certificate or decision"), max=300, help=_("Number, day and who issued it.")
    )
    child_key: Mapped[str] = mapped_column(default="")
    mother_key: Mapped[str] = mapped_column(default="")
    ethnicity: Mapped[Any] = field.link("Ethnicity", ethnicity_id)
    country: Mapped[Any] = field.link("Country", country_id)
    mother_ethnicity: Mapped[Any] = field.link("Ethnicity", mother_ethnicity_id)
    mother_country: Mapped[Any] = field.link("Country", mother_country_id)
    father_ethnicity: Mapped[Any] = field.link("Ethnicity", father_ethnicity_id)
    father_country: Mapped[Any] = field.link("Country", father_country_id)
    doubts: Mapped[list[Doubt]] = field.lines("Doubt", _("What the checks doubt"), order_by="Doubt.position")

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"doubts": []} | words)

    def __str__(self) -> str:
        return self.entry or f"KS-{self.id or 0:05d}"

    @property
    def happened(self) -> PartialDay | None:
        """The day of the birth."""
        return self.born

    @property
    def about(self) -> str:
        """The child."""
        return self.child_name or ""

    def found(self) -> list[Finding]:
        """What checks find in it as it stands."""
        return findings.of(self)

    def number_asked(self) -> None:
        """Wait for a number, unless the child has one."""
        self.pid = None if self.citizen_id else PersonalNumber.WAITING

    def for_ministry(self) -> dict[str, Any]:
        """The birth in the words of the Ministry's software."""
        return ministry.told(self)

    def number_came(self, number: str) -> Text | None:
        """Give it to a child without one; another than the one declared stands beside that, for an official to see to."""
        told = check_citizen_id(number)
        if self.citizen_id in (None, told):
            in_time = not self.is_entered() or self.citizen_id == told
            self.citizen_id, self.pid = told, PersonalNumber.IN_TIME if in_time else PersonalNumber.LATER
            return None if in_time else PersonalNumber.LATER.label
        self.pid, self.pid_told = PersonalNumber.DIFFERS, told
        return PersonalNumber.DIFFERS.label

    def keep_keys(self) -> None:
        """Keep the names by which others find it."""
        self.child_key, self.mother_key = loose_key(self.child_name or ""), loose_key(self.mother_name or "")
