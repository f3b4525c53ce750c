"""What a person's session may write, whoever has loaded the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.base import db
from app.data.clock import today
from app.data.people import Delegation, Post, Unit, User
from app.engine.access import SYSTEM, Principal, principal_of
from app.engine.holders import holders
from app.engine.principals import as_person, as_system
from app.engine.registry import registry
from app.engine.signature import title_held
from app.engine.work import after_commit, after_failure, work
from modules.equipment.models import Request
from modules.equipment.roles import HEAD, OFFICIAL, STORE, TECHNOLOGY


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


def _person(rows: Any, login: str) -> User:
    found: User = rows.scalars(select(User).where(User.login == login)).one()
    return found


@pytest.fixture
def including(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store keeper is an official and, by way of him, somebody of the Department of Science and Technology."""
    monkeypatch.setitem(registry.roles, OFFICIAL.name, replace(OFFICIAL, includes=(TECHNOLOGY,)))
    monkeypatch.setitem(registry.roles, STORE.name, replace(STORE, includes=(OFFICIAL,)))


def test_whoever_holds_a_role_holds_what_it_includes_each_as_far_as_it_reaches(rows: Any, including: None) -> None:
    keeper = principal_of(rows, _person(rows, "kho"), today())
    ward, other = keeper.unit_as((STORE,)), rows.scalar(select(Unit.id).where(Unit.code == "VPUB"))
    assert ward and keeper.holds((OFFICIAL,), ward) and not keeper.holds((OFFICIAL,), other)
    assert keeper.holds((TECHNOLOGY,), other) and keeper.units_as((TECHNOLOGY,)) is None
    assert not keeper.holds((HEAD,)), "only what it includes"
    assert "equipment.store" not in {one.role for one in principal_of(rows, _person(rows, "canbo"), today()).grants}


def test_who_stands_in_holds_what_the_role_includes_in_the_holders_name(rows: Any, including: None) -> None:
    keeper, clerk = _person(rows, "kho"), _person(rows, "vanthu")
    ward = principal_of(rows, keeper, today()).unit_as((STORE,))
    lent = Delegation(holder_id=keeper.id, user_id=clerk.id, unit_id=ward, role=STORE.name, decision="1")
    lent.valid_from, lent.valid_to = today(), today() + timedelta(days=1)
    rows.add(lent)
    rows.flush()
    who = principal_of(rows, clerk, today())
    assert who.holds((OFFICIAL,), ward) and who.stands_in_for((OFFICIAL,), ward) == keeper.id
    assert {keeper, clerk} <= set(holders(rows, OFFICIAL, ward, today()))
    rows.rollback()


def test_those_who_may_act_in_a_role_are_also_those_whose_role_includes_it(rows: Any, including: None) -> None:
    keeper = _person(rows, "kho")
    ward, title = rows.execute(select(Post.unit_id, Post.title).where(Post.user_id == keeper.id)).first()
    other = rows.scalar(select(Unit.id).where(Unit.code == "VPUB"))
    assert keeper in holders(rows, OFFICIAL, ward, today()) and keeper not in holders(rows, OFFICIAL, other, today())
    assert keeper in holders(rows, TECHNOLOGY, other, today()), "a role of the whole city is held for each unit"
    assert title and title_held(rows, keeper.id, ward, today(), OFFICIAL.name) == title


def test_the_unit_of_a_role_is_that_of_its_first_post(rows: Any) -> None:
    keeper, ward = _person(rows, "kho"), rows.scalar(select(Post.unit_id).join(User).where(User.login == "kho"))
    lowest = rows.scalar(select(Unit.id).order_by(Unit.id))
    assert lowest < ward
    post = Post(user_id=keeper.id, unit_id=lowest, role=STORE.name, title="", valid_from=today())
    rows.add(post)
    rows.flush()
    who = principal_of(rows, keeper, today())
    assert who.unit_as((STORE,)) == ward and who.unit_as((HEAD,)) is None
    assert lowest in (who.units_as((STORE,)) or ()), "the smallest number would be another unit"
    rows.rollback()
