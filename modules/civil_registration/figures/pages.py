"""The figures of births and deaths: on screen, each leading to the cases behind it, and as a workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import Link, Sheet, Text, Unit, _, asked_day, clock, db, format_day, hand_out, resource_of, workbook
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.case import Case
from modules.civil_registration.deaths.death import Death
from modules.civil_registration.figures.counting import Count, Figures, figures_of
from modules.civil_registration.roles import EVERYBODY

bp = Blueprint("civil_registration_figures", __name__, url_prefix="/civil-registration/figures")
LINK = Link(
    _("Figures of civil registration"), "civil_registration_figures.page", "chart-bar", EVERYBODY, under=_("Reports")
)
MOST_UNITS = 400


@dataclass(frozen=True)
class Told:
    """The figures of one kind of event, and where its list is."""

    title: Text
    resource: str
    figures: Figures
    numbered: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    first: date
    last: date
    units: list[Unit]
    chosen: list[Unit]
    told: list[Told]


@bp.get("/")
def page() -> ResponseReturnValue:
    """Show a period (`from`, `to`; this year, when left out) of one of the person's units, or of all of them."""
    asked = _asked()
    return render_template("civil_registration/figures.html", asked=asked, wanted=request.args.get("unit", ""))


@bp.get("/figures.xlsx")
def sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    asked = _asked()
    return hand_out(_workbook(asked), f"ho-tich-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.xlsx")


def _asked() -> Asked:
    g.principal.require_role(EVERYBODY)
    units, wanted, today = _units(), request.args.get("unit", ""), clock.today()
    chosen = [one for one in units if not wanted or str(one.id) == wanted]
    if not chosen:
        abort(404)
    year = today.replace(month=1, day=1)
    first, last = asked_day("from", year), asked_day("to", today)
    try:
        told = [_told(kind, chosen, first, last) for kind in (Birth, Death)]
    except ValueError as error:
        flash(str(error), "bad")
        first, last = year, today
        told = [_told(kind, chosen, first, last) for kind in (Birth, Death)]
    return Asked(first, last, units, chosen, told)


def _told(kind: type[Case], units: list[Unit], first: date, last: date) -> Told:
    found = resource_of(kind)
    return Told(
        found.title,
        f"civil_registration.{found.slug}",
        figures_of(db.session(), kind, units, first, last),
        kind is Birth,
    )


def _units() -> list[Unit]:
    """The units whose births this person reads."""
    reach = g.principal.units(resource_of(Birth))
    found = select(Unit).where(Unit.valid_on(clock.today())).order_by(Unit.name).limit(MOST_UNITS)
    if reach is not None:
        found = found.where(Unit.id.in_(reach))
    return list(db.session.scalars(found))


def _workbook(asked: Asked) -> io.BytesIO:
    period = f"Từ {format_day(asked.first)} đến {format_day(asked.last)}"
    sheets = []
    for one in asked.told:
        for name, head, counts in (
            ("theo tháng", "Tháng", one.figures.months),
            ("theo đơn vị", "Đơn vị", one.figures.units),
        ):
            heads = [head, "Đã đăng ký", "Đúng hạn", "Quá hạn", "Tỷ lệ đúng hạn", "Số ngày giữa (trung vị)"]
            heads += ["Chờ số định danh"] if one.numbered else []
            rows = (_cells(count, numbered=one.numbered) for count in [*counts, one.figures.total])
            widths = {text: 18 if at else 34 for at, text in enumerate(heads)}
            sheets.append(Sheet(f"{one.title} {name}", widths, rows, above=[period]))
    return workbook(*sheets)


def _cells(count: Count, *, numbered: bool) -> list[Any]:
    cells = [count.name or "Cộng", count.registered, count.on_time, count.late, count.share, count.median]
    return [*cells, count.waiting] if numbered else cells
