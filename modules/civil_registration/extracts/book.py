"""Sổ cấp bản sao trích lục hộ tịch: what was given in a year, by number, on screen as a list of years and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.toolkit import Link, Unit, _, clock, db, format_day, hand_out, money, render_pdf
from modules.civil_registration.cases.kinds import VITAL, Event
from modules.civil_registration.extracts.extract import Extract
from modules.civil_registration.extracts.fee import KEY
from modules.civil_registration.roles import INSIDE
from modules.fees.receipts import paid_for

bp = Blueprint("civil_registration_extract_book", __name__, url_prefix="/civil-registration/extract-book")
LINK = Link(_("Book of extracts given"), "civil_registration_extract_book.years", "book-2", INSIDE, under=_("Reports"))
FIRST, LAST = 1900, 2100


@dataclass(frozen=True)
class Part:
    """The extracts of one kind in a year; `missing` are numbers that no extract has."""

    event: Event
    lines: list[tuple[str, ...]]
    copies: int
    missing: list[int]


@bp.get("/")
def years() -> ResponseReturnValue:
    """The years in which this unit has given extracts."""
    unit = _unit()
    counted = select(Extract.year, Extract.event, func.count(), func.sum(Extract.copies))
    counted = counted.where(Extract.unit_id == unit.id, Extract.number.is_not(None))
    found: dict[int | None, dict[Event, tuple[int, int]]] = {}
    for year, event, given, copies in db.session.execute(counted.group_by(Extract.year, Extract.event)):
        found.setdefault(year, {})[event] = (given, copies)
    words = {"unit": unit, "years": sorted(found.items(), reverse=True), "events": VITAL}
    return render_template("civil_registration/extract_book.html", **words)


@bp.get("/<int:year>.pdf")
def paper(year: int) -> ResponseReturnValue:
    """The book of a year as it is printed and kept."""
    unit = _unit()
    if not FIRST <= year <= LAST:
        abort(404)
    words = {"unit": unit, "year": year, "parts": [_part(unit, year, event) for event in VITAL], "today": clock.today()}
    return hand_out(render_pdf("civil_registration/extract_book_print.html", words), f"so-cap-trich-luc-{year}.pdf")


def _part(unit: Unit, year: int, event: Event) -> Part:
    where = (Extract.unit_id == unit.id, Extract.year == year, Extract.event == event, Extract.number.is_not(None))
    load = (joinedload(Extract.source), joinedload(Extract.signer))
    found = list(db.session.scalars(select(Extract).where(*where).options(*load).order_by(Extract.number)))
    paid = paid_for(db.session(), KEY, [one.id for one in found])
    there = {one.number for one in found}
    missing = [number for number in range(1, max((one.number or 0 for one in found), default=0)) if number not in there]
    return Part(event, [_line(one, paid) for one in found], sum(one.copies for one in found), missing)


def _line(one: Extract, paid: dict[int, int]) -> tuple[str, ...]:
    day: Any = one.signed_on
    return (
        one.code or "",
        format_day(day) if day else "",
        one.asker_name,
        one.asker_citizen_id or one.asker_paper_number or "",
        one.about,
        f"{one.entry}, {one.source.name}",
        str(one.copies),
        money(paid[one.id]) if one.id in paid else "",
        one.signer.name if one.signer else "",
        str(one.state),
    )


def _unit() -> Unit:
    g.principal.require_role(INSIDE)
    return db.session.get(Unit, g.principal.unit_as(INSIDE) or 0) or abort(404)
