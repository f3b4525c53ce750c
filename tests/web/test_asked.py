"""What a page of a module's own is asked for: records exist for whom they exist, and only for these."""

from __future__ import annotations

import pytest
from flask import Flask, g
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from app.data import clock
from app.data.base import db
from app.data.people import User
from app.engine.access import bind, principal_of
from app.engine.demo import WARD, unit_of
from app.engine.principals import as_system
from app.web.asked import asked_record
from modules.equipment.request import Request
from modules.equipment.roles import FINANCE, OFFICIAL


def _sign_in(login: str) -> None:
    session = db.session()
    with as_system():
        user = session.scalars(select(User).where(User.login == login)).one()
        g.principal = principal_of(session, user, clock.today())
    bind(session, g.principal)


def _of_the_ward() -> Request:
    with as_system() as session:
        ward = unit_of(session, WARD).id
        return session.scalars(select(Request).where(Request.unit_id == ward).limit(1)).one()


def test_a_record_of_another_ward_is_unknown_although_the_session_holds_it(site: Flask) -> None:
    with site.test_request_context():
        held = _of_the_ward()
        _sign_in("canbo2")
        for by in ((), (OFFICIAL,)):
            with pytest.raises(NotFound):
                asked_record(Request, held.id, by=by)


def test_who_may_read_a_record_gets_it_and_acts_on_it_only_with_the_role_in_its_unit(site: Flask) -> None:
    with site.test_request_context():
        held = _of_the_ward()
        _sign_in("canbo")
        assert asked_record(Request, held.id) is held
        assert asked_record(Request, held.id, by=(OFFICIAL,)) is held
        with pytest.raises(PermissionError):
            asked_record(Request, held.id, by=(FINANCE,))
        with pytest.raises(NotFound):
            asked_record(Request, 2**31 - 1)


def test_whoever_reads_no_record_of_a_kind_is_refused_before_one_is_looked_for(site: Flask) -> None:
    with site.test_request_context():
        _sign_in("motcua")
        with pytest.raises(PermissionError):
            asked_record(Request, 2**31 - 1)
