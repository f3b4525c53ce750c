"""Completeness of a ward with its limits, and the tables of vital statistics: recounted here from the rows."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from decimal import Decimal
from math import exp, lgamma, log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from sqlalchemy import select

from app.data import clock
from app.data.partial import PartialDay
from app.data.people import Unit
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import GONE, Event, Sex
from modules.civil_registration.figures import vital
from modules.civil_registration.figures.completeness import completeness_of, expected_of, limits
from modules.civil_registration.figures.expected import VitalRate, WardPopulation

PAGE = "/civil-registration/figures"


def ward_of(rows: Any, code: str = "27004") -> Unit:
    return rows.scalars(select(Unit).where(Unit.code == code, Unit.valid_to.is_(None))).one()


def chance(most: int, mean: float) -> float:
    """How likely a Poisson count of this mean is at most so much."""
    return sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(most + 1)) if mean else 1.0


@given(some.integers(1, 400))
def test_the_limits_are_those_of_a_poisson_count(count: int) -> None:
    low, high = limits(count)
    assert low < count < high
    assert abs(chance(count, high) - 0.025) < 0.004  # above the upper limit so few are seen once in forty
    assert abs(1 - chance(count - 1, low) - 0.025) < 0.004


def test_none_registered_may_still_be_three_expected() -> None:
    low, high = limits(0)
    assert low == 0 and 3.6 < high < 3.7


def test_what_is_expected_follows_from_people_rate_and_days() -> None:
    assert expected_of(36_500, 10, 365) == 365 and expected_of(36_500, 10, 1) == 1


def test_a_ward_is_as_complete_as_its_people_let_one_expect(site: Any, browse: Any, rows: Any) -> None:
    ward, today = ward_of(rows), clock.today()
    first = today.replace(month=1, day=1)
    (before,) = completeness_of(rows, Birth, [ward], first, today)
    assert before.people == 5200 and before.expected and before.share
    assert before.share == pytest.approx(
        100 * before.registered / (5200 * 11.3 / 1000 * ((today - first).days + 1) / 365)
    )
    assert before.corrected == 1 and before.corrections == pytest.approx(1000 / before.registered)
    number = ward.id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        city = session.scalars(select(Unit.id).where(Unit.code == "79", Unit.valid_to.is_(None))).one()
        own = VitalRate(
            event=Event.BIRTH, ward_id=number, rate=Decimal(1), source="Cục Thống kê", valid_from=first, unit_id=city
        )
        session.add(own)
        more = WardPopulation(ward_id=number, people=1, source="Sai", valid_from=date(2031, 1, 1), unit_id=city)
        session.add(more)
    (after,) = completeness_of(rows, Birth, [ward_of(rows)], first, today)
    assert after.people == 5200 and after.rate == 1 and after.share == pytest.approx(before.share * 11.3)
    text = browse("sotuphap").get(f"{PAGE}/completeness").text
    assert "5.200" in text and "Khoảng tin cậy 95 %" in text
    book = load_workbook(io.BytesIO(browse("hotich").get(f"{PAGE}/completeness.xlsx").data))
    assert book.sheetnames == ["Khai sinh", "Khai tử"] and book["Khai sinh"].max_row == 4
    assert browse("canbo").get(f"{PAGE}/completeness").status_code == 403


def test_the_overseer_writes_populations_and_others_only_read_them(browse: Any, rows: Any) -> None:
    form = {
        "version": "0",
        "ward_id": str(ward_of(rows, "26740").id),
        "people": "81000",
        "source": "Tổng điều tra",
        "valid_from": "1/1/2026",
    }
    assert browse("hotich").post("/civil_registration/populations/new", form).status_code == 403
    assert browse("sotuphap").post("/civil_registration/populations/new", form).status_code == 303
    assert browse("sotuphap").post("/civil_registration/populations/new", form | {"people": "0"}).status_code != 303


def test_the_tables_add_up_to_what_is_registered(browse: Any, rows: Any) -> None:
    ward, today = ward_of(rows), clock.today()
    first = today.replace(month=1, day=1)
    births = rows.scalars(
        select(Birth).where(
            Birth.unit_id == ward.id, Birth.registered_on.between(first, today), Birth.state.not_in(GONE)
        )
    ).all()
    tables = vital.births(rows, [ward], first, today)
    assert births and all(table.total == Counter(birth.sex for birth in births) for table in tables)
    assert list(tables[0].rows)[-1] == f"{today:%m/%Y}" and len(tables[0].rows) == today.month
    page = browse("hotich").get(f"{PAGE}/vital").text
    assert page.count('class="newest"') == 2 and "Khai sinh theo tuổi mẹ" in page
    book = load_workbook(io.BytesIO(browse("hotich").get(f"{PAGE}/vital.xlsx").data))
    assert list(book.worksheets[0].values)[-1] == (
        "Cộng",
        *(tables[0].total[sex] for sex in (Sex.MALE, Sex.FEMALE, Sex.UNDETERMINED)),
        len(births),
    )


@pytest.mark.parametrize(
    ("born", "then", "years"),
    [
        ("1990-05-14", "2026-05-13", 35),
        ("1990-05-14", "2026-05-14", 36),
        ("1990", "2026-05-14", 36),
        ("1990-05", "2026-04", 36),
        ("2026-05-14", "2025-01-01", None),
    ],
)
def test_an_age_is_counted_as_far_as_the_days_are_known(born: str, then: str, years: int | None) -> None:
    assert vital.years_between(PartialDay.read(born), PartialDay.read(then)) == years


@given(some.integers(0, 130))
def test_each_age_belongs_to_one_group(years: int) -> None:
    for steps in (vital.OF_MOTHERS, vital.OF_DEAD):
        name = vital.group_of(steps, years)
        low = int(name.rstrip("+").split("–")[0].lstrip("< "))
        assert years < low if name.startswith("<") else years >= low


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bệnh viện Từ Dũ, phường Bến Thành", "facility"),
        ("Trạm Y tế phường 4", "facility"),
        ("Tại nhà, 12 Cộng Hòa", "home"),
        ("Trên đường đi", "other"),
        ("", "other"),
    ],
)
def test_a_place_is_a_facility_a_home_or_neither(text: str, kind: str) -> None:
    assert vital.place_kind(text) == kind
