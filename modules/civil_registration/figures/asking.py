"""What the pages of figures are asked for: a period, and one of the person's units or all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, flash, g, request
from sqlalchemy import select

from app.toolkit import Unit, _, asked_day, clock, db, resource_of
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.figures.counting import LONGEST
from modules.civil_registration.roles import EVERYBODY

MOST_UNITS = 400


@dataclass(frozen=True)
class Period:
    """What the address asks for; `wanted` is the unit as it stands there."""

    first: date
    last: date
    units: list[Unit]
    chosen: list[Unit]
    wanted: str


def asked_period() -> Period:
    """Read the address; a period that is none is told, and this year shown. PermissionError for who sees no figures."""
    g.principal.require_role(EVERYBODY)
    reach, today = g.principal.units(resource_of(Birth)), clock.today()
    found = select(Unit).where(Unit.valid_on(today)).order_by(Unit.name).limit(MOST_UNITS)
    units = list(db.session.scalars(found if reach is None else found.where(Unit.id.in_(reach))))
    wanted = request.args.get("unit", "")
    chosen = [one for one in units if not wanted or str(one.id) == wanted]
    if not chosen:
        abort(404)
    first, last = asked_day("from", today.replace(month=1, day=1)), asked_day("to", today)
    if not first <= last < first + timedelta(days=LONGEST):
        flash(str(_("Choose a period of at most %(days)s days.", days=LONGEST)), "bad")
        first, last = today.replace(month=1, day=1), today
    return Period(first, last, units, chosen, wanted)
