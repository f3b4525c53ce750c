"""Danh sách bàn giao hồ sơ: chosen dossiers that went on together, a sheet for each giver and receiving post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import Unit, clock, db
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey.handlings import Handling


@dataclass(frozen=True)
class Bundle:
    """What one person handed to one kind of post of a unit."""

    giver: str
    receiver: str
    unit: Any
    lines: list[tuple[Dossier, Handling]]

    @property
    def handed_at(self) -> datetime:
        """When the last of them went on."""
        return max(stay.came_at for _dossier, stay in self.lines)

    @property
    def sets(self) -> int:
        """How many sets of papers go along."""
        return sum(dossier.sets for dossier, _stay in self.lines)


def is_handed(dossier: Dossier) -> bool:
    """Whether somebody holds it to whom it was handed."""
    return dossier.state in (State.RECEIVED, State.SOLVING, State.SOLVED)


def sheet(dossiers: Sequence[Dossier]) -> dict[str, Any]:
    """The lists, by giver, receiving post and unit."""
    session, by_id = db.session(), {dossier.id: dossier for dossier in dossiers}
    held = (Handling.dossier_id.in_(by_id), Handling.left_at.is_(None), ~Handling.paused)
    found = select(Handling).where(*held).options(joinedload(Handling.giver)).order_by(Handling.came_at, Handling.id)
    bundles: dict[tuple[int | None, str, int | None], Bundle] = {}
    for stay in session.scalars(found):
        dossier = by_id[stay.dossier_id]
        key = (stay.giver_id, stay.role, dossier.competent_id)
        unit = session.get_one(Unit, dossier.competent_id)
        empty = Bundle(stay.giver.name if stay.giver else "", stay.role_name, unit, [])
        bundles.setdefault(key, empty).lines.append((dossier, stay))
    return {
        "bundles": list(bundles.values()),
        "unit": session.get_one(Unit, dossiers[0].unit_id),
        "today": clock.today(),
    }
