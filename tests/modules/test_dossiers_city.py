"""The demo of a whole city: 181,177 dossiers solved in the first half of 2023, counted from rows and on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import and_, func, not_, select

from app.data import clock
from app.data.fold import fold
from app.engine import demo
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.dossiers.demo import load
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.figures.figures import Figure
from modules.dossiers.journey.pace import Pace

SOLVED = 181_177
HALF = "span=half&from=01/01/2023&to=30/06/2023"


def _load(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        load(session)


@pytest.fixture(scope="module", autouse=True)
def city(site: Flask) -> Iterator[None]:
    """The site shows all units from here on, as after `flask demo load --size city`."""
    demo.extent["size"] = "city"
    _load(site)
    yield
    demo.extent["size"] = "ward"


def test_the_dossiers_solved_in_the_first_half_of_2023_are_those_that_were_reported(rows: Any) -> None:
    begin, end = clock.begin_of(date(2023, 1, 1)), clock.begin_of(date(2023, 7, 1))
    ended = (Dossier.ended_at >= begin, Dossier.ended_at < end)
    assert rows.scalar(select(func.count()).select_from(Dossier).where(*ended)) == SOLVED
    assert rows.scalar(select(func.count(Dossier.code.distinct())).where(*ended)) == SOLVED
    assert rows.scalar(select(func.count()).where(*ended, Dossier.received_at > Dossier.ended_at)) == 0


def test_each_unit_has_its_own_number_of_them(rows: Any) -> None:
    ended = (Dossier.ended_at >= clock.begin_of(date(2023, 1, 1)), Dossier.ended_at < clock.begin_of(date(2023, 7, 1)))
    counts = list(rows.scalars(select(func.count()).where(*ended).group_by(Dossier.competent_id)))
    assert len(counts) > 250 and len(set(counts)) > 100
    assert min(counts) > 200 and max(counts) < 1200
    late = select(func.count()).where(*ended, Dossier.pace == Pace.LATE).group_by(Dossier.competent_id)
    assert len(set(rows.scalars(late))) > 10
    each_month = select(func.count(func.distinct(func.substr(Dossier.code, 11, 4)))).where(*ended)
    assert min(rows.scalars(each_month.group_by(Dossier.competent_id))) >= 6


def test_each_is_found_by_its_code_its_applicant_without_marks_and_its_phone(rows: Any, browse: Any) -> None:
    key = Dossier.search_key
    named = and_(key.contains(func.lower(Dossier.code)), key.contains(Dossier.phone))
    assert rows.scalar(select(func.count()).select_from(Dossier).where(Dossier.ended_at.is_not(None), not_(named))) == 0
    some = rows.execute(select(Dossier.applicant, Dossier.service, key).where(Dossier.id % 997 == 0)).all()
    assert len(some) > 200 and all(f" {fold(name)} " in kept and kept.endswith(fold(of)) for name, of, kept in some)
    name, phone, code = rows.execute(select(Dossier.applicant, Dossier.phone, Dossier.code).limit(1).offset(999)).one()
    found = browse("vanphongub").get(f"/dossiers/dossiers?q={fold(name)} {phone}").text
    assert code in found and name in found


def test_the_report_of_that_half_year_shows_them(browse: Any) -> None:
    page = browse("vanphongub").get(f"/dossiers/report/?{HALF}").text
    total = re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)[0]
    cells = dict(re.findall(r'data-l="([^"]+)">(?:<a[^>]*>)?([\d.]+)', total))
    assert cells[str(Figure.SOLVED.label)] == "181.177"
    opened = browse("vanphongub").get(f"/dossiers/report/behind/solved?{HALF}").text
    assert "181.177 hồ sơ, từ ngày 01/01/2023 đến ngày 30/06/2023" in opened


def test_all_168_units_live_through_this_half_year_with_some_open_and_some_late(rows: Any, browse: Any) -> None:
    today = clock.today()
    begin = date(today.year, 1 if today.month <= 6 else 7, 1)
    now = Dossier.received_at >= clock.begin_of(begin)
    assert rows.scalar(select(func.count(Dossier.competent_id.distinct())).where(now)) == 168
    page = browse("vanphongub").get("/dossiers/report/").text
    assert "Đặc khu Côn Đảo" in page and page.count("behind/open_late") >= 168
    assert page.count("behind/open_in_time") >= 168


def test_loading_it_again_changes_nothing(rows: Any, site: Flask) -> None:
    before = rows.scalar(select(func.count()).select_from(Dossier))
    rows.rollback()
    _load(site)
    assert rows.scalar(select(func.count()).select_from(Dossier)) == before
