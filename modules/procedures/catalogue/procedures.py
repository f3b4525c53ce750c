"""Thủ tục hành chính: a procedure by its code; what it asks for stands in its editions."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from app.toolkit import Choice, Record, _, db, field
from modules.procedures.catalogue.sectors import Sector

# 1.001193 of the national catalogue, 3.000181.000.00.00.H29 of a province; letters as 2.000815-BS are met, too.
CODE = re.compile(r"^\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?(?:-[A-Z0-9]{1,6})?$")


class Kind(Choice):
    """Loại thủ tục, as the national catalogue tells them apart."""

    STANDARD = "standard", _("Not left to be regulated"), "blue"
    DELEGATED = "delegated", _("Left by law to be regulated"), "violet"
    SPECIAL = "special", _("Particular to the city"), "amber"
    INTERNAL = "internal", _("Internal, between state agencies"), "grey"


class Standing(Choice):
    """Whether people can use it today."""

    PREPARED = "prepared", _("Being prepared"), "grey"
    IN_FORCE = "in_force", _("In force"), "green"
    ABOLISHED = "abolished", _("Abolished"), "rose"


class Procedure(Record):
    """Thủ tục hành chính (NĐ 63/2010/NĐ-CP): its code never changes, its editions follow one another."""

    __tablename__ = "procedures_procedure"
    __table_args__ = (UniqueConstraint("code"),)
    searched = ("code", "name")

    code: Mapped[str] = field.text(
        _("Procedure code"),
        max=40,
        required=True,
        help=_("As 1.001193, or 3.000181.000.00.00.H29 for one of the city."),
    )
    name: Mapped[str] = field.long_text(_("Name of the procedure"), required=True)
    sector_id: Mapped[int] = field.reference(_("Sector"), "procedures_sector", required=True)
    kind: Mapped[Kind] = field.choice(_("Kind of procedure"), Kind, required=True)
    standing: Mapped[Standing] = field.choice(_("Standing"), Standing, readonly=True, default=Standing.PREPARED)
    since: Mapped[date | None] = field.day(_("In force since"), readonly=True)
    until: Mapped[date | None] = field.day(_("Abolished from"), readonly=True)
    public: Mapped[bool] = field.yes_no(_("Public on the portal"), readonly=True)
    sector: Mapped[Sector] = field.link("Sector", sector_id)

    def __str__(self) -> str:
        return self.code

    @property
    def told_apart(self) -> str:
        """Code and name."""
        return f"{self.code} – {self.name}"

    @classmethod
    def by_code(cls, session: Session, codes: Collection[str]) -> dict[str, Procedure]:
        """Return those of some codes that the catalogue has, by code."""
        with session.no_autoflush:
            rows = session.scalars(select(cls).where(cls.code.in_(codes))) if codes else ()
            return {row.code: row for row in rows}

    def saved(self) -> None:
        """ValueError: a code that is none, or that another procedure has."""
        self.code = self.code.strip().upper()
        if not CODE.match(self.code):
            raise ValueError(str(_("“%(code)s” is no procedure code: write it as 1.001193.", code=self.code)))
        with db.session.no_autoflush:
            other = db.session.scalar(
                select(Procedure.id).where(Procedure.code == self.code, Procedure.id != self.id).limit(1)
            )
        if other:
            raise ValueError(str(_("The code %(code)s is taken by another procedure.", code=self.code)))
