"""The figures of births and deaths: on screen, each leading to the cases behind it, and as a workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.toolkit import (
    Link,
    Sheet,
    Text,
    Unit,
    _,
    db,
    hand_out,
    resource_of,
    workbook,
)
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.case import Case
from modules.civil_registration.deaths.death import Death
from modules.civil_registration.figures.asking import Period, asked_period
from modules.civil_registration.figures.counting import Count, Figures, figures_of
from modules.civil_registration.roles import EVERYBODY

bp = Blueprint("civil_registration_figures", __name__, url_prefix="/civil-registration/figures")
LINK = Link(
    _("Figures of civil registration"), "civil_registration_figures.page", "chart-bar", EVERYBODY, under=_("Reports")
)


@dataclass(frozen=True)
class Told:
    """The figures of one kind of event, and where its list is."""

    title: Text
    resource: str
    figures: Figures
    numbered: bool


@bp.get("/")
def page() -> ResponseReturnValue:
    """Show a period (`from`, `to`; this year, when left out) of one of the person's units, or of all of them."""
    asked = asked_period()
    return render_template("civil_registration/figures.html", asked=asked, told=_all(asked))


@bp.get("/figures.xlsx")
def page_sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    asked = asked_period()
    return hand_out(_workbook(asked), f"ho-tich-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.xlsx")


def _all(asked: Period) -> list[Told]:
    return [_told(kind, asked.chosen, asked.first, asked.last) for kind in (Birth, Death)]


def _told(kind: type[Case], units: list[Unit], first: date, last: date) -> Told:
    found = resource_of(kind)
    return Told(
        found.title,
        f"civil_registration.{found.slug}",
        figures_of(db.session(), kind, units, first, last),
        kind is Birth,
    )


def _workbook(asked: Period) -> io.BytesIO:
    sheets = []
    for one in _all(asked):
        for name, head, counts in (
            ("theo tháng", "Tháng", one.figures.months),
            ("theo đơn vị", "Đơn vị", one.figures.units),
        ):
            heads = [head, "Đã đăng ký", "Đúng hạn", "Quá hạn", "Tỷ lệ đúng hạn", "Số ngày giữa (trung vị)"]
            heads += ["Chờ số định danh"] if one.numbered else []
            rows = (_cells(count, numbered=one.numbered) for count in [*counts, one.figures.total])
            widths = {text: 18 if at else 34 for at, text in enumerate(heads)}
            sheets.append(Sheet(f"{one.title} {name}", widths, rows, above=[asked.said]))
    return workbook(*sheets)


def _cells(count: Count, *, numbered: bool) -> list[Any]:
    cells = [count.name or "Cộng", count.registered, count.on_time, count.late, count.share, count.median]
    return [*cells, count.waiting] if numbered else cells
