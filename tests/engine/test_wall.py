"""The second wall: on PostgreSQL a person's session finds no foreign row, in whatever SQL it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, select, text
from sqlalchemy.orm import Session

from app.data.base import db
from app.data.clock import today
from app.data.people import Unit, User
from app.engine import wall
from app.engine.access import NOBODY, SYSTEM, Principal, bind, principal_of
from app.engine.principals import as_system
from app.engine.registry import registry
from app.engine.work import work

UNITS = text("SELECT DISTINCT unit_id FROM equipment_request")
Become = Callable[[str], Principal]


@pytest.fixture
def become(site: Flask) -> Iterator[Become]:
    """Return a function that gives the principal of a demo account."""
    with site.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no row-level security")

        def principal(login: str) -> Principal:
            with work(SYSTEM) as session:
                user = session.scalars(select(User).where(User.login == login)).one()
                return principal_of(session, user, today())

        yield principal


def test_raw_sql_of_a_ward_finds_the_ward_only(become: Become) -> None:
    with work(SYSTEM) as session:
        every = set(session.scalars(UNITS))
    official = become("canbo")
    with work(official) as session:
        assert set(session.scalars(UNITS)) == {official.unit_id}
    with work(become("sokhcn")) as session:
        assert set(session.scalars(UNITS)) == every
    assert len(every) > 1


def test_raw_sql_changes_no_foreign_row(become: Become) -> None:
    official = become("canbo")
    with work(official) as session:
        changed: Any = session.execute(text("UPDATE equipment_request SET search_key = search_key"))
        own = len(list(session.scalars(text("SELECT id FROM equipment_request"))))
        assert 0 < changed.rowcount == own
        session.rollback()


def test_who_has_no_post_finds_nothing(become: Become) -> None:
    with work(NOBODY) as session:
        assert list(session.scalars(UNITS)) == []


def test_a_verb_that_becomes_the_system_sees_all_for_that_moment_only(become: Become) -> None:
    official = become("canbo")
    with work(official) as session:
        before = set(session.scalars(UNITS))
        with as_system():
            assert len(set(session.scalars(UNITS))) > 1
        assert set(session.scalars(UNITS)) == before


def test_a_savepoint_taken_back_opens_no_gap(become: Become) -> None:
    official = become("canbo")
    with work(SYSTEM) as session:
        inner = session.begin_nested()
        bind(session, official)
        assert len(set(session.scalars(UNITS))) == 1
        with as_system():
            assert len(set(session.scalars(UNITS))) > 1
        assert len(set(session.scalars(UNITS))) == 1
        inner.rollback()  # the database is the owner again, as it was at the savepoint
        assert len(set(session.scalars(UNITS))) == 1
        bind(session, SYSTEM)


def test_a_savepoint_of_a_person_lets_a_verb_be_the_system(become: Become) -> None:
    with work(become("canbo")) as session:
        assert len(set(session.scalars(UNITS))) == 1
        with session.begin_nested(), as_system():
            assert len(set(session.scalars(UNITS))) > 1
        assert len(set(session.scalars(UNITS))) == 1


def test_the_next_one_on_the_connection_begins_before_the_wall(become: Become) -> None:
    with work(become("canbo")) as session:
        session.scalars(UNITS).all()
    db.session.remove()
    with db.engine.connect() as connection:
        assert len(set(connection.scalars(UNITS))) > 1
    with Session(db.engine) as stranger:  # a session that nobody was given to
        assert stranger.scalars(UNITS).all() == []


def test_what_all_units_share_stays_readable(become: Become) -> None:
    with work(become("canbo")) as session:
        assert session.scalar(text("SELECT count(*) FROM equipment_item")) > 0
        assert session.scalar(select(Unit.id).limit(1)) is not None


def test_a_site_that_may_make_no_role_works_with_one_wall_and_says_what_to_run(become: Become) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE plain LOGIN")
    plain = create_engine(db.engine.url.set(username="plain"), poolclass=NullPool)
    with plain.begin() as connection:
        assert not wall.stands(connection)
        assert not wall._make_role(connection)
        assert connection.scalar(text("SELECT 1")) == 1, "the transaction goes on"
    with Session(plain) as session:
        assert session.scalar(text("SELECT current_user")) == "plain"


def test_every_table_of_a_unit_has_its_policy(become: Become) -> None:
    asked = "SELECT tablename FROM pg_policies WHERE policyname = 'reach'"
    with db.engine.connect() as connection:
        walled = set(connection.exec_driver_sql(asked).scalars())
    assert walled == {one.model.__tablename__ for one in registry.resources.values() if not one.shared}
    assert wall.missing() == ""
