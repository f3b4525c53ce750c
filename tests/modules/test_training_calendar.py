"""The calendar and its feeds: lessons are moved, repeated and cancelled, and every calendar program says the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.format import format_day
from app.engine.hours import calendar_of
from modules.training.catalogue.venues import Closure
from modules.training.timetable import calendar
from modules.training.timetable.cohorts import Cohort
from modules.training.timetable.lessons import Held, Lesson
from tests.module_case import _count

HERE = "/training/calendar"


def working(rows: Any, after: int) -> date:
    day = clock.today() + timedelta(days=after)
    while not calendar_of(rows, None).is_working_day(day):
        day += timedelta(days=1)
    return day


@pytest.fixture
def lesson(rows: Any) -> Lesson:
    """A lesson that is still to be held."""
    found = select(Lesson).where(Lesson.became == Held.PLANNED, Lesson.day > clock.today()).order_by(Lesson.id.desc())
    return rows.scalars(found).first()


def moved(browser: Any, lesson_id: int, version: int, day: date) -> Any:
    form = {"version": str(version), "day": format_day(day), "begins": "8h"}
    return browser.post(f"{HERE}/{lesson_id}/move", form)


def test_of_two_who_move_a_lesson_at_once_the_second_is_told(rows: Any, browse: Any, lesson: Lesson) -> None:
    number, version, changes = lesson.id, lesson.version, lesson.changes
    day = working(rows, 100)
    assert moved(browse("dieuphoi"), number, version, day).status_code == 303
    answer = moved(browse("dieuphoi"), number, version, day + timedelta(days=7))
    assert answer.status_code == 422
    assert "Người khác vừa đổi giờ buổi này" in answer.text or "đã đổi" in answer.text
    rows.rollback()
    found = rows.get_one(Lesson, number)
    assert (found.day, found.begins, found.changes) == (day, "08:00", changes + 1)


def test_a_lesson_is_repeated_over_all_weeks_or_none(rows: Any, browse: Any, lesson: Lesson) -> None:
    number, cohort, title = lesson.id, lesson.cohort_id, lesson.title
    day = working(rows, 200)
    assert moved(browse("dieuphoi"), number, lesson.version, day).status_code == 303

    def held() -> int:
        rows.rollback()
        return len(list(rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort, Lesson.title == title))))

    before = held()
    browse("dieuphoi").post(f"{HERE}/{number}/repeat", {"weeks": "2"})
    assert held() == before + 2
    # The second of three weeks is taken by the repetition itself: nothing is added.
    answer = browse("dieuphoi")
    answer.post(f"{HERE}/{number}/repeat", {"weeks": "3"})
    assert "bad" in answer.get(f"{HERE}/{number}/move").text
    assert held() == before + 2


def test_a_room_closed_after_booking_tells_of_its_lessons(rows: Any, browse: Any) -> None:
    where = (Lesson.became == Held.PLANNED, Lesson.day > clock.today(), Lesson.room_id.is_not(None))
    lesson = rows.scalars(select(Lesson).where(*where).order_by(Lesson.id)).first()
    title, day, room = lesson.title, lesson.day, lesson.room_id
    closed = Closure(unit_id=lesson.unit_id, room_id=room, first_day=day, last_day=day, reason="Sửa mái")
    rows.add(closed)
    rows.commit()
    coordinator = browse("dieuphoi")
    page = coordinator.get(f"/training/closures/{closed.id}").text
    assert title in page
    assert f"{HERE}/{lesson.id}/move" in page
    shown = coordinator.get(f"{HERE}/?day={day.isoformat()}").text
    assert "đóng cửa: Sửa mái" in shown


def test_a_month_takes_the_same_number_of_queries_however_full(site: Flask, rows: Any, lesson: Lesson) -> None:
    day = working(rows, 300).replace(day=1)

    def look() -> None:
        rows.expire_all()
        calendar.weeks_of_month(rows, day, set())

    with site.app_context():
        look()
        few = _count(site, look)
        for number in range(40):
            copy = lesson.repeated(1)[0]
            copy.day, copy.became = day + timedelta(days=number % 20), Held.PLANNED
            copy.starts_at = clock.begin_of(copy.day) + timedelta(hours=8)
            copy.ends_at = copy.starts_at + timedelta(hours=3)
            rows.add(copy)
        rows.flush()
        assert _count(site, look) <= few + 1  # an empty month has nobody to count
        shown = [entry for week in calendar.weeks_of_month(rows, day, set()) for one in week for entry in one.entries]
        assert len(shown) >= 40
        assert any(entry.quarrels for entry in shown)
    rows.rollback()


def feed_of(site: Flask, browser: Any, form: dict[str, str]) -> str:
    page = browser.post("/training/feed", form).text
    return "/lich/" + re.search(r"/lich/([\w-]+\.ics)", page)[1]


def events(site: Flask, path: str) -> tuple[icalendar.Calendar, dict[str, Any]]:
    answer = site.test_client().get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    book = icalendar.Calendar.from_ical(answer.data)
    return book, {str(one["uid"]): one for one in book.walk("VEVENT")}


def test_the_feed_of_a_class_says_what_the_calendar_shows(site: Flask, rows: Any, browse: Any, lesson: Lesson) -> None:
    coordinator, cohort = browse("dieuphoi"), lesson.cohort_id
    path = feed_of(site, coordinator, {"cohort": str(cohort)})
    book, found = events(site, path)
    (zone,) = book.walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Ho_Chi_Minh"
    name = rows.get_one(Cohort, cohort).name
    rows_of = list(rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort)))
    assert len(found) == len(rows_of)
    for one in rows_of:
        (event,) = [item for uid, item in found.items() if uid.startswith(f"buoi-{one.id}@")]
        assert event["dtstart"].params["tzid"] == "Asia/Ho_Chi_Minh"
        begins = event["dtstart"].dt
        week = coordinator.get(f"{HERE}/?view=week&day={one.day.isoformat()}").text
        cell = re.search(rf'data-day="{begins:%Y-%m-%d}".*?</td>', week, re.DOTALL)[0]
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell))
        assert f"{begins:%H:%M}" in said
        assert str(event["summary"]) == f"{name}: {one.title}"
        assert name in said
        assert one.title in said
        if one.online_at:  # also where there is a room besides
            assert str(event["url"]) == one.online_at and one.online_at in str(event["description"])
        if one.room_id and "location" in event:
            assert str(event["location"]).split(",")[0] in said


def test_what_is_cancelled_stays_in_the_feed_as_cancelled_with_a_higher_number(
    site: Flask, rows: Any, browse: Any, lesson: Lesson
) -> None:
    coordinator, number = browse("dieuphoi"), lesson.id
    path = feed_of(site, coordinator, {"cohort": str(lesson.cohort_id)})
    before = next(one for uid, one in events(site, path)[1].items() if uid.startswith(f"buoi-{number}@"))
    assert (str(before["status"]), int(before["sequence"])) == ("CONFIRMED", lesson.changes)
    coordinator.post(f"{HERE}/{number}/cancel", {})
    after = next(one for uid, one in events(site, path)[1].items() if uid.startswith(f"buoi-{number}@"))
    assert (str(after["status"]), int(after["sequence"])) == ("CANCELLED", int(before["sequence"]) + 1)
    assert str(after["uid"]) == str(before["uid"])


def test_an_address_taken_back_is_as_unknown_as_one_that_never_was(site: Flask, browse: Any) -> None:
    trainer = browse("giangvien")
    first = feed_of(site, trainer, {})
    assert events(site, first)[1]  # lessons that the trainer teaches
    second = feed_of(site, trainer, {})
    assert site.test_client().get(first).status_code == 404
    assert site.test_client().get(second).status_code == 200
    trainer.post("/training/feed/end", {})
    assert site.test_client().get(second).status_code == 404
    assert site.test_client().get("/lich/khong-co-dia-chi-nay.ics").status_code == 404
    assert trainer.post("/training/feed", {"cohort": "1"}).status_code in (403, 404)  # a class is for coordinators
