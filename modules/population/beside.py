"""What stands beside a person: papers of identity, addresses, relations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Unit, _, db, field
from modules.population.lists import Country

if TYPE_CHECKING:
    from modules.population.person import Person


class PaperKind(Choice):
    """Loại giấy tờ tùy thân, in the order of the Ministry of Justice's codes 1 to 8, then those of 2024."""

    OLD_CARD = "old_card", _("Old identity card (9 digits)")
    PASSPORT = "passport", _("Passport")
    PERMANENT_CARD = "permanent_card", _("Permanent residence card")
    CITIZEN_CARD = "citizen_card", _("Citizen identity card")
    MILITARY = "military", _("Military identity card")
    OFFICER = "officer", _("Officer's card")
    POLICE = "police", _("Police identity card")
    OTHER = "other", _("Other paper of identity")
    IDENTITY_CARD = "identity_card", _("Identity card of 2024")
    CERTIFICATE = "certificate", _("Certificate of identity")
    ELECTRONIC = "electronic", _("Electronic identity")


class AddressKind(Choice):
    """Where somebody lives, or comes from."""

    PERMANENT = "permanent", _("Permanent residence")
    TEMPORARY = "temporary", _("Temporary residence")
    CURRENT = "current", _("Present address")
    NATIVE = "native", _("Native place")


class RelationKind(Choice):
    """What the other one is to this person."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    CHILD = "child", _("Child")
    SPOUSE = "spouse", _("Spouse")
    GUARDIAN = "guardian", _("Guardian")
    WARD = "ward", _("Person under guardianship")


class PersonPaper(db.Model):  # type: ignore[name-defined]
    """A paper of identity of a person."""

    __tablename__ = "population_person_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("population_person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[PaperKind] = field.choice(_("Kind"), PaperKind, required=True)
    number: Mapped[str] = field.text(_("Number of this paper of identity"), max=40, required=True)
    issued_on: Mapped[date | None] = field.day(_("Day of issue"), past=True)
    issuer: Mapped[str | None] = field.text(_("Issued by"), max=200)


class PersonAddress(db.Model):  # type: ignore[name-defined]
    """Một nơi ở: in a unit of today, or as text; the old text of three levels stays as it was typed."""

    __tablename__ = "population_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("population_person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[AddressKind] = field.choice(_("Kind"), AddressKind, required=True)
    unit_id: Mapped[int | None] = field.reference(_("Ward or commune of the city"), "core_unit")
    detail: Mapped[str | None] = field.text(_("House number, street, quarter"), max=200)
    commune: Mapped[str | None] = field.text(_("Commune elsewhere"), max=120)
    province: Mapped[str | None] = field.text(_("Province"), max=120)
    country_id: Mapped[int | None] = field.reference(_("Country"), "population_country")
    legacy_text: Mapped[str | None] = field.text(_("Old address as written"), max=400)
    unit: Mapped[Unit | None] = field.link("Unit", unit_id)
    country: Mapped[Country | None] = field.link("Country", country_id)

    def text(self, unit_name: str = "") -> str:
        """The address as one line; `unit_name` is that of its unit, which the caller has read."""
        here = [self.detail, *([unit_name, "Thành phố Hồ Chí Minh"] if unit_name else [self.commune, self.province])]
        return ", ".join(part for part in here if part) or self.legacy_text or ""


class Relation(db.Model):  # type: ignore[name-defined]
    """Who somebody is to a person; told in one direction, shown in both."""

    __tablename__ = "population_relation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("population_person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[RelationKind] = field.choice(_("Relation"), RelationKind, required=True)
    other_id: Mapped[int] = field.reference(_("Other person"), "population_person", required=True)
    other: Mapped[Person] = field.link("Person", other_id)
