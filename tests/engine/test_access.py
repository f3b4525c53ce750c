"""What a person's session may write, whoever has loaded the row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.clock import today
from app.data.people import User
from app.engine.access import SYSTEM, Principal, principal_of
from app.engine.principals import as_person, as_system
from app.engine.work import after_commit, after_failure, work
from modules.equipment.models import Request


@pytest.fixture
def official(site: Flask) -> Iterator[Principal]:
    """An official of another ward than that of the demo's requests."""
    with site.app_context():
        with work(SYSTEM) as session:
            user = session.scalars(select(User).where(User.login == "canbo2")).one()
            who = principal_of(session, user, today())
        yield who
        db.session.rollback()


def _foreign(who: Principal) -> Request:
    with as_system() as session:
        return session.scalars(select(Request).where(Request.unit_id != who.unit_id).limit(1)).one()


def test_a_foreign_record_is_not_changed(official: Principal) -> None:
    with pytest.raises(PermissionError), work(official):
        _foreign(official).title = "khác"


def test_a_foreign_record_is_not_pulled_into_the_own_unit(official: Principal) -> None:
    with pytest.raises(PermissionError), work(official):
        _foreign(official).unit_id = official.unit_id


def test_a_record_is_not_pushed_into_a_foreign_unit(official: Principal) -> None:
    foreign = _foreign(official).unit_id
    with pytest.raises(PermissionError), work(official) as session:
        session.add(Request(title="x", unit_id=foreign))


def test_a_verb_that_takes_a_record_over_says_so(official: Principal) -> None:
    with work(official) as session:
        record = _foreign(official)
        with as_person(official.user_id):
            record.unit_id = official.unit_id
            session.flush()
        assert session.scalar(select(Request.unit_id).where(Request.id == record.id)) == official.unit_id
        session.rollback()


def test_what_follows_a_commit_or_a_failure_leaves_a_persons_reach_alone(official: Principal) -> None:
    def take_the_systems_reach() -> None:
        with work(SYSTEM) as session:
            assert len({row.unit_id for row in session.scalars(select(Request))}) > 1

    with work(official) as session:
        mine = session.scalars(select(User).where(User.id == official.user_id)).one()
        after_commit(session, take_the_systems_reach)
    with pytest.raises(ValueError, match="late"), work(official):
        after_failure(session, take_the_systems_reach)
        raise ValueError("late")
    assert db.session() is session and session.info["principal"] is official
    assert mine in session, "his rows are still his"
    assert all(row.unit_id == official.unit_id for row in session.scalars(select(Request)))
