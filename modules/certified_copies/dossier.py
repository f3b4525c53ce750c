"""One dossier of the national portal entered twice: no fault, since it may hold several originals, but worth a look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.toolkit import address_of, db
from modules.certified_copies.external.models import ExternalCopy
from modules.certified_copies.reception.visits import Visit

SHOWN = 10


@dataclass(frozen=True)
class SameDossier:
    """The dossier's code on the portal, and the other records with it: address, name, state."""

    code: str
    others: list[tuple[str, str, str]]


def same_dossier(record: ExternalCopy | Visit) -> SameDossier | None:
    """Return the newest other records of the same unit with the same dossier code; None when there are none."""
    if not record.dossier_code:
        return None
    kind = type(record)
    here = (kind.unit_id == record.unit_id, kind.dossier_code == record.dossier_code, kind.id != record.id)
    others = db.session.scalars(select(kind).where(*here).order_by(kind.id.desc()).limit(SHOWN)).all()
    named = [(address_of(kind, one.id), str(one), str(one.state)) for one in others]
    return SameDossier(record.dossier_code, named) if named else None
