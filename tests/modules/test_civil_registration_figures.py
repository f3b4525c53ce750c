"""The figures of births and deaths: counted from the rows, by month and unit, each number with its cases behind it."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from sqlalchemy import select

from app.data import clock
from app.data.people import Unit
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.figures.counting import figures_of, middle
from tests.modules.test_civil_registration import declared, registered, take

PAGE = "/civil-registration/figures/"


@given(some.lists(some.integers(0, 400), min_size=1, max_size=60))
def test_the_middle_of_a_histogram_is_the_median(days: list[int]) -> None:
    assert float(middle(Counter(days)).replace(",", ".")) == median(days)


def test_what_was_registered_is_counted_once_and_leads_to_its_cases(rows: Any, browse: Any) -> None:
    ward = rows.scalars(select(Unit).where(Unit.code == "27004", Unit.valid_to.is_(None))).one()
    today = clock.today()
    first = today.replace(month=1, day=1)
    before = figures_of(rows, Birth, [ward], first, today)
    birth = registered(browse, rows, declared(browse, rows))
    born = clock.today() - timedelta(days=75)
    late = registered(browse, rows, declared(browse, rows, born=f"{born:%d/%m/%Y}"))
    gone = registered(browse, rows, declared(browse, rows))
    assert take(browse, "chutich", gone, "revoke", reason="Cấp nhầm").status_code == 303
    rows.rollback()
    after = figures_of(rows, Birth, [ward], first, today)
    assert after.total.registered == before.total.registered + 2
    assert (after.total.on_time, after.total.late) == (before.total.on_time + 1, before.total.late + 1)
    assert after.total.waiting == before.total.waiting + 2
    assert after.total.delays - before.total.delays == Counter({4: 1, 75: 1})
    assert sum(month.registered for month in after.months) == after.total.registered
    assert after.months[-1].name == f"{today:%m/%Y}" and len(after.months) == today.month
    page = browse("hotich").get(PAGE).text
    there = (
        f"/civil_registration/births?registered_on={today:%Y-%m}&amp;state=signed&amp;state=registered&amp;state=issued"
    )
    assert there in page
    listed = browse("hotich").get(f"{there.replace('&amp;', '&')}&registration=late").text
    assert late.entry in listed and birth.entry not in listed


def test_the_figures_are_a_workbook_too(browse: Any) -> None:
    answer = browse("sotuphap").get(f"{PAGE}figures.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == [
        "Khai sinh theo tháng",
        "Khai sinh theo đơn vị",
        "Khai tử theo tháng",
        "Khai tử theo đơn vị",
    ]
    assert list(book["Khai tử theo tháng"].values)[-1][0] == "Cộng"


@pytest.mark.parametrize(("first", "last"), [("2/1/2026", "1/1/2026"), ("1/1/2020", "1/1/2026")])
def test_a_period_that_is_none_is_told(browse: Any, first: str, last: str) -> None:
    answer = browse("hotich").get(f"{PAGE}?from={first}&to={last}")
    assert answer.status_code == 200 and "khoảng thời gian hợp lệ" in answer.text


def test_a_ward_counts_its_own_alone(rows: Any, browse: Any) -> None:
    other = rows.scalars(select(Unit).where(Unit.code == "27004", Unit.valid_to.is_(None))).one()
    assert browse("hotich2").get(f"{PAGE}?unit={other.id}").status_code == 404
    assert browse("canbo").get(PAGE).status_code == 403


def test_months_of_a_period_are_cut_to_it(rows: Any) -> None:
    ward = rows.scalars(select(Unit).where(Unit.code == "27004", Unit.valid_to.is_(None))).one()
    months = figures_of(rows, Birth, [ward], date(2025, 12, 15), date(2026, 2, 3)).months
    assert [(one.first, one.last) for one in months] == [
        (date(2025, 12, 15), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 3)),
    ]
    assert [one.month for one in months] == ["", "2026-01", ""]
