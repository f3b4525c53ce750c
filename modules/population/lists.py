"""Code lists: ethnicities with the other names they go by, and countries; dated rows with their source."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Dated, Record, _, clock, field, fold, standing


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

    @classmethod
    def named(cls, session: Session, typed: str) -> int | None:
        """Return the row that a name or another name means today, marks apart; None for what none is called, or two."""
        found = _ethnicities(session).get(fold(typed).replace("-", " "), frozenset())
        return next(iter(found)) if len(found) == 1 else None


class Country(Dated, Record):
    """Quốc gia, quốc tịch: two letters of ISO 3166-1."""

    __tablename__ = "population_country"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    searched = ("code", "name")

    code: Mapped[str] = field.text(_("Code"), max=2, required=True)
    name: Mapped[str] = field.text(_("Name of the country"), max=120, required=True)
    source: Mapped[str] = field.text(_("Source"), max=300, required=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def coded(cls, session: Session, code: str) -> int | None:
        """Return the row of two letters today; None for none."""
        return session.scalar(select(cls.id).where(cls.code == code, cls.valid_on(clock.today())).limit(1))


@standing(Ethnicity)
def _ethnicities(session: Session) -> dict[str, frozenset[int]]:
    """The rows that each name may mean, by the name without marks."""
    found: dict[str, frozenset[int]] = {}
    for row in session.scalars(select(Ethnicity).where(Ethnicity.valid_on(clock.today()))):
        for name in (row.name, *(row.aliases or "").split(",")):
            key = fold(name).replace("-", " ").strip()
            if key:
                found[key] = found.get(key, frozenset()) | {row.id}
    return found
