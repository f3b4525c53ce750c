"""The tables of an edition, as the national sheet has them: levels, ways, papers by case, legal bases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.toolkit import Choice, _, db, field, lower_first
from modules.procedures.catalogue.levels import Level

# What a legal text is, by its symbol.
KINDS = [("/NĐ-", "Nghị định"), ("/TT", "Thông tư"), ("/QĐ-", "Quyết định"), ("/NQ-", "Nghị quyết"), ("/QH", "Luật")]


class Way(Choice):
    """Hình thức nộp (national codes 1, 2, 3)."""

    DIRECT = "direct", _("At the desk"), "blue"
    ONLINE = "online", _("Online"), "violet"
    POST = "post", _("By public post"), "amber"


class TimeUnit(Choice):
    """In what a legal time is counted."""

    WORKING_DAYS = "working_days", _("working days")
    WORKING_HOURS = "working_hours", _("working hours")
    DAYS = "days", _("days")
    SAME_DAY = "same_day", _("in the same day")


class Instead(Choice):
    """How a paper may be dispensed with."""

    POPULATION = "population", _("National population database"), "green"
    CIVIL = "civil", _("Electronic civil-status database"), "green"
    STORE = "store", _("Results store"), "blue"


class EditionLevel(db.Model):  # type: ignore[name-defined]
    """A level that solves the procedure; a procedure may have several."""

    __tablename__ = "procedures_edition_level"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("procedures_edition.id"), index=True)
    level_id: Mapped[int] = field.reference(_("Level"), "procedures_level", required=True)
    level: Mapped[Level] = field.link("Level", level_id)


class Route(db.Model):  # type: ignore[name-defined]
    """Cách thức thực hiện: a way to hand in, its legal time and fee."""

    __tablename__ = "procedures_route"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("procedures_edition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    way: Mapped[Way] = field.choice(_("Way to hand in"), Way, required=True)
    time: Mapped[Decimal | None] = field.number(_("Legal time"), help=_("Empty for: in the same day"))
    time_unit: Mapped[TimeUnit] = field.choice(_("Counted in"), TimeUnit, required=True)
    fee: Mapped[str | None] = field.text(_("Fee or charge"), max=300, help=_("Empty for: none"))
    note: Mapped[str | None] = field.text(_("Note"), max=500)

    def hours(self, day_hours: Decimal) -> Decimal:
        """The legal time in working hours; a time in calendar days counts as so many working days at most."""
        if self.time_unit is TimeUnit.SAME_DAY or self.time is None:
            return day_hours
        return self.time if self.time_unit is TimeUnit.WORKING_HOURS else self.time * day_hours

    @property
    def term(self) -> str:
        """The legal time in words: “3 ngày làm việc”."""
        if self.time_unit is TimeUnit.SAME_DAY or self.time is None:
            return str(TimeUnit.SAME_DAY)
        return f"{self.time.normalize():f}".replace(".", ",") + f" {self.time_unit}"


class Required(db.Model):  # type: ignore[name-defined]
    """Thành phần hồ sơ: a paper that a case asks for."""

    __tablename__ = "procedures_required"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("procedures_edition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    case: Mapped[str | None] = field.text(_("Case"), max=300, help=_("Empty: in every case"))
    name: Mapped[str] = field.text(_("Paper"), max=500, required=True)
    form: Mapped[str | None] = field.text(_("Form"), max=120)
    originals: Mapped[int] = field.whole(_("Originals"), high=99, default=0)
    copies: Mapped[int] = field.whole(_("Copies handed in"), high=99, default=0)
    instead: Mapped[Instead | None] = field.choice(_("Replaced by data of"), Instead, none=_("must be handed in"))


class Basis(db.Model):  # type: ignore[name-defined]
    """Căn cứ pháp lý."""

    __tablename__ = "procedures_basis"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("procedures_edition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = field.text(_("Number and symbol"), max=80, required=True)
    about: Mapped[str | None] = field.text(_("Abstract"), max=500)
    issued_on: Mapped[date | None] = field.day(_("Date of issue"))
    issuer: Mapped[str | None] = field.text(_("Issuing authority"), max=120)

    @property
    def cited(self) -> str:
        """As a paper names it (NĐ 30/2020): “Luật Hộ tịch số 60/2014/QH13”, “Nghị định số 120/2025/NĐ-CP (…)”."""
        about, kind = (self.about or "").strip(), next((word for mark, word in KINDS if mark in self.number), "Văn bản")
        if about and (kind == "Luật" or about.startswith(kind)):
            return f"{about} số {self.number}"
        return f"{kind} số {self.number}" + (f" ({lower_first(about)})" if about else "")


class Outcome(db.Model):  # type: ignore[name-defined]
    """Kết quả thực hiện: what the citizen gets."""

    __tablename__ = "procedures_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("procedures_edition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = field.text(_("Result"), max=300, required=True)
    code: Mapped[str | None] = field.text(_("Code of the result"), max=60)
