"""The figures of a unit and period: on screen, as a workbook, on paper; and the register as a workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import (
    Link,
    Unit,
    _,
    asked_day,
    clock,
    db,
    format_day,
    hand_out,
    readable_units,
    render_pdf,
)
from modules.certified_copies.after.figures import Figures, figures_of
from modules.certified_copies.after.figures_sheet import figures_workbook, register
from modules.certified_copies.book.entries import Entry, fees_of
from modules.certified_copies.models import Copy
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

ROLES = (CLERK, CERTIFIER, SEALER, AUDITOR)
MOST_LINES = 50_000
bp = Blueprint("certified_copies_figures", __name__)
LINK = Link(_("Figures"), "certified_copies_figures.page", "chart-bar", ROLES, under=_("Reports"))


@bp.get("/certified-copies/figures")
def page() -> ResponseReturnValue:
    """Show a period (`from`, `to`; this month, when left out) of one of the person's units, or of all of them."""
    asked = _asked()
    return render_template("certified_copies/figures.html", **asked.words)


@bp.get("/certified-copies/figures.xlsx")
def sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    asked = _asked()
    return hand_out(figures_workbook(asked.figures), f"{asked.name}.xlsx")


@bp.get("/certified-copies/figures.pdf")
def paper() -> ResponseReturnValue:
    """The same on paper."""
    asked = _asked()
    return hand_out(render_pdf("certified_copies/figures_print.html", asked.words), f"{asked.name}.pdf")


@bp.get("/certified-copies/register.xlsx")
def lines() -> ResponseReturnValue:
    """The lines of the book in the same units and period as a workbook."""
    asked = _asked()
    return hand_out(_register(asked.ids, asked.figures), f"so-{asked.name}.xlsx")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the figures of some units in a period, and the units to choose from."""

    figures: Figures
    units: list[Unit]
    chosen: list[Unit]

    @property
    def ids(self) -> list[int]:
        """The ids of the units that are counted."""
        return [one.id for one in self.chosen]

    @property
    def name(self) -> str:
        """How its files are named, without what kind they are."""
        return f"chung-thuc-{self.figures.first:%Y%m%d}-{self.figures.last:%Y%m%d}"

    @property
    def words(self) -> dict[str, Any]:
        """What the page and the paper need; of several units the uppermost gives its letterhead."""
        alone = self.chosen[0] if len(self.chosen) == 1 else None
        unit = alone or min(self.units, key=lambda one: len(one.path))
        wanted = request.args.get("unit", "")
        return {"figures": self.figures, "units": self.units, "unit": unit, "chosen": wanted, "today": clock.today()}


def _asked() -> Asked:
    g.principal.require_role(ROLES)
    units, wanted = readable_units(Copy), request.args.get("unit", "")
    chosen = [one for one in units if not wanted or str(one.id) == wanted]
    if not chosen:
        abort(404)
    today, ids = clock.today(), [one.id for one in chosen]
    month = today.replace(day=1)
    try:
        found = figures_of(db.session(), ids, asked_day("from", month), asked_day("to", today))
    except ValueError as error:
        flash(str(error), "bad")
        found = figures_of(db.session(), ids, month, today)
    return Asked(found, units, chosen)


def _register(units: list[int], figures: Figures) -> io.BytesIO:
    where = (Entry.unit_id.in_(units), Entry.certified_on.between(figures.first, figures.last))
    found = select(Entry).where(*where).options(joinedload(Entry.book)).order_by(Entry.book_id, Entry.number)
    entries = list(db.session.scalars(found.limit(MOST_LINES)))
    period = f"Từ {format_day(figures.first)} đến {format_day(figures.last)}"
    return register(entries, fees_of(entries), period)
