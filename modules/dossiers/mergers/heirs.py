"""Which units there today have taken over from one that was merged, through mergers of mergers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Unit, UnitLink


@dataclass(frozen=True)
class Heirs:
    """The units into which another one went; `whole`: all of it went into the one that there is."""

    units: list[Unit] = field(default_factory=list)
    whole: bool = False

    @property
    def only(self) -> Unit | None:
        """The one that takes over all, so that nobody has to choose."""
        return self.units[0] if self.whole and len(self.units) == 1 else None


def heirs_of(session: Session, unit_id: int, day: date) -> Heirs:
    """Return who has taken over on a day, by name; nobody where no lineage was written down."""
    found: dict[int, Unit] = {}
    whole, seen, left = True, {unit_id}, [unit_id]
    while left:
        into = select(Unit, UnitLink.whole).join(UnitLink, UnitLink.new_id == Unit.id)
        rows = session.execute(into.where(UnitLink.old_id.in_(left))).all()
        whole = whole and all(part for _unit, part in rows)
        fresh = {unit.id: unit for unit, _part in rows if unit.id not in seen}
        found |= {number: unit for number, unit in fresh.items() if unit.in_force(day)}
        seen |= set(fresh)
        left = [number for number, unit in fresh.items() if unit.valid_to is not None and unit.valid_to < day]
    return Heirs(sorted(found.values(), key=str), whole)
