"""Việc khai tử: what was declared of one who died, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, Finding, PartialDay, _, db, field
from modules.civil_registration.cases import doubts
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Event, PaperKind, Sex
from modules.civil_registration.cases.mobile import Mobile
from modules.civil_registration.deaths import findings, ministry
from modules.population.names import loose_key


class Notice(Choice):
    """What stands for the death (gbtLoai 1 to 7 of the ministry; NĐ 123/2015 art. 4)."""

    NOTICE = "notice", _("Death notice (giấy báo tử)"), "green"
    EXECUTION = "execution", _("Certificate of an execution"), "grey"
    COURT = "court", _("Judgment or decision of a court"), "violet"
    POLICE = "police", _("Confirmation of the police or a forensic doctor"), "violet"
    HEALTH = "health", _("Paper of a health agency on the cause"), "green"
    MINUTES = "minutes", _("Minutes that confirm the death"), "amber"
    WITNESS = "witness", _("Statement of a witness of the death"), "amber"
    NONE = "none", _("None any more: died long ago"), "amber"


class DeathDoubt(doubts.Doubted, db.Model):  # type: ignore[name-defined]
    """A doubt of a death, with its answer."""

    __tablename__ = "civil_registration_death_doubt"

    death_id: Mapped[int] = mapped_column(ForeignKey("civil_registration_death.id"), index=True)


class Death(Mobile, Case):
    """Một việc đăng ký khai tử (Luật Hộ tịch 60/2014/QH13, art. 32 to 34; thủ tục 1.000656)."""

    __tablename__ = "civil_registration_death"
    __table_args__ = (
        Index("ix_civil_registration_death_unit_recent", "unit_id", "id"),
        Index("uq_civil_registration_death_number", "unit_id", "year", "number", unique=True),
        Index("ix_civil_registration_death_queue", "unit_id", "state", "due_at"),
        Index("ix_civil_registration_death_person", "person_key", "died_on"),
        Index("ix_civil_registration_death_citizen", "citizen_id"),
    )
    event = Event.DEATH
    procedure, module, purpose = "1.000656", "khai tử", _("Registration of a death")
    mobile_procedure = "1.000419"
    doubt = DeathDoubt
    searched = ("entry", "person_name", "declarer_name")

    person_name: Mapped[str | None] = field.wanted(field.text(_("Full name of the deceased"), max=100))
    born: Mapped[PartialDay | None] = field.partial_day(_("Born on"), past=True)
    sex: Mapped[Sex | None] = field.wanted(field.choice(_("Sex"), Sex, asked=True))
    ethnicity_id: Mapped[int | None] = field.reference(_("Ethnicity"), "population_ethnicity", index=False)
    country_id: Mapped[int | None] = field.reference(_("Nationality"), "population_country", index=False)
    citizen_id: Mapped[str | None] = field.citizen_id(_("Personal number of the deceased"))
    paper: Mapped[PaperKind | None] = field.choice(_("Paper of the deceased"), PaperKind)
    paper_number: Mapped[str | None] = field.text(_("Number, day and issuer of this paper"), max=200)
    home: Mapped[str | None] = field.wanted(field.text(_("Last residence"), max=300))
    died_on: Mapped[PartialDay | None] = field.wanted(field.partial_day(_("Died on"), past=True))
    died_at: Mapped[str | None] = field.hour(_("Hour of death"), help=_("Empty where it is not known."))
    place: Mapped[str | None] = field.wanted(field.text(_("Place of death"), max=300))
    cause: Mapped[str | None] = field.text(
        _("Cause of death"), max=300, help=_("Only as an authority has certified it; else empty.")
    )
    notice: Mapped[Notice] = field.choice(
        _("Death notice or what stands for it"), Notice, required=True, default=Notice.NOTICE
    )
    notice_number: Mapped[str | None] = field.text(
        _("Number of the notice of death"), max=60, help=_("As: 01/UBND-GBT")
    )
    notice_on: Mapped[date | None] = field.day(_("Day of the notice of death"), past=True)
    notice_by: Mapped[str | None] = field.text(_("Notice issued by"))
    person_key: Mapped[str] = mapped_column(default="")
    ethnicity: Mapped[Any] = field.link("Ethnicity", ethnicity_id)
    country: Mapped[Any] = field.link("Country", country_id)
    doubts: Mapped[list[DeathDoubt]] = field.lines(
        "DeathDoubt", _("What the checks doubt"), order_by="DeathDoubt.position"
    )

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"doubts": []} | words)

    def __str__(self) -> str:
        return self.entry or f"KT-{self.id or 0:05d}"

    @property
    def happened(self) -> PartialDay | None:
        """The day of the death."""
        return self.died_on

    @property
    def about(self) -> str:
        """The deceased."""
        return self.person_name or ""

    def found(self) -> list[Finding]:
        """What checks find in it as it stands."""
        return findings.of(self)

    def for_ministry(self) -> dict[str, Any]:
        """The death in the words of the Ministry's software."""
        return ministry.told(self)

    def keep_keys(self) -> None:
        """Keep the names by which others find it."""
        self.person_key = loose_key(self.person_name or "")
