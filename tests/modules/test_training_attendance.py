"""Checking in: by a code that is soon worth nothing, once, whoever's clock is wrong; or by the trainer's list."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.training.attendance import codes, roll
from modules.training.attendance.presences import Mark, Presence
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import TAKEN, Enrolment
from modules.training.timetable.lessons import Held, Lesson
from tests.filled import form_of


@pytest.fixture
def lesson(rows: Any) -> Lesson:
    """A lesson with trainees, held just now."""
    seats = select(Enrolment.cohort_id).where(Enrolment.state.in_(TAKEN)).group_by(Enrolment.cohort_id)
    planned = select(Lesson.cohort_id).where(Lesson.became != Held.CANCELLED)
    cohort = rows.scalar(seats.where(Enrolment.cohort_id.in_(planned)).order_by(func.count().desc()).limit(1))
    found = rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort).order_by(Lesson.id)).first()
    now = clock.now()
    found.day, found.starts_at, found.ends_at = now.date(), now - timedelta(minutes=5), now + timedelta(hours=3)
    rows.execute(Presence.__table__.delete().where(Presence.lesson_id == found.id))
    rows.commit()
    return found


def seated(rows: Any, lesson: Lesson) -> list[Trainee]:
    where = (Enrolment.cohort_id == lesson.cohort_id, Enrolment.state.in_(TAKEN))
    return list(
        rows.scalars(
            select(Trainee).join(Enrolment, Enrolment.trainee_id == Trainee.id).where(*where).order_by(Trainee.id)
        )
    )


def opened(site: Flask, browser: Any, lesson: Lesson) -> str:
    """Scan the code that stands on the screen now; returns the pass in the page."""
    with site.app_context():
        code = codes.code_of(lesson)
    return re.search(r'name="pass" value="([^"]+)"', browser.get(f"/diem-danh/{lesson.id}/{code}").text)[1]


def test_a_trainee_scans_and_is_there_once(site: Flask, rows: Any, browse: Any, lesson: Lesson) -> None:
    phone, who = browse(), seated(rows, lesson)[0]
    given = opened(site, phone, lesson)
    for _twice in range(2):
        page = f"/diem-danh/{lesson.id}"
        answer = phone.post(page, {"pass": given, "code": who.code.lower()}, page="/sign-in")
        assert f"{who.name}: Có mặt." in answer.text
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Presence).where(Presence.lesson_id == lesson.id)) == 1


def test_an_old_code_is_told(site: Flask, browse: Any, lesson: Lesson) -> None:
    with site.app_context():
        code = codes.code_of(lesson, clock.now() - timedelta(minutes=2))
    answer = browse().get(f"/diem-danh/{lesson.id}/{code}")
    assert answer.status_code == 410
    assert "Mã này đã hết hiệu lực" in answer.text


def test_one_telephone_vouches_for_one_person(site: Flask, rows: Any, browse: Any, lesson: Lesson) -> None:
    phone, people = browse(), seated(rows, lesson)
    given, page = opened(site, phone, lesson), f"/diem-danh/{lesson.id}"
    phone.post(page, {"pass": given, "code": people[0].code}, page="/sign-in")
    answer = phone.post(page, {"pass": given, "code": people[1].code}, page="/sign-in")
    assert answer.status_code == 422
    assert "đã điểm danh cho người khác" in answer.text


def test_what_one_telephone_has_scanned_is_worth_nothing_on_another(
    site: Flask, rows: Any, browse: Any, lesson: Lesson
) -> None:
    given, page = opened(site, browse(), lesson), f"/diem-danh/{lesson.id}"
    stranger, neighbour = browse(), browse()
    opened(site, neighbour, lesson)  # has a pass of its own, and uses that of the first one
    for friend in (stranger, neighbour):
        answer = friend.post(page, {"pass": given, "code": seated(rows, lesson)[0].code}, page="/sign-in")
        assert answer.status_code == 422
        assert "Mã này đã hết hiệu lực" in answer.text
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Presence).where(Presence.lesson_id == lesson.id)) == 0


def test_a_code_of_one_lesson_opens_no_other(site: Flask, rows: Any, browse: Any, lesson: Lesson) -> None:
    other = rows.scalars(select(Lesson).where(Lesson.id != lesson.id, Lesson.became != Held.CANCELLED)).first()
    now = clock.now()
    was = other.day, other.starts_at, other.ends_at
    other.day, other.starts_at, other.ends_at = now.date(), now, now + timedelta(hours=3)
    rows.commit()
    try:
        phone = browse()
        with site.app_context():
            assert phone.get(f"/diem-danh/{other.id}/{codes.code_of(lesson)}").status_code == 410
        replayed = {"pass": opened(site, phone, lesson), "code": seated(rows, other)[0].code}
        answer = phone.post(f"/diem-danh/{other.id}", replayed, page="/sign-in")
        assert answer.status_code == 422 and "Mã này đã hết hiệu lực" in answer.text
    finally:
        rows.rollback()
        other.day, other.starts_at, other.ends_at = was
        rows.commit()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_telephone_whose_clock_is_a_day_off_is_there_at_our_hour(
    site: Flask, rows: Any, browse: Any, lesson: Lesson, days: int
) -> None:
    phone, who = browse(), seated(rows, lesson)[0]
    theirs = (clock.now() + timedelta(days=days)).isoformat()
    typed = {"pass": opened(site, phone, lesson), "code": who.code, "at": theirs, "time": theirs}
    assert phone.post(f"/diem-danh/{lesson.id}", typed, page="/sign-in").status_code == 200
    rows.rollback()
    noted = rows.scalars(select(Presence).where(Presence.lesson_id == lesson.id)).one()
    assert noted.mark is Mark.PRESENT and abs(clock.now() - noted.at) < timedelta(minutes=1)


def test_a_page_that_lost_its_connection_counts_from_the_scan(site: Flask, rows: Any, lesson: Lesson) -> None:
    who = seated(rows, lesson)[0]
    with site.app_context():
        given = codes.pass_for(lesson, codes.code_of(lesson), "máy")
        with clock.frozen(clock.now() + timedelta(minutes=18)):
            at = codes.scanned_at(lesson, given, "máy")
            assert roll.check_in(rows, lesson, who, at, "máy").mark is Mark.PRESENT
        with clock.frozen(clock.now() + timedelta(minutes=25)), pytest.raises(ValueError, match="hết hiệu lực"):
            codes.scanned_at(lesson, given, "máy")
    rows.rollback()


def test_late_and_strangers(site: Flask, rows: Any, lesson: Lesson) -> None:
    who = seated(rows, lesson)[0]
    assert roll.check_in(rows, lesson, who, lesson.starts_at + timedelta(hours=1), "a").mark is Mark.LATE
    sits = select(Enrolment.trainee_id).where(Enrolment.cohort_id == lesson.cohort_id)
    stranger = rows.scalars(select(Trainee).where(Trainee.id.not_in(sits)).order_by(Trainee.id)).first()
    with pytest.raises(ValueError, match=stranger.name):
        roll.check_in(rows, lesson, stranger, clock.now(), "b")
    rows.rollback()


def test_the_trainer_keeps_the_list_and_nobody_else(rows: Any, browse: Any, lesson: Lesson) -> None:
    page, who = f"/training/attendance/{lesson.id}", seated(rows, lesson)[0]
    seat = rows.scalar(
        select(Enrolment.id).where(Enrolment.cohort_id == lesson.cohort_id, Enrolment.trainee_id == who.id)
    )
    coordinator = browse("dieuphoi")
    answer = coordinator.post(page, {f"mark-{seat}": "excused", f"note-{seat}": "Giấy báo ốm"})
    assert answer.status_code == 303
    rows.rollback()
    found = rows.scalar(select(Presence).where(Presence.lesson_id == lesson.id, Presence.enrolment_id == seat))
    assert (found.mark, found.note) == (Mark.EXCUSED, "Giấy báo ốm")
    assert browse("canbo").get(page).status_code == 403
    assert who.name in coordinator.get(page).text


def test_a_mark_that_is_cleared_is_forgotten_and_a_note_needs_one(rows: Any, browse: Any, lesson: Lesson) -> None:
    page, lines = f"/training/attendance/{lesson.id}", roll.roll_of(rows, lesson)
    (seat, other), name = (line.enrolment.id for line in lines[-2:]), lines[-1].enrolment.trainee.name
    coordinator = browse("dieuphoi")
    noted = {f"mark-{seat}": "excused", f"note-{seat}": "Giấy báo ốm", f"mark-{other}": "late"}
    assert coordinator.post(page, noted).status_code == 303
    rows.rollback()

    def there() -> set[int]:
        rows.rollback()
        return set(rows.scalars(select(Presence.enrolment_id).where(Presence.lesson_id == lesson.id)))

    assert {seat, other} <= there()
    form = form_of(coordinator.get(page).text, page)
    coordinator.post(page, form | {f"mark-{seat}": ""})
    assert seat not in there() and other in there()
    form = form_of(coordinator.get(page).text, page) | {f"mark-{other}": "", f"note-{other}": "Về sớm"}
    answer = coordinator.post(page, form)
    assert f"{name}: hãy chọn kết quả điểm danh" in answer.text and other in there()


def test_what_was_typed_on_the_list_is_not_lost_with_a_line_that_is_refused(
    rows: Any, browse: Any, lesson: Lesson
) -> None:
    page, lines = f"/training/attendance/{lesson.id}", roll.roll_of(rows, lesson)
    one, two = (line.enrolment.id for line in lines[-2:])
    coordinator = browse("dieuphoi")
    typed = {f"mark-{one}": "excused", f"note-{one}": "Giấy báo ốm", f"note-{two}": "Về sớm"}
    answer = coordinator.post(page, form_of(coordinator.get(page).text, page) | typed)
    assert answer.status_code == 422
    form = form_of(answer.text, page)
    assert typed.items() <= form.items()
    assert coordinator.post(page, form | {f"mark-{two}": "late"}).status_code == 303
    rows.rollback()
    noted = select(Presence.enrolment_id, Presence.mark, Presence.note).where(Presence.lesson_id == lesson.id)
    marks = {enrolment: (mark, said) for enrolment, mark, said in rows.execute(noted)}
    assert marks == {one: (Mark.EXCUSED, "Giấy báo ốm"), two: (Mark.LATE, "Về sớm")}


def test_a_list_that_was_open_while_others_checked_in_overwrites_none_of_them(
    site: Flask, rows: Any, browse: Any, lesson: Lesson
) -> None:
    page, (one, other, third) = f"/training/attendance/{lesson.id}", seated(rows, lesson)[:3]
    coordinator = browse("dieuphoi")
    form = form_of(coordinator.get(page).text, page)
    with site.app_context():
        for who, minutes in ((one, 90), (other, 0)):
            at = clock.now() + timedelta(minutes=minutes)
            with work(SYSTEM) as session:
                roll.check_in(session, session.get_one(Lesson, lesson.id), who, at, f"máy {who.id}")
    said = {line.enrolment.trainee_id: f"mark-{line.enrolment.id}" for line in roll.roll_of(rows, lesson)}
    assert coordinator.post(page, form | {said[other.id]: "excused", "rest": "present"}).status_code == 303
    rows.rollback()
    marks = {line.enrolment.trainee_id: line.presence.mark for line in roll.roll_of(rows, lesson)}
    assert marks[one.id] is Mark.LATE, "the telephone has told it while the list was open"
    assert marks[other.id] is Mark.EXCUSED, "what is changed by hand has the last word"
    assert marks[third.id] is Mark.PRESENT


def test_forty_at_once_are_all_there(site: Flask, rows: Any, lesson: Lesson) -> None:
    people = [one.id for one in seated(rows, lesson)]

    def arrive(number: int) -> None:
        from app.data.base import db
        from app.engine.access import SYSTEM
        from app.engine.work import work

        with site.app_context(), work(SYSTEM) as session:
            trainee = session.get_one(Trainee, people[number % len(people)])
            roll.check_in(
                session, session.get_one(Lesson, lesson.id), trainee, clock.now(), f"máy {number % len(people)}"
            )
            db.session.flush()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(arrive, range(2 * len(people))))
    rows.rollback()
    there = select(func.count()).select_from(Presence).where(Presence.lesson_id == lesson.id)
    assert rows.scalar(there) == len(people)


def test_the_sheet_to_sign_is_of_the_day_of_the_lesson_and_has_no_number(
    rows: Any, browse: Any, lesson: Lesson
) -> None:
    lesson.day -= timedelta(days=3)
    day = lesson.day
    rows.commit()
    pdf = browse("dieuphoi").get(f"/training/lessons/{lesson.id}/print/danh-sach.pdf").data
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True
    ).stdout.decode()
    assert re.search(f"Minh, ngày {day:%d} tháng 0?{day.month} năm {day.year}", told)
    assert "Số:" not in told
