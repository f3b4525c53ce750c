"""Who may be named to solve a dossier: a unit that is there today, not one that has gone into others."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Unit, UnitLink, _, clock, format_day


def require_there(session: Session, unit_id: int | None) -> None:
    """Check the unit that solves a dossier. ValueError: it is not there today; says which units its area belongs to."""
    unit, today = session.get(Unit, unit_id or 0), clock.today()
    if unit is None or unit.in_force(today):
        return
    if unit.valid_to is None or unit.valid_to >= today:
        raise ValueError(str(_("%(unit)s begins on %(day)s only.", unit=unit, day=format_day(unit.valid_from))))
    into = select(Unit).join(UnitLink, UnitLink.new_id == Unit.id).where(UnitLink.old_id == unit.id).order_by(Unit.name)
    units = "; ".join(str(one) for one in session.scalars(into) if one.in_force(today))
    words = {"unit": unit, "day": format_day(unit.valid_to)}
    if not units:
        raise ValueError(str(_("%(unit)s was there until %(day)s only; choose another unit.", **words)))
    text = _("%(unit)s was there until %(day)s only; its area now belongs to: %(units)s. Choose the new one.", units=units, **words)  # fmt: skip
    raise ValueError(str(text))
