"""What stands beside a record: messages, names, notes, promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.data import clock
from app.data.messages import Activity, Notice
from app.data.people import User
from app.web.stream import with_names

RECORD = "/equipment/requests/1"


def notices(rows: Any, login: str) -> list[str]:
    rows.rollback()
    return list(rows.scalars(select(Notice.body).join(User, User.id == Notice.user_id).where(User.login == login)))


def test_a_mention_becomes_a_name_and_a_notice(rows: Any, browse: Any) -> None:
    canbo = browse("canbo")
    canbo.post(f"{RECORD}/messages", {"body": "Nhờ @lanhdao xem giúp <b>báo giá</b>, gửi về a@lanhdao.vn"})
    page = canbo.get(RECORD).text
    assert '<span class="mention">@' in page
    assert "&lt;b&gt;báo giá&lt;/b&gt;" in page
    assert "a@lanhdao.vn" in page
    assert any("nhắc" in body for body in notices(rows, "lanhdao"))


def test_who_cannot_open_a_record_is_not_called_to_it(rows: Any, browse: Any) -> None:
    canbo, other = browse("canbo"), rows.scalar(select(User.id).where(User.login == "canbo2"))
    before = notices(rows, "canbo2")
    page = canbo.post(f"{RECORD}/messages", {"body": "Nhờ @canbo2 xem giúp"})
    assert "không mở được hồ sơ này" in canbo.get(page.location).text
    form = {"summary": "Gọi lại", "due_on": clock.today().strftime("%d/%m/%Y"), "owner_id": str(other)}
    page = canbo.post(f"{RECORD}/activities", form)
    assert "không mở được hồ sơ này" in canbo.get(page.location).text
    assert notices(rows, "canbo2") == before


@given(st.text(max_size=80))
def test_no_text_becomes_a_tag(body: str) -> None:
    people = {"kho": User(login="kho", name="<Nguyễn & Kho>")}
    shown = str(with_names(f"{body} @kho", people)).replace("<br>", "").replace('<span class="mention">', "")
    assert "<" not in shown.replace("</span>", "")


def test_the_people_an_at_offers_are_found_without_marks_own_unit_first(browse: Any) -> None:
    found = browse("canbo").get(f"{RECORD}/mention?q=nguyen").json
    assert found
    assert all({"login", "name", "unit"} == set(one) for one in found)
    assert any(one["login"] == "lanhdao" for one in browse("canbo").get(f"{RECORD}/mention?q=lanh").json)


def test_an_at_offers_nobody_who_cannot_open_the_record(browse: Any) -> None:
    offered = browse("canbo").get(f"{RECORD}/mention?q=lanhdao").json
    assert [one["login"] for one in offered] == ["lanhdao"], "lanhdao2 leads another ward"
    assert browse("canbo2").get(f"{RECORD}/mention?q=lanh").status_code == 404


def test_a_promise_for_a_colleague_reaches_him_and_is_ticked_off(rows: Any, browse: Any) -> None:
    head = rows.scalar(select(User.id).where(User.login == "lanhdao"))
    rows.rollback()
    day = clock.today() + timedelta(days=1)
    canbo = browse("canbo")
    form = {"summary": "Gọi lại nhà cung cấp", "due_on": day.strftime("%d/%m/%Y"), "owner_id": str(head)}
    answer = canbo.post(f"{RECORD}/activities", form)
    assert "stream=activities" in answer.location
    assert any("Gọi lại nhà cung cấp" in body for body in notices(rows, "lanhdao"))
    assert "Gọi lại nhà cung cấp" in browse("lanhdao").get("/").text
    number = rows.scalar(select(Activity.id).where(Activity.summary == "Gọi lại nhà cung cấp"))
    rows.rollback()
    browse("lanhdao").post(f"{RECORD}/activities/{number}/done", {})
    page = canbo.get(f"{RECORD}?stream=activities").text
    assert "Đã xong: Gọi lại nhà cung cấp" in page
    for wrong in ({"summary": ""}, {"due_on": "31/02/2026"}, {"owner_id": "999999"}):
        canbo.post(f"{RECORD}/activities", form | wrong)
    rows.rollback()
    assert len(list(rows.scalars(select(Activity.id).where(Activity.done_at.is_(None), Activity.row_id == 1)))) == 0


def test_notes_stay_in_the_unit(browse: Any) -> None:
    canbo = browse("canbo")
    canbo.post(f"{RECORD}/messages", {"body": "Chỉ nội bộ phường đọc", "internal": "1"})
    assert "Chỉ nội bộ phường đọc" in canbo.get(f"{RECORD}?stream=notes").text
    assert "Chỉ nội bộ phường đọc" not in browse("sokhcn").client.get(RECORD).text
    assert "Chỉ nội bộ phường đọc" not in canbo.get(f"{RECORD}?stream=history").text


def test_an_activity_with_a_wrong_day_keeps_what_was_typed(browse: Any) -> None:
    browser = browse("canbo")
    answer = browser.post(f"{RECORD}/activities", {"summary": "Gọi ba báo giá", "due_on": "30/02/2026"})
    page = browser.get(answer.location.split("#")[0]).text
    assert "Không có ngày 30/02/2026" in page
    assert 'value="Gọi ba báo giá"' in page
    assert 'value="30/02/2026"' in page
