"""Completeness per ward, and the tables of vital statistics: on screen and as workbooks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.toolkit import Sheet, Strong, Text, db, hand_out, number, resource_of, workbook
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import Sex
from modules.civil_registration.deaths.death import Death
from modules.civil_registration.figures import vital
from modules.civil_registration.figures.asking import Period, asked_period
from modules.civil_registration.figures.completeness import Completeness, completeness_of

bp = Blueprint("civil_registration_more_figures", __name__, url_prefix="/civil-registration/figures")
SEXES = (Sex.MALE, Sex.FEMALE, Sex.UNDETERMINED)


@bp.get("/completeness")
def completeness() -> ResponseReturnValue:
    """Registered beside expected, of each ward."""
    asked = asked_period()
    return render_template("civil_registration/completeness.html", asked=asked, told=_complete(asked), short=_short)


@bp.get("/completeness.xlsx")
def completeness_sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    asked = asked_period()
    heads = {
        "Đơn vị": 34,
        "Đã đăng ký": 14,
        "Dân số": 14,
        "Tỷ suất (‰)": 14,
        "Ước tính": 14,
        "Tỷ lệ đầy đủ (%)": 18,
        "Từ (%)": 10,
        "Đến (%)": 10,
        "Cải chính trên 1.000": 20,
    }
    above = [
        asked.said,
        "Tỷ lệ = số đã đăng ký ÷ (dân số × tỷ suất ÷ 1000 × số ngày ÷ 365); khoảng tin cậy 95 % Poisson (Byar)",
    ]
    sheets = [Sheet(str(title), heads, [_cells(one) for one in rows], above=above) for title, rows in _complete(asked)]
    return hand_out(workbook(*sheets), f"day-du-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.xlsx")


@bp.get("/vital")
def tables() -> ResponseReturnValue:
    """The tables of vital statistics."""
    asked = asked_period()
    return render_template("civil_registration/vital.html", asked=asked, tables=_tables(asked), sexes=SEXES)


@bp.get("/vital.xlsx")
def tables_sheet() -> ResponseReturnValue:
    """The same as a workbook."""
    asked = asked_period()
    sheets = []
    for table in _tables(asked):
        heads = {str(table.head): 28, **{str(sex): 16 for sex in SEXES}, "Cộng": 12}
        rows: list[list[Any]] = [
            [name, *(counts[sex] for sex in SEXES), counts.total()] for name, counts in table.rows.items()
        ]
        total = table.total
        rows.append(Strong(["Cộng", *(total[sex] for sex in SEXES), total.total()]))
        sheets.append(Sheet(str(table.title), heads, rows, above=[asked.said]))
    return hand_out(workbook(*sheets), f"thong-ke-ho-tich-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.xlsx")


def _complete(asked: Period) -> list[tuple[Text, list[Completeness]]]:
    session = db.session()
    wards = [unit for unit in asked.chosen if unit.committee] if len(asked.chosen) > 1 else asked.chosen
    return [
        (resource_of(kind).title, completeness_of(session, kind, wards, asked.first, asked.last))
        for kind in (Birth, Death)
    ]


def _tables(asked: Period) -> list[vital.Table]:
    session = db.session()
    return [table for count in vital.TABLES.values() for table in count(session, asked.chosen, asked.first, asked.last)]


def _cells(one: Completeness) -> list[Any]:
    low, high = one.between or (None, None)
    return [
        one.name,
        one.registered,
        one.people,
        one.rate,
        *(None if cell is None else round(cell, 1) for cell in (one.expected, one.share, low, high, one.corrections)),
    ]


def _short(value: float | None) -> str:
    return "–" if value is None else number(round(value, 1))
