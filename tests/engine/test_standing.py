"""What is kept of rows that hardly ever change is let go of at the moment when one of them does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text, update

from app.data import clock, standing
from app.data.base import db
from app.data.days import DayOverride
from app.data.people import Post, Unit, User
from app.engine.access import SYSTEM, principal_of
from app.engine.hours import calendar_of
from app.engine.unit_tree import city_name
from app.engine.work import work

LOGIN = "cb25750"


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def name_now(site: Flask) -> str:
    """What the next request finds."""
    with site.app_context(), work(SYSTEM) as session:
        return city_name(session)


def test_what_is_known_is_not_asked_again(site: Flask) -> None:
    name = name_now(site)
    with site.app_context(), work(SYSTEM) as session, counted(db.engine) as sent:
        assert city_name(session) == name == "Thành phố Hồ Chí Minh"
        assert city_name(session) == name
    assert len([one for one in sent if one.startswith("SELECT") and "core_unit" in one]) == 0
    assert len([one for one in sent if "core_standing" in one]) == 1, "the stamp, once in a transaction"


def test_a_post_that_ends_shuts_the_door_with_the_next_click(site: Flask, browse: Any) -> None:
    browser = browse(LOGIN)
    assert browser.client.get("/equipment/requests").status_code == 200
    with site.app_context(), work(SYSTEM) as session:
        user = session.scalars(select(User).where(User.login == LOGIN)).one()
        posts = list(session.scalars(select(Post).where(Post.user_id == user.id)))
        before = [post.valid_to for post in posts]
        for post in posts:
            post.valid_to = clock.today() - timedelta(days=1)
            post.valid_from = min(post.valid_from, post.valid_to)
    assert browser.client.get("/equipment/requests").status_code == 403
    with site.app_context(), work(SYSTEM) as session:
        for post, day in zip(posts, before, strict=True):
            session.merge(post).valid_to = day
    assert browser.client.get("/equipment/requests").status_code == 200


def test_one_sees_his_own_change_and_nobody_else_does_before_it_is_committed(site: Flask) -> None:
    name = name_now(site)
    with site.app_context(), pytest.raises(ZeroDivisionError), work(SYSTEM) as session:
        city = session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()
        city.name = "Thành phố Thử"
        assert city_name(session) == "Thành phố Thử"
        raise ZeroDivisionError
    assert name_now(site) == name, "what was taken back has left nothing behind"


def test_a_part_that_is_taken_back_takes_its_answers_along(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        name, city = city_name(session), session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()
        part = session.begin_nested()
        city.name = "Thành phố Thử"
        session.flush()
        assert city_name(session) == "Thành phố Thử"
        part.rollback()
        assert city_name(session) == name


def test_statements_over_many_rows_count_as_changes(site: Flask) -> None:
    name = name_now(site)
    top = Unit.parent_id.is_(None)
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Unit).where(top).values(name="Thành phố Thử"))
    assert name_now(site) == "Thành phố Thử"
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Unit).where(top).values(name=name))
    assert name_now(site) == name


def test_a_day_off_moves_deadlines_at_once(site: Flask) -> None:
    day = next(day for ahead in range(40, 90) if (day := clock.today() + timedelta(days=ahead)).weekday() == 2)
    with site.app_context(), work(SYSTEM) as session:
        city = session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)))
        present = calendar_of(session, None).is_working_day(day)
        session.add(DayOverride(unit_id=city, day=day, working=not present, reason="Thử", source="Thử"))
    with site.app_context(), work(SYSTEM) as session:
        assert calendar_of(session, None).is_working_day(day) is not present


def test_what_is_written_past_the_house_is_noticed_in_time(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    name = name_now(site)
    with site.app_context(), work(SYSTEM) as session:
        session.execute(text("UPDATE core_unit SET name = 'Thành phố Thử' WHERE parent_id IS NULL"))
    assert name_now(site) == name, "nobody has said so"
    monkeypatch.setattr(standing, "LONGEST", 0)
    assert name_now(site) == "Thành phố Thử"
    with site.app_context(), work(SYSTEM) as session:
        session.execute(text("UPDATE core_unit SET name = :name WHERE parent_id IS NULL"), {"name": name})


def test_everybody_has_his_own_posts(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        people = list(session.scalars(select(User).where(User.login.in_(("canbo", "lanhdao")))))
        one, other = (principal_of(session, user, clock.today()) for user in people)
        assert (one.user_id, other.user_id) == tuple(user.id for user in people) and one.grants != other.grants
        assert principal_of(session, people[0], clock.today()).grants == one.grants
