"""Căn cứ pháp lý of an answer that refuses or stops: written with it, else what the procedure rests on (forms 03, 05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.toolkit import _, db
from modules.procedures.editions.contents import Basis

if TYPE_CHECKING:
    from modules.dossiers.desk.dossier import Dossier


def bases_of(dossier: Dossier) -> list[str]:
    """Return the legal bases as papers name them: those written with the answer, else those of the edition."""
    written = [line.strip().rstrip(".;") for line in (dossier.basis or "").splitlines() if line.strip()]
    known = select(Basis).where(Basis.edition_id == dossier.edition_id).order_by(Basis.position)
    return written or [one.cited for one in db.session.scalars(known)]


def require(dossier: Dossier) -> None:
    """ValueError unless a legal basis is written, or the edition has some to print."""
    if not bases_of(dossier):
        raise ValueError(str(_("Write the legal basis.")))
