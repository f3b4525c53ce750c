"""Who still lacks what: the sums agree with the names, nobody sees another ward's names, and units may demand a certificate."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.base import db
from app.data.people import Unit, User
from app.engine.access import SYSTEM, principal_of
from app.engine.demo import OTHER_WARD, WARD
from app.engine.proofs import proven
from app.engine.work import work
from modules.certified_copies.queue.rules import SigningRule
from modules.certified_copies.queue.trained import untrained
from modules.training.catalogue.people import Trainee
from modules.training.outcome.coverage import coverage, lacking


def unit(rows: Any, code: str) -> Unit:
    return rows.scalars(select(Unit).where(Unit.code == code, Unit.valid_to.is_(None))).one()


def test_the_sums_agree_with_the_names(rows: Any) -> None:
    today = clock.today()
    matrix = coverage(rows, today)
    whole = matrix.whole
    assert whole.must > whole.have > 0
    assert sum(matrix.of_unit(one.id).must for one in matrix.units) == whole.must
    assert sum(matrix.of_course(one.id).have for one in matrix.courses) == whole.have
    names = rows.execute(lacking(today, None)).all()
    assert len(names) == whole.must - whole.have
    ward = unit(rows, WARD)
    cell = matrix.of_unit(ward.id)
    assert len(rows.execute(lacking(today, ward.id)).all()) == cell.must - cell.have


def test_a_certificate_that_ends_opens_the_gap_again(rows: Any) -> None:
    later = coverage(rows, clock.today() + timedelta(days=60)).whole
    assert later.have < coverage(rows, clock.today()).whole.have


def test_the_workbooks_hold_the_same(rows: Any, browse: Any) -> None:
    coordinator, whole = browse("dieuphoi"), coverage(rows, clock.today()).whole
    names = openpyxl.load_workbook(io.BytesIO(coordinator.get("/training/coverage/missing.xlsx").data)).active
    assert names.max_row == 1 + whole.must - whole.have
    sheet = openpyxl.load_workbook(io.BytesIO(coordinator.get("/training/coverage/sheet.xlsx").data)).worksheets[0]
    assert sheet.cell(sheet.max_row, sheet.max_column).value == f"{whole.have}/{whole.must}"


def test_another_wards_names_stay_there(rows: Any, browse: Any) -> None:
    ours, theirs = unit(rows, WARD), unit(rows, OTHER_WARD)
    officer = browse("canbo")
    page = officer.get("/training/coverage/").text
    assert ours.name in page and theirs.name not in page
    assert officer.get(f"/training/coverage/{theirs.id}").status_code in (403, 404)
    missing = officer.get("/training/coverage/missing.xlsx").data
    cells = [str(value) for line in openpyxl.load_workbook(io.BytesIO(missing)).active.values for value in line]
    others = set(rows.scalars(select(Trainee.name).where(Trainee.unit_id == theirs.id)))
    own = set(rows.scalars(select(Trainee.name).where(Trainee.unit_id == ours.id)))
    assert set(cells) & own and not (others - own) & set(cells)


def test_certificates_that_end_soon_are_listed(rows: Any, browse: Any) -> None:
    page = browse("dieuphoi").get("/training/coverage/ending")
    assert page.status_code == 200
    assert "An toàn thông tin cơ bản" in page.text
    assert f"{clock.today() - timedelta(days=1):%d/%m/%Y}" not in page.text


def test_a_unit_may_demand_a_certificate_of_who_certifies(site: Flask, rows: Any) -> None:
    ward, logins = unit(rows, WARD), ("motcua", "lanhdao")
    trained, other = (rows.scalar(select(User.id).where(User.login == login)) for login in logins)

    def told(login_id: int) -> str | None:
        with site.app_context(), work(SYSTEM) as session:
            return untrained(session, ward.id, login_id)

    assert told(other) is None  # no rule demands anything
    with site.app_context(), work(SYSTEM) as session:
        assert proven(session, "training.certificate", trained, "CT-DT", clock.today()) is True
        assert proven(session, "training.certificate", other, "CT-DT", clock.today()) is False
        assert proven(session, "riding.licence", other, "A1", clock.today()) is None
        today = {"valid_from": clock.today(), "source": "Quyết định của Chủ tịch"}
        session.add(SigningRule(unit_id=ward.id, course="CT-DT", **today))
    assert told(trained) is None
    assert "CT-DT" in (told(other) or "")
    with site.app_context():
        who = principal_of(db.session(), db.session.get(User, other), clock.today())
    assert who.user_id == other
