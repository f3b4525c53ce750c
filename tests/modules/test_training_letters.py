"""Invitations, moves, cancellations and reminders: by mail with a calendar that programs take in, and in the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from app.data import clock
from app.data.messages import Notice
from app.engine import mail
from app.engine.access import SYSTEM
from app.engine.work import later, work
from modules.training.catalogue.people import Trainee
from modules.training.catalogue.trainers import Trainer
from modules.training.catalogue.venues import Room
from modules.training.joining.enrolments import Place
from modules.training.timetable.lessons import Held, Lesson
from tests.filled import form_of
from tests.modules.test_training_calendar import working
from tests.modules.test_training_joining import enter, make_class, of, run_jobs, seat, step
from tests.servers import free_port


class Inbox:
    """What a relay has taken."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def events(self) -> list[tuple[str, str, int, str]]:
        """Method, UID, SEQUENCE and STATUS of each calendar that has come."""
        found = []
        for letter in self.letters:
            for part in letter.iter_attachments():
                book = Calendar.from_ical(
                    part.get_content() if isinstance(part.get_content(), str) else part.get_content().decode()
                )
                (event,) = book.walk("VEVENT")
                assert part["Content-Type"].params["method"] == book["METHOD"]
                assert event["ATTENDEE"] == f"mailto:{letter['To']}"
                found.append((str(book["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])))
        return found


@pytest.fixture
def inbox(site: Flask) -> Iterator[Inbox]:
    found = Inbox()
    relay = Controller(found, hostname="127.0.0.1", port=free_port())
    relay.start()
    mail.relay["url"] = f"smtp://127.0.0.1:{relay.port}"
    yield found
    mail.relay["url"] = ""
    relay.stop()


def learner(rows: Any) -> Trainee:
    rows.rollback()
    return rows.scalars(select(Trainee).where(Trainee.email == "motcua@phuong.example")).one()


def deliver(site: Flask) -> None:
    run_jobs(site, "training.announce", "training.remind", "training.fill")
    run_jobs(site, "training.post", "training.brief")
    run_jobs(site, "training.post_brief")


def test_an_invitation_is_taken_in_moved_and_cancelled_by_a_calendar(
    rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    cohort, who = make_class(rows, "TM-1"), learner(rows)
    row = seat(rows, cohort, who, Place.NOMINATED).id
    assert step(browse("lanhdao"), row, "approve").status_code == 303
    deliver(site)
    (letter,) = inbox.letters
    assert letter["To"] == who.email and "/training/mine/" in letter.get_body().get_content()
    assert f"để điểm danh bằng điện thoại tại lớp: {who.code}." in letter.get_body().get_content()
    rows.rollback()
    lesson = rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort.id)).one()
    uid = inbox.events()[0][1]
    assert inbox.events() == [("REQUEST", uid, 0, "CONFIRMED")]
    with site.app_context(), work(SYSTEM) as session:
        moved = session.get_one(Lesson, lesson.id)
        moved.accepted = "thử"
        day = moved.day
        while True:
            day += timedelta(days=1)
            try:
                moved.move(day, "09:00")
                break
            except ValueError:
                continue
    deliver(site)
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(Lesson, lesson.id).cancel()
    deliver(site)
    (_first, second, third) = inbox.events()
    assert (second[:2], third[:2]) == (("REQUEST", uid), ("CANCEL", uid))
    assert 0 < second[2] < third[2] and third[3] == "CANCELLED"
    rows.rollback()
    bodies = rows.scalars(select(Notice.body).where(Notice.user_id == who.user_id, Notice.row_id == lesson.id)).all()
    assert any("đã hủy" in one for one in bodies)


def test_a_trainee_answers_his_invitation_himself_and_may_decline_later(
    rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    cohort, who = make_class(rows, "TL-1"), learner(rows)
    row = seat(rows, cohort, who, Place.INVITED).id
    trainee, page = browse("motcua"), f"/training/mine/enrolment/{row}"
    assert browse("hocvien").post(f"{page}/confirm", {}).status_code == 404
    assert trainee.post(f"{page}/confirm", {}).status_code == 303
    assert of(rows, cohort, who).state is Place.CONFIRMED
    trainee.post(f"{page}/decline", {})
    said = trainee.get("/training/mine/").text
    assert "Hãy ghi lý do không dự được." in said and "Tôi không dự được nữa" in said
    assert trainee.post(f"{page}/decline", {"reason": "Trực tiếp dân"}).status_code == 303
    assert of(rows, cohort, who).state is Place.DECLINED
    deliver(site)
    assert [event[0] for event in inbox.events()] == ["CANCEL"]


def test_who_has_nominated_is_told_by_name_who_comes(rows: Any, browse: Any) -> None:
    cohort, who = make_class(rows, "TL-2"), learner(rows)
    officer = browse("canbo")
    assert enter(officer, cohort, who).status_code == 303
    row = of(rows, cohort, who)
    row.state = Place.INVITED
    rows.commit()
    assert browse("motcua").post(f"/training/mine/enrolment/{row.id}/confirm", {}).status_code == 303
    assert f"{who.name}: Xác nhận tham dự, {who.name}" in officer.get("/notifications").text


def change(browser: Any, lesson: int, **typed: str) -> None:
    """Change a lesson by its form."""
    page = f"/training/lessons/{lesson}/edit"
    form = form_of(browser.get(page).text, page) | {"accepted": "thử"}
    assert browser.post(page, form | typed).status_code == 303


def test_a_new_room_or_trainer_of_an_announced_lesson_is_told_and_raises_its_number(
    rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    cohort, who = make_class(rows, "TP-1"), learner(rows)
    seat(rows, cohort, who)
    lesson = rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort.id)).one()
    number, changes, shift = lesson.id, lesson.changes, working(rows, 150) - lesson.day
    lesson.day, lesson.starts_at, lesson.ends_at = lesson.day + shift, lesson.starts_at + shift, lesson.ends_at + shift
    rows.commit()
    room = rows.scalars(select(Room).where(Room.seats >= cohort.seats).order_by(Room.id.desc())).first()
    trainer = rows.scalars(select(Trainer).order_by(Trainer.id.desc())).first()
    coordinator = browse("dieuphoi")
    change(coordinator, number, title="Buổi mở đầu")  # a word of its title is worth no letter
    deliver(site)
    assert inbox.letters == []
    change(coordinator, number, room_id=str(room.id))
    change(coordinator, number, trainer_id=str(trainer.id))
    deliver(site)
    (letter,) = inbox.letters  # of two changes at once the last letter tells both
    said = letter.get_body().get_content()
    assert "(phòng học, giảng viên)" in said and room.name in said and f"Giảng viên: {trainer.name}" in said
    assert "Thay đổi buổi học lớp" in letter["Subject"]
    ((method, _uid, sequence, status),) = inbox.events()
    assert (method, sequence, status) == ("REQUEST", changes + 2, "CONFIRMED")
    change(coordinator, number, online_at="https://hop.example/tp-1")
    deliver(site)
    assert "(đường dẫn trực tuyến)" in inbox.letters[1].get_body().get_content()
    rows.rollback()
    mine = (Notice.user_id == who.user_id, Notice.row_id == number, Notice.resource == "training.lessons")
    bodies = list(rows.scalars(select(Notice.body).where(*mine).order_by(Notice.id)))
    assert [re.search(r"\(([^)]*)\)", one.partition("thay đổi")[2])[1] for one in bodies] == [
        "phòng học",
        "giảng viên",
        "đường dẫn trực tuyến",
    ]
    assert room.name in bodies[0]


def test_what_has_been_held_is_put_right_without_a_letter(rows: Any, browse: Any, site: Flask, inbox: Inbox) -> None:
    cohort, who = make_class(rows, "TP-2"), learner(rows)
    seat(rows, cohort, who)
    lesson = rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort.id)).one()
    lesson.day, lesson.became = clock.today() - timedelta(days=3), Held.HELD
    lesson.starts_at, lesson.ends_at = clock.now() - timedelta(days=3), clock.now() - timedelta(days=3, hours=-3)
    number = lesson.id
    trainer = rows.scalars(select(Trainer.id).order_by(Trainer.id.desc())).first()
    rows.commit()
    change(browse("dieuphoi"), number, trainer_id=str(trainer))
    deliver(site)
    rows.rollback()
    assert rows.get(Lesson, number).trainer_id == trainer and inbox.letters == []


def test_reminders_come_a_week_and_a_day_before_once(rows: Any, site: Flask, inbox: Inbox) -> None:
    cohort, who = make_class(rows, "NL-1"), learner(rows)
    seat(rows, cohort, who)
    day = rows.scalars(select(Lesson.day).where(Lesson.cohort_id == cohort.id)).one()
    rows.rollback()
    for days, number in ((8, 0), (7, 1), (7, 1), (3, 1), (1, 2)):
        with clock.frozen(clock.now() + (day - clock.today()) - timedelta(days=days)):
            with site.app_context(), work(SYSTEM) as session:
                later(session, "training.remind")
            deliver(site)
        mine = [one for one in inbox.letters if one["To"] == who.email and cohort.name in one["Subject"]]
        assert len(mine) == number, days
    assert "Nhắc lịch" in mine[0]["Subject"]


def test_who_declines_gets_the_lessons_taken_out_of_his_calendar(
    rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    cohort, who = make_class(rows, "RL-1"), learner(rows)
    row = seat(rows, cohort, who).id
    assert step(browse("canbo"), row, "decline", reason="Bận").status_code == 303
    deliver(site)
    ((method, _uid, _sequence, status),) = inbox.events()
    assert (method, status) == ("CANCEL", "CANCELLED")


def test_a_new_assistant_and_a_trainer_who_is_swapped_out_are_told_by_mail_and_in_the_house(
    rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    cohort = make_class(rows, "GV-1")
    lesson = rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort.id)).one()
    number, shift = lesson.id, working(rows, 41) - lesson.day
    out, new, helper = rows.scalars(select(Trainer).order_by(Trainer.id).limit(3))  # the first one has an account
    lesson.trainer_id, lesson.assistant_id = out.id, None
    lesson.day, lesson.starts_at, lesson.ends_at = lesson.day + shift, lesson.starts_at + shift, lesson.ends_at + shift
    out.email, new.email, helper.email = (f"{one}@so.example" for one in ("cu", "moi", "tro"))
    rows.commit()
    coordinator = browse("dieuphoi")
    change(coordinator, number, trainer_id=str(new.id), assistant_id=str(helper.id))
    deliver(site)
    said = {str(one["To"]): str(one["Subject"]) for one in inbox.letters}
    assert said == {
        "cu@so.example": f"Thôi phân công giảng dạy lớp {cohort.name}",
        "moi@so.example": f"Phân công giảng dạy lớp {cohort.name}",
        "tro@so.example": f"Phân công trợ giảng lớp {cohort.name}",
    }
    methods = {str(one["To"]): event[0] for one, event in zip(inbox.letters, inbox.events(), strict=True)}
    assert methods == {"cu@so.example": "CANCEL", "moi@so.example": "REQUEST", "tro@so.example": "REQUEST"}
    rows.rollback()
    bodies = rows.scalars(select(Notice.body).where(Notice.user_id == out.user_id, Notice.row_id == number)).all()
    assert [one for one in bodies if "không còn được phân công giảng dạy" in one]
    inbox.letters.clear()
    change(coordinator, number, title="Tên khác")
    deliver(site)
    assert inbox.letters == []
    change(coordinator, number, begins="14:00", ends="16:00")
    deliver(site)
    assert {str(one["To"]) for one in inbox.letters} == {"moi@so.example", "tro@so.example"}
    assert all("(thời gian)" in one.get_body().get_content() for one in inbox.letters)
