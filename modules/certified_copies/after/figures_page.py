"""The figures of a unit and period: on screen, as a workbook, on paper; and the register as a workbook."""

from __future__ import annotations

import io

from flask import Blueprint, abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import Link, Unit, _, asked_day, clock, db, format_day, hand_out, render_pdf
from modules.certified_copies import screens
from modules.certified_copies.after.figures import Figures, figures_of
from modules.certified_copies.after.figures_sheet import figures_workbook, register
from modules.certified_copies.book.entries import Entry, fees_of
from modules.certified_copies.roles import AUDITOR, CERTIFIER, CLERK, SEALER

ROLES = (CLERK, CERTIFIER, SEALER, AUDITOR)
MOST_LINES = 50_000
MOST_UNITS = 400
bp = Blueprint("certified_copies_figures", __name__)
LINK = Link(_("Figures"), "certified_copies_figures.page", "chart-bar", ROLES, under=_("Reports"))


@bp.get("/certified-copies/figures")
def page() -> ResponseReturnValue:
    """Show a period (`from`, `to`; this month, when left out) of one of the person's units, or of all of them."""
    g.principal.require_role(ROLES)
    units = _units()
    wanted = request.args.get("unit", "")
    chosen = [one for one in units if not wanted or str(one.id) == wanted]
    if not chosen:
        abort(404)
    today = clock.today()
    first, last = asked_day("from", today.replace(day=1)), asked_day("to", today)
    ids = [one.id for one in chosen]
    try:
        found = figures_of(db.session(), ids, first, last)
    except ValueError as error:
        flash(str(error), "bad")
        first, last = today.replace(day=1), today
        found = figures_of(db.session(), ids, first, last)
    kind, name = request.args.get("format", ""), f"chung-thuc-{first:%Y%m%d}-{last:%Y%m%d}"
    if kind == "xlsx":
        return hand_out(figures_workbook(found), f"{name}.xlsx")
    if kind == "so":
        return hand_out(_register(ids, found), f"so-{name}.xlsx")
    unit = chosen[0] if len(chosen) == 1 else min(units, key=lambda one: len(one.path))
    words = {"figures": found, "units": units, "unit": unit, "chosen": wanted, "today": today}
    if kind == "pdf":
        content = render_pdf("certified_copies/figures_print.html", words)
        return hand_out(content, f"{name}.pdf")
    return render_template("certified_copies/figures.html", **words)


def _units() -> list[Unit]:
    """The units whose copies this person reads, as far as copies are certified there."""
    reach = g.principal.units(screens.copies)
    found = select(Unit).order_by(Unit.name).limit(MOST_UNITS)
    if reach is not None:
        found = found.where(Unit.id.in_(reach))
    return list(db.session.scalars(found))


def _register(units: list[int], figures: Figures) -> io.BytesIO:
    where = (Entry.unit_id.in_(units), Entry.certified_on.between(figures.first, figures.last))
    found = select(Entry).where(*where).options(joinedload(Entry.book)).order_by(Entry.book_id, Entry.number)
    entries = list(db.session.scalars(found.limit(MOST_LINES)))
    period = f"Từ {format_day(figures.first)} đến {format_day(figures.last)}"
    return register(entries, fees_of(entries), period)
