"""What the pages of figures are asked for: a period, and one of the person's units or all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, flash, g, request

from app.toolkit import Unit, _, asked_day, clock, format_day, readable_units
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.figures.counting import LONGEST
from modules.civil_registration.roles import EVERYBODY


@dataclass(frozen=True)
class Period:
    """What the address asks for; `wanted` is the unit as it stands there."""

    first: date
    last: date
    units: list[Unit]
    chosen: list[Unit]
    wanted: str

    @property
    def said(self) -> str:
        """Its days as a sheet says them."""
        return f"Từ {format_day(self.first)} đến {format_day(self.last)}"


def asked_period() -> Period:
    """Read the address; a period that is none is told, and this year shown. PermissionError for who sees no figures."""
    g.principal.require_role(EVERYBODY)
    today = clock.today()
    units = readable_units(Birth, Unit.valid_on(today))
    wanted = request.args.get("unit", "")
    chosen = [one for one in units if not wanted or str(one.id) == wanted]
    if not chosen:
        abort(404)
    first, last = asked_day("from", today.replace(month=1, day=1)), asked_day("to", today)
    if not first <= last < first + timedelta(days=LONGEST):
        flash(str(_("Choose a period of at most %(days)s days.", days=LONGEST)), "bad")
        first, last = today.replace(month=1, day=1), today
    return Period(first, last, units, chosen, wanted)
