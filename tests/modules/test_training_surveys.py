"""Units are told of a survey on the day on which it opens, once, in the house and by mail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.messages import Notice
from app.data.people import User
from app.engine.access import SYSTEM
from app.engine.work import later, work
from modules.training.planning.surveys import Survey
from tests.filled import form_of
from tests.modules.test_training_joining import run_jobs
from tests.modules.test_training_letters import Inbox, inbox

__all__ = ["inbox"]
NEW = "/training/surveys/new"


def test_officers_and_heads_are_told_once_that_a_survey_is_open(
    rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    rows.execute(User.__table__.update().where(User.login == "canbo").values(email="canbo@phuong.example"))
    rows.commit()
    today = clock.today()
    number = _survey(rows, browse, today, "Khảo sát mở hôm nay")
    run_jobs(site, "training.ask_units")
    told = _told(rows, number)
    assert {"canbo", "lanhdao"} <= set(told) and len(told) == len(set(told))
    assert not {"dieuphoi", "giangvien"} & set(told)
    run_jobs(site, "training.post_survey")
    letter = next(one for one in inbox.letters if one["To"] == "canbo@phuong.example")
    assert "Khảo sát mở hôm nay" in letter["Subject"]
    address = re.search(r"https?://[^/\s]+(/\S+)", letter.get_content())[1]
    assert "Khảo sát mở hôm nay" in browse("canbo").get(address).text  # the letter leads to what it asks for
    browser, page = browse("dieuphoi"), f"/training/surveys/{number}/edit"
    browser.post(page, form_of(browser.get(page).text, page) | {"note": "Gia hạn"})
    run_jobs(site, "training.ask_units")
    assert _told(rows, number) == told


def test_of_a_survey_that_opens_later_one_is_told_on_its_morning(rows: Any, browse: Any, site: Flask) -> None:
    day = clock.today() + timedelta(days=3)
    number = _survey(rows, browse, day, "Khảo sát mở sau")
    run_jobs(site, "training.ask_units")
    assert _told(rows, number) == []
    with clock.frozen(clock.now() + timedelta(days=3)):
        with site.app_context(), work(SYSTEM) as session:
            later(session, "training.ask_units")
        run_jobs(site, "training.ask_units")
    assert "canbo" in _told(rows, number)


def _survey(rows: Any, browse: Any, day: Any, name: str) -> int:
    coordinator = browse("dieuphoi")
    days = {"opens_on": day.isoformat(), "closes_on": (day + timedelta(days=9)).isoformat()}
    answer = coordinator.post(NEW, form_of(coordinator.get(NEW).text, NEW) | {"name": name, "year": "2030"} | days)
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return int(rows.scalar(select(Survey.id).where(Survey.name == name)))


def _told(rows: Any, number: int) -> list[str]:
    rows.rollback()
    where = (Notice.resource == "training.surveys", Notice.row_id == number)
    found = list(rows.scalars(select(User.login).join(Notice, Notice.user_id == User.id).where(*where)))
    rows.rollback()
    return sorted(found)
