"""Figures that add up: page, workbook, paper and register tell the same, of one's own units, with few queries."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import delete, func, select, update

from app.data import clock
from app.data.base import db
from app.data.people import Unit
from app.data.task import Passage
from app.engine.access import SYSTEM, bind
from app.engine.hours import calendar_of
from app.engine.work import rehearsal
from app.toolkit import Weekday
from modules.certified_copies.after.figures import figures_of
from modules.certified_copies.book.entries import Entry
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import Copy, State
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.hours import BookingHours
from modules.certified_copies.reception.papers import PaperType
from modules.fees.charges import Charge
from modules.fees.receipts import Receipt
from tests.module_case import _queries
from tests.modules.test_certified_copies_story import HERE, issue

PAGE = "/certified-copies/figures"


@pytest.fixture
def ward(rows: Any) -> int:
    found = rows.scalar(select(Copy.unit_id).limit(1))
    rows.rollback()
    return found


def test_the_figures_are_those_of_the_copies(ward: int, rows: Any, browse: Any, site: Flask) -> None:
    issue(rows, browse, "Giấy phép xây dựng")
    day = clock.today()
    before = day - timedelta(days=1)
    with site.app_context():
        bind(db.session(), SYSTEM)
        found = figures_of(db.session(), [ward], before, day)
        signed = (Copy.unit_id == ward, Copy.certified_on.between(before, day))
        numbers = func.count(), func.sum(Copy.pages), func.sum(Copy.copies)
        many, pages, copies = db.session.execute(select(*numbers).where(*signed)).one()
        assert (found.total.originals, found.total.pages, found.total.copies) == (many, pages, copies)
        for tallies in (found.by_kind, found.by_official, found.by_unit):
            assert sum(one.originals for one in tallies) == many
            assert sum(one.paid for one in tallies) == found.total.paid
        assert sum(one.originals for one in found.by_day) == many
        paid = func.coalesce(func.sum(Charge.amount), 0)
        held = (Receipt.unit_id == ward, Receipt.cancelled_at.is_(None), Charge.resource == COPIES)
        assert found.total.paid == db.session.scalar(select(paid).join(Charge.receipt).where(*held))


def test_late_releases_and_refusals_are_counted(ward: int, rows: Any, browse: Any, site: Flask) -> None:
    copy, clerk = issue(rows, browse, "Giấy ra trễ"), browse("motcua")
    kind = rows.scalar(select(PaperType).where(PaperType.code == "CCHI"))
    kind_id, kind_name = kind.id, kind.name
    made = clerk.post(f"{HERE}/new", {"version": "0", "title": "Giấy bị từ chối", "requester": "Trần Văn An"})
    path = made.location + "/steps/refuse"
    coded = rows.execute(select(Condition.id, Condition.reason).where(Condition.code == "R01")).one()
    rows.rollback()
    form = {"reason": "Bản chính bị tẩy xóa", "refusal_id": str(coded.id), "version": clerk.version(path)}
    assert clerk.post(path, form).status_code == 303
    day = clock.today()
    with site.app_context(), rehearsal(SYSTEM) as session:
        session.execute(update(Copy).where(Copy.id == copy).values(paper_type_id=kind_id))
        before = figures_of(session, [ward], day, day)
        where = (Passage.row_id == copy, Passage.resource == "certified_copies.copies", Passage.step == "seal")
        session.execute(update(Passage).where(*where).values(on_time=False))
        found = figures_of(session, [ward], day, day)
    assert found.total.late == before.total.late + 1
    late = {one.name: one.late for one in before.by_kind}
    assert next(one for one in found.by_kind if one.name == kind_name).late == late[kind_name] + 1
    assert dict(found.refusals)[f"R01: {coded.reason}"] >= 1


def test_originals_of_no_chosen_kind_stand_under_one_heading(ward: int, rows: Any, browse: Any, site: Flask) -> None:
    titles = ("Giấy lạ thứ nhất", "Giấy lạ thứ hai")
    for title in titles:
        issue(rows, browse, title)
    with site.app_context():
        bind(db.session(), SYSTEM)
        found = figures_of(db.session(), [ward], clock.today(), clock.today())
    heads = [one.name for one in found.by_kind]
    assert heads.count("Khác / chưa chọn loại") == 1 and not set(heads) & set(titles)
    assert next(one for one in found.by_kind if one.name.startswith("Khác")).originals >= len(titles)


def test_page_workbook_paper_and_register_open(rows: Any, browse: Any) -> None:
    clerk = browse("motcua")
    page = clerk.get(PAGE)
    assert page.status_code == 200
    assert "Theo loại giấy tờ" in page.text
    book = load_workbook(io.BytesIO(clerk.get(f"{PAGE}.xlsx").data))
    assert {"Theo đơn vị", "Theo loại giấy tờ", "Theo người ký", "Theo ngày", "Từ chối"} == set(book.sheetnames)
    assert clerk.get(f"{PAGE}.pdf").data.startswith(b"%PDF-")
    register = load_workbook(io.BytesIO(clerk.get("/certified-copies/register.xlsx").data)).active
    assert len(list(register.iter_rows(min_row=3))) == rows.scalar(select(func.count()).select_from(Entry))


def test_a_person_sees_own_units_only(rows: Any, browse: Any, ward: int) -> None:
    assert browse("canbo2").get(PAGE).status_code == 403
    other = rows.scalar(select(Unit.id).where(Unit.code != "27004", Unit.code.like("2____")).limit(1))
    assert browse("motcua").get(f"{PAGE}?unit={other}").status_code == 404
    assert browse("motcua").get(f"{PAGE}?unit={ward}").status_code == 200


@pytest.mark.parametrize("words", ["from=01/01/2020", "from=hom-qua", "from=02/02/2026&to=01/01/2026", "to=99/99/9999"])
def test_odd_periods_get_a_page(words: str, browse: Any) -> None:
    assert browse("motcua").get(f"{PAGE}?{words}").status_code == 200


def test_the_load_stands_against_the_places_of_the_day(ward: int, rows: Any, browse: Any, site: Flask) -> None:
    issue(rows, browse, "Giấy của ngày đông")
    day = clock.today()
    with site.app_context(), rehearsal(SYSTEM) as session:
        session.execute(delete(BookingHours).where(BookingHours.unit_id == ward))
        law = {"source": "Thông báo của phường", "valid_from": date(2020, 1, 1), "unit_id": ward}
        for weekday in Weekday:
            session.add(BookingHours(weekday=weekday, opens="08:00", closes="09:00", places=40, **law))
        session.flush()
        workday = next(
            d for d in (day - timedelta(days=n) for n in range(9)) if calendar_of(session, ward).is_working_day(d)
        )
        session.execute(update(Copy).where(Copy.unit_id == ward, Copy.number.is_not(None)).values(certified_on=workday))
        found = figures_of(session, [ward], workday, workday)
        visits = set(
            session.scalars(select(func.coalesce(Copy.visit_id, -Copy.id)).where(Copy.certified_on == workday))
        )
    (one,) = found.by_day
    assert (one.people, one.capacity) == (len(visits), 40)
    assert one.share == f"{100 * len(visits) / 40:.1f} %".replace(".", ",")
    assert found.load == one


def test_an_empty_period_says_so(browse: Any) -> None:
    assert "Không có bản chính nào" in browse("motcua").get(f"{PAGE}?from=01/01/2001&to=31/01/2001").text


def test_more_copies_take_no_more_queries(rows: Any, browse: Any, site: Flask) -> None:
    clerk, day = browse("motcua"), clock.today()
    past = day - timedelta(days=700)
    none = _queries(site, lambda: clerk.client.get(f"{PAGE}?from={past:%d/%m/%Y}&to={past:%d/%m/%Y}"))
    assert _queries(site, lambda: clerk.client.get(PAGE)) <= none


def test_the_index_of_unit_and_day_is_used(site: Flask) -> None:
    with site.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("a small table is read as a whole there")
        asked = "SELECT count(*) FROM certified_copies_copy WHERE unit_id IN (1) AND certified_on BETWEEN 'a' AND 'b'"
        with db.engine.connect() as connection:
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all())
    assert "ix_certified_copies_copy_unit_day" in plan


def test_states_that_count_are_those_with_a_number(rows: Any) -> None:
    from modules.certified_copies.after.figures import SIGNED

    counted = set(rows.scalars(select(Copy.state).where(Copy.number.is_not(None)).distinct()))
    assert counted <= set(SIGNED) and State.REFUSED not in SIGNED
