"""Code lists: ethnicities with the other names they go by, countries, provinces; dated rows with their source."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Dated, Record, _, clock, field, fold, standing


class Ethnicity(Dated, Record):
    """Dân tộc (Quyết định 121-TCTK/PPCĐ ngày 02/3/1979)."""

    __tablename__ = "population_ethnicity"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    searched = ("code", "name", "aliases")

    code: Mapped[str] = field.text(_("Code"), max=4, required=True)
    name: Mapped[str] = field.text(_("Name of the ethnicity"), max=60, required=True)
    aliases: Mapped[str | None] = field.text(
        _("Also called"), max=500, help=_("Other spellings and names, with commas between.")
    )
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return self.name

    @property
    def also_called(self) -> list[str]:
        """Its other names, by which a sheet may mean it."""
        return [name.strip() for name in (self.aliases or "").split(",") if name.strip()]

    @classmethod
    def named(cls, session: Session, typed: str) -> int | None:
        """Return the row that a name, another name or the code means today, marks apart; None for what none is called, or two."""
        found = _ethnicities(session).get(fold(typed).replace("-", " "), frozenset())
        return next(iter(found)) if len(found) == 1 else None


class Country(Dated, Record):
    """Quốc gia, quốc tịch: two letters of ISO 3166-1, and three."""

    __tablename__ = "population_country"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    searched = ("code", "alpha3", "name")

    code: Mapped[str] = field.text(_("Code"), max=2, required=True)
    alpha3: Mapped[str | None] = field.text(_("Code in three letters"), max=3)
    name: Mapped[str] = field.text(_("Name of the country"), max=120, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return self.name

    @property
    def also_called(self) -> list[str]:
        """Its codes, by which a sheet may mean it."""
        return [code for code in (self.code, self.alpha3) if code]

    @classmethod
    def coded(cls, session: Session, code: str) -> int | None:
        """Return the row of two letters, or of three, today; None for none."""
        column = cls.alpha3 if len(code) == 3 else cls.code
        return session.scalar(select(cls.id).where(column == code, cls.valid_on(clock.today())).limit(1))

    @classmethod
    def named(cls, session: Session, typed: str) -> int | None:
        """Return the row of a name or code today; None for what none is called."""
        return _countries(session).get(fold(typed))


class ProvinceCode(Choice):
    """Which of the two code lists a province stands in."""

    NUMBER = "number", _("In personal numbers (3 digits)"), "blue"
    UNIT = "unit", _("Administrative unit (2 digits)"), "green"


class Province(Dated, Record):
    """Tỉnh, thành phố: its code in personal numbers, which outlives mergers, or its code as a unit of today."""

    __tablename__ = "population_province"
    __table_args__ = (UniqueConstraint("kind", "code", "valid_from"),)
    searched = ("code", "name")

    kind: Mapped[ProvinceCode] = field.choice(_("Code list"), ProvinceCode, required=True)
    code: Mapped[str] = field.text(_("Code"), max=3, required=True)
    name: Mapped[str] = field.text(_("Name of the province"), max=60, required=True)
    now: Mapped[str | None] = field.text(
        _("Unit of today"), max=2, help=_("The two digits of the unit it belongs to now.")
    )
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return self.name


class Named(NamedTuple):
    """What a code of a province means, and the code of the unit of today."""

    name: str
    now: str


@standing(Province)
def provinces(session: Session) -> dict[str, Named]:
    """Return what the first three digits of a personal number may be."""
    where = (Province.kind == ProvinceCode.NUMBER, Province.valid_on(clock.today()))
    return {row.code: Named(row.name, row.now or "") for row in session.scalars(select(Province).where(*where))}


@standing(Ethnicity)
def _ethnicities(session: Session) -> dict[str, frozenset[int]]:
    """The rows that each name and code may mean, by the name without marks."""
    found: dict[str, frozenset[int]] = {}
    for row in session.scalars(select(Ethnicity).where(Ethnicity.valid_on(clock.today()))):
        for name in (row.code, row.name, *row.also_called):
            key = fold(name).replace("-", " ").strip()
            if key:
                found[key] = found.get(key, frozenset()) | {row.id}
    return found


@standing(Country)
def _countries(session: Session) -> dict[str, int]:
    """The row that each name and code means."""
    found: dict[str, int] = {}
    for row in session.scalars(select(Country).where(Country.valid_on(clock.today()))):
        found |= {fold(name): row.id for name in (row.name, *row.also_called)}
    return found
