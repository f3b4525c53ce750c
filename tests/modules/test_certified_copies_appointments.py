"""Somebody books an hour from home, keeps the code, comes or does not; the last place goes to one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.people import Unit
from app.data.task import Task
from app.engine.access import SYSTEM
from app.engine.work import rehearsal, work
from modules.certified_copies.models import Copy
from modules.certified_copies.reception import booking, hours, places
from modules.certified_copies.reception.appointments import Appointment, Standing, close_missed
from modules.certified_copies.reception.hours import BookingHours
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.reception.visits import Visit

HERE, PUBLIC = "/certified_copies/appointments", "/dat-lich"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booking, "BOOKINGS_PER_MINUTE", 1000)


@pytest.fixture
def ward(rows: Any) -> int:
    found = rows.scalar(select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)))
    rows.rollback()
    return found


@pytest.fixture
def offered(site: Flask, rows: Any, ward: int) -> list[hours.Slot]:
    with site.app_context(), rehearsal(SYSTEM) as session:
        found = hours.coming(session, ward)
    assert len(found) > 20, "five working days of five hours, and a Saturday"
    return found


def form(rows: Any, slot: hours.Slot, **more: str) -> dict[str, str]:
    paper = rows.scalar(select(PaperType.id).where(PaperType.copyable).limit(1))
    words = {"unit": "27004", "begins": slot.begins.isoformat(), "requester": "Trần Thị Hẹn Trước"}
    return words | {"phone": "0912 000 111", "paper_type_id": str(paper), "originals": "2"} | more


def send(browse: Any, path: str, words: dict[str, str] | None = None) -> Any:
    return browse("").post(path, words or {}, page=PUBLIC)


def left(site: Flask, ward: int, slot: hours.Slot) -> int:
    with site.app_context(), rehearsal(SYSTEM) as session:
        return next((many for one, many in places.free(session, ward, [slot])), 0)


def test_who_books_gets_a_code_and_is_received_with_it(
    site: Flask, rows: Any, browse: Any, ward: int, offered: list[hours.Slot]
) -> None:
    before = left(site, ward, offered[8])
    answer = send(browse, PUBLIC, form(rows, offered[8]))
    assert answer.status_code == 303
    page = browse("").get(answer.location)
    assert "Lịch hẹn của bạn" in page.text and "Trần Thị Hẹn Trước" not in page.text, "a code tells no name"
    assert left(site, ward, offered[8]) == before - 1
    rows.rollback()
    made = rows.scalar(select(Appointment).where(Appointment.requester == "Trần Thị Hẹn Trước"))
    task = rows.scalar(select(Task).where(Task.resource == "certified_copies.appointments", Task.row_id == made.id))
    assert task.number == made.number, "the desk opens it from its work by this number"
    clerk, path = browse("motcua"), f"{HERE}/{made.id}/steps/arrive"
    answer_at_desk = clerk.post(path, {"version": clerk.version(path)})
    rows.rollback()
    visit = rows.get(Visit, rows.get(Appointment, made.id).visit_id)
    assert answer_at_desk.location == f"/certified_copies/visits/{visit.id}", "the work goes on with the visit"
    over = clerk.get(path)
    assert (over.status_code, over.location) == (303, f"{HERE}/{made.id}"), "no form for a step that is over"
    assert "bước này không còn thực hiện được" in clerk.get(over.location).text
    assert visit.requester == made.requester and visit.phone == "0912000111"
    assert len(rows.scalars(select(Copy).where(Copy.visit_id == visit.id)).all()) == 2
    assert send(browse, f"{answer.location}/huy").status_code == 303
    rows.rollback()
    assert rows.get(Appointment, made.id).state is Standing.ARRIVED, "who has come cancels no more"


def test_the_desk_finds_an_appointment_by_the_code_that_is_shown(
    rows: Any, browse: Any, offered: list[hours.Slot]
) -> None:
    booked = form(rows, offered[9], requester="Lê Văn Có Mã", phone="0912000777")
    code = send(browse, PUBLIC, booked).location.rsplit("/", 1)[-1]
    clerk = browse("motcua")
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", "%20")):
        assert "Lê Văn Có Mã" in clerk.get(f"{HERE}?q={typed}").text, typed
        assert "Lê Văn Có Mã" in clerk.client.get(f"/palette?q={typed}").text, typed
    other = ("1" if code[0] != "1" else "2") + code[1:]
    assert "Lê Văn Có Mã" not in clerk.get(f"{HERE}?q={other}").text
    assert "Lê Văn Có Mã" not in browse("kho").client.get(f"/palette?q={code}").text


def test_a_cancelled_place_is_offered_again(
    site: Flask, rows: Any, browse: Any, ward: int, offered: list[hours.Slot]
) -> None:
    before = left(site, ward, offered[9])
    answer = send(browse, PUBLIC, form(rows, offered[9], requester="Lý Hủy"))
    for _twice in range(2):
        assert send(browse, f"{answer.location}/huy").status_code == 303
    assert left(site, ward, offered[9]) == before, "given back once, however often it is asked"
    assert "Đã hủy hẹn" in browse("").get(answer.location).text


def test_the_last_place_goes_to_one(site: Flask, ward: int, rows: Any, offered: list[hours.Slot]) -> None:
    slot, paper = offered[-1], rows.scalar(select(PaperType.id).where(PaperType.copyable).limit(1))
    rows.rollback()

    def book(at: int) -> bool:
        words = {"requester": f"Người {at}", "phone": f"09080000{at:02d}", "paper_type_id": paper}
        with site.app_context():
            try:
                with work(SYSTEM) as session:
                    Appointment.book(session, ward, slot.begins, **words)
            except ValueError:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(book, range(12))) == slot.places
    assert left(site, ward, slot) == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"requester": "  "}, "Hãy nhập họ tên."),
        ({"phone": "12"}, "số điện thoại Việt Nam"),
        ({"originals": "²"}, "Số bản chính từ 1 đến 20."),
        ({"originals": "999999999999"}, "Số bản chính từ 1 đến 20."),
        ({"begins": "hôm nay"}, "Hãy chọn ngày và giờ."),
        ({"begins": "2020-01-01T08:00:00+07:00"}, "Khung giờ này không nhận hẹn"),
        ({"begins": "2020-01-01T08:00:00"}, "Hãy chọn loại giấy tờ, ngày và giờ."),
        ({"paper_type_id": "-1"}, "Hãy chọn loại giấy tờ"),
        ({"unit": "99999"}, "Hãy chọn phường, xã."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    rows: Any, browse: Any, offered: list[hours.Slot], wrong: dict[str, str], sentence: str
) -> None:
    answer = send(browse, PUBLIC, form(rows, offered[10]) | wrong)
    assert answer.status_code == 422 and sentence in answer.text
    if "unit" not in wrong and "requester" not in wrong:
        assert 'value="Trần Thị Hẹn Trước"' in answer.text


def test_one_number_does_not_take_all_places(rows: Any, browse: Any, offered: list[hours.Slot]) -> None:
    answers = [send(browse, PUBLIC, form(rows, offered[at], phone="0987654321")) for at in range(11, 15)]
    assert [one.status_code for one in answers] == [303, 303, 303, 422]
    assert "nhiều nhất 3 lịch hẹn" in answers[-1].text


def test_no_hour_on_a_holiday_or_in_the_past(site: Flask, ward: int) -> None:
    with site.app_context(), rehearsal(SYSTEM) as session:
        days = [clock.today() + timedelta(days=at) for at in range(400)]
        found = {slot.begins.date() for slot in hours.slots(session, ward, days)}
    assert not [day for day in found if (day.month, day.day) in {(1, 1), (4, 30), (5, 1), (9, 2)}]
    assert not [day for day in found if day.weekday() == 6]


def test_who_did_not_come_is_noted_in_the_evening(
    site: Flask, rows: Any, browse: Any, offered: list[hours.Slot]
) -> None:
    assert send(browse, PUBLIC, form(rows, offered[0], requester="Quên Hẹn")).status_code == 303
    with clock.frozen(offered[0].ends + timedelta(hours=2)), site.app_context(), work(SYSTEM) as session:
        assert list(close_missed(session))
    rows.rollback()
    missed = rows.scalar(select(Appointment).where(Appointment.requester == "Quên Hẹn"))
    assert missed.state is Standing.NO_SHOW
    where = (Task.resource == "certified_copies.appointments", Task.row_id == missed.id)
    assert not rows.scalars(select(Task).where(*where, Task.closed_at.is_(None))).all()


def test_overlapping_hours_are_refused(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    row = rows.scalar(select(BookingHours).where(BookingHours.unit_id == ward).limit(1))
    words = {"version": "0", "weekday": row.weekday.value, "opens": "08:30", "closes": "8:45", "places": "1"}
    answer = browse("lanhdao").post(
        "/certified_copies/booking-hours/new", words | {"source": "Quy chế", "valid_from": "01/01/2026"}
    )
    assert answer.status_code == 422 and ("Trùng với khung giờ" in answer.text or "15:00" in answer.text)


def test_an_unknown_code_is_told_like_a_wrong_one(browse: Any) -> None:
    answers = [browse("").get(f"{PUBLIC}/{code}") for code in ("ABCD-EFGH-JKLM", "x", "²" * 30)]
    assert {answer.status_code for answer in answers} == {404}
    assert {"Không có lịch hẹn với mã này" in answer.text for answer in answers} == {True}


def test_one_network_books_so_many_a_minute(
    rows: Any, browse: Any, offered: list[hours.Slot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking, "BOOKINGS_PER_MINUTE", 0)
    answer = send(browse, PUBLIC, form(rows, offered[20]))
    assert answer.status_code == 422 and "Hãy chờ một phút" in answer.text
