"""That an open dossier has gone from a merged unit to the one that took over."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Select, bindparam, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from app.toolkit import _, db, field


class Succession(db.Model):  # type: ignore[name-defined]
    """A dossier's way from a closed unit to its heir; `line` is where the tracking book of the closed one has it."""

    __tablename__ = "dossiers_succession"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers_dossier.id"), index=True)
    old_id: Mapped[int] = field.reference(_("Old unit"), "core_unit", required=True)
    new_id: Mapped[int] = field.reference(_("New unit"), "core_unit", required=True)
    line: Mapped[int | None] = field.whole(_("Line in the tracking book"), readonly=True)
    at: Mapped[datetime] = field.moment(_("Passed on at"), required=True)
    old: Mapped[Any] = field.link("Unit", old_id)
    new: Mapped[Any] = field.link("Unit", new_id)

    @classmethod
    def of(cls, session: Session, dossier_id: int) -> list[Succession]:
        """Return the mergers that a dossier has lived through, oldest first."""
        return list(session.scalars(_of(), {"dossier": dossier_id}))


@cache
def _of() -> Select[Succession]:
    found = select(Succession).where(Succession.dossier_id == bindparam("dossier")).order_by(Succession.id)
    return found.options(joinedload(Succession.old), joinedload(Succession.new))
