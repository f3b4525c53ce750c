"""Two people walk through a ward's rooms with their phones, and the books learn what they saw."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, or_, select, update

from app.data.people import Unit
from app.engine.barcodes import QrCode
from app.engine.demo import OTHER_WARD, WARD
from modules.equipment.models import Asset, Condition, Finding, Outcome, StockTake, TeamMember

HERE = "/equipment/stock-takes"
FORM = {
    "version": "0",
    "title": "Kiểm kê đột xuất",
    "taken_on": "01/03/2024",
    "decision": "9/QĐ-UBND",
    "team-0-name": "Đặng Hoàng Phúc",
    "team-0-duty": "Ủy viên",
}


@pytest.fixture
def taken(rows: Any, browse: Any) -> Iterator[int]:
    """A stock-take in which counting has begun; gone again after the story, with what it did to the books."""
    before = {row.id: (row.place, row.condition) for row in rows.scalars(select(Asset))}
    rows.rollback()
    answer = browse("kho").post(f"{HERE}/new", FORM)
    assert answer.status_code == 303, answer.text
    row = int(answer.location.rsplit("/", 1)[1])
    assert step(browse, "kho", row, "start").status_code == 303
    yield row
    rows.rollback()
    rows.execute(delete(Finding).where(Finding.stock_take_id == row))
    rows.execute(delete(TeamMember).where(TeamMember.stock_take_id == row))
    rows.execute(delete(StockTake).where(StockTake.id == row))
    for asset, (place, condition) in before.items():
        rows.execute(update(Asset).where(Asset.id == asset).values(place=place, condition=condition))
    rows.commit()


def step(browse: Any, login: str, row: int, name: str, **more: str) -> Any:
    browser = browse(login)
    version = browser.version(f"{HERE}/{row}/steps/{name}") or browser.version(f"{HERE}/{row}")
    return browser.post(f"{HERE}/{row}/steps/{name}", {"version": version, **more})


def scan(browser: Any, row: int, code: str, client: str = "a", **more: str) -> Any:
    token = re.search(r'csrf-token" content="([^"]+)"', browser.client.get(f"{HERE}/{row}/count").text)
    assert token
    form = {"csrf_token": token[1], "code": code, "client": client, **more}
    return browser.client.post(f"{HERE}/{row}/count", data=form, headers={"X-Count": "1"})


def findings(rows: Any, row: int) -> list[Finding]:
    rows.rollback()
    rows.expire_all()
    return list(rows.scalars(select(Finding).where(Finding.stock_take_id == row).order_by(Finding.code)))


def test_the_books_wait_to_be_found(rows: Any, taken: int) -> None:
    waiting = findings(rows, taken)
    ward = rows.scalar(select(Unit.id).where(Unit.code == WARD, Unit.valid_to.is_(None)))
    before = [or_(Asset.acquired_on.is_(None), Asset.acquired_on < date(2024, 3, 1))]
    books = rows.scalars(select(Asset.code).where(Asset.unit_id == ward, *before))
    assert sorted(row.code for row in waiting) == sorted(books)
    assert {row.outcome for row in waiting} == {Outcome.WAITING}


def test_a_scan_is_one_tap_and_its_condition_another(rows: Any, browse: Any, taken: int) -> None:
    code, phone = findings(rows, taken)[0].code, browse("kho")
    # The label carries an address; a phone's own camera hands over all of it.
    answer = scan(phone, taken, f"https://motcua.example/tai-san/{code.lower()}")
    assert answer.status_code == 200, answer.text
    assert "Có mặt" in answer.text
    scan(phone, taken, code, condition="broken")
    row = findings(rows, taken)[0]
    assert (row.outcome, row.condition, row.client) == (Outcome.FOUND, Condition.BROKEN, "a")


def test_a_condition_that_is_none_leaves_that_of_the_books(rows: Any, browse: Any, taken: int) -> None:
    code = findings(rows, taken)[0].code
    assert scan(browse("kho"), taken, code, condition="melted").status_code == 200
    row = findings(rows, taken)[0]
    assert row.outcome is Outcome.FOUND and row.condition is (row.book_condition or Condition.GOOD)


def test_a_scan_sent_again_after_a_lost_answer_counts_once(rows: Any, browse: Any, taken: int) -> None:
    code, phone = findings(rows, taken)[0].code, browse("kho")
    scan(phone, taken, code)
    first = findings(rows, taken)[0].counted_at
    again = scan(phone, taken, code)
    assert "đã kiểm tài sản này" not in again.text
    assert findings(rows, taken)[0].counted_at == first


def test_the_second_phone_hears_who_was_first(rows: Any, browse: Any, taken: int) -> None:
    code = findings(rows, taken)[0].code
    scan(browse("kho"), taken, code, "one")
    answer = scan(browse("canbo"), taken, code, "two", place="Phòng khác")
    assert "Đặng Hoàng Phúc đã kiểm tài sản này" in answer.text
    assert findings(rows, taken)[0].outcome is Outcome.FOUND


def test_what_nobody_expected_is_surplus_with_a_sentence(rows: Any, browse: Any, taken: int) -> None:
    other = rows.scalar(select(Unit).where(Unit.code == OTHER_WARD, Unit.valid_to.is_(None)))
    foreign, name = rows.scalar(select(Asset.code).where(Asset.unit_id == other.id)), other.name
    phone = browse("kho")
    assert f"Đang trên sổ của {name}" in scan(phone, taken, foreign).text
    slip = scan(phone, taken, "ma la 1")
    assert slip.status_code == 200 and "Không tài sản nào có mã “MA LA 1”" in slip.text
    assert "MA LA 1" not in [row.code for row in findings(rows, taken)], "a slip of the finger is no surplus"
    assert "Không có trên sổ của đơn vị nào" in scan(phone, taken, "ma la 1", surplus="1").text
    surplus = [row.code for row in findings(rows, taken) if row.outcome is Outcome.SURPLUS]
    assert surplus == sorted(["MA LA 1", foreign])
    assert scan(phone, taken, "ma la 1", undo="1").status_code == 200
    assert "MA LA 1" not in [row.code for row in findings(rows, taken)]
    known = findings(rows, taken)[0].code
    assert scan(phone, taken, known, undo="1").status_code == 422, "only a surplus is taken back"


def test_the_link_of_an_asset_counts_as_its_code(rows: Any, browse: Any, taken: int) -> None:
    row = next(one for one in findings(rows, taken) if one.asset_id)
    assert "Có mặt" in scan(browse("kho"), taken, f"http://127.0.0.1:8000/equipment/assets/{row.asset_id}").text
    assert next(one for one in findings(rows, taken) if one.id == row.id).outcome is Outcome.FOUND


@pytest.mark.parametrize("code", ["", "   ", "X" * 41])
def test_a_bad_code_gets_a_sentence_and_changes_nothing(rows: Any, browse: Any, taken: int, code: str) -> None:
    before = len(findings(rows, taken))
    answer = scan(browse("kho"), taken, code)
    assert answer.status_code == 422
    assert "note bad" in answer.text
    assert len(findings(rows, taken)) == before


def test_the_books_follow_only_when_somebody_says_why(rows: Any, browse: Any, taken: int) -> None:
    first, second, *_rest = findings(rows, taken)
    phone = browse("kho")
    scan(phone, taken, first.code, "1", place="Kho tầng 2", condition="broken")
    assert step(browse, "kho", taken, "compare").status_code == 303
    assert scan(phone, taken, second.code, "2").status_code == 422  # the count is over
    result = findings(rows, taken)
    assert [row.outcome for row in result[:2]] == [Outcome.MOVED, Outcome.MISSING]
    assert rows.get(Asset, first.asset_id).place != "Kho tầng 2"
    assert step(browse, "kho", taken, "correct").status_code == 422  # without a reason
    assert step(browse, "kho", taken, "correct", reason="Theo biên bản.").status_code == 303
    rows.rollback()
    rows.expire_all()
    moved, missing = rows.get(Asset, first.asset_id), rows.get(Asset, second.asset_id)
    assert (moved.place, moved.condition) == ("Kho tầng 2", Condition.BROKEN)
    assert missing.condition is Condition.MISSING
    assert step(browse, "lanhdao", taken, "sign").status_code == 303
    assert browse("lanhdao").get(f"{HERE}/{taken}/print/bien-ban-kiem-ke.pdf").data.startswith(b"%PDF-")


def test_without_scripts_a_scan_is_a_form(rows: Any, browse: Any, taken: int) -> None:
    code, phone = findings(rows, taken)[0].code, browse("kho")
    answer = phone.post(f"{HERE}/{taken}/count", {"code": code, "place": "Quầy 9"})
    assert answer.status_code == 303
    page = phone.get(answer.location).text
    assert "Không đúng nơi sử dụng" in page
    assert 'value="Quầy 9"' in page


def test_a_photographed_label_is_read_by_the_server(rows: Any, browse: Any, taken: int) -> None:
    code, phone = findings(rows, taken)[0].code, browse("kho")
    sheet, drawn = io.BytesIO(), QrCode.of(f"https://phuong.example/tai-san/{code}").png
    picture = Image.new("L", (1200, 900), 180)
    picture.paste(Image.open(io.BytesIO(drawn)).convert("L").rotate(9, expand=True, fillcolor=255), (300, 200))
    picture.save(sheet, "JPEG", quality=60)
    url = f"{HERE}/{taken}/photo"
    answer = phone.post(url, {"picture": (io.BytesIO(sheet.getvalue()), "nhan.jpg"), "place": "Quầy 9"})
    assert answer.status_code == 303
    page = phone.get(answer.location).text
    assert f"/tai-san/{code}" in page
    assert 'value="Quầy 9"' in page
    assert scan(phone, taken, f"https://phuong.example/tai-san/{code}").status_code == 200
    for content in (b"", b"khong phai anh", sheet.getvalue()[:900]):
        answer = phone.post(url, {"picture": (io.BytesIO(content), "anh.jpg")})
        assert answer.status_code == 303
        assert "Không đọc được nhãn trong ảnh" in phone.get(answer.location).text
    assert browse("canbo2").post(url, {}).status_code == 404


def test_a_label_leads_into_the_count_or_to_the_asset(rows: Any, browse: Any, taken: int) -> None:
    code = findings(rows, taken)[0].code
    assert f"{HERE}/{taken}/count?code={code}" in browse("kho").client.get(f"/tai-san/{code}").location
    assert "/equipment/assets/" in browse("sotaichinh").client.get(f"/tai-san/{code}").location
    assert browse("canbo2").client.get(f"/tai-san/{code}").status_code == 404
    assert browse().client.get(f"/tai-san/{code}").status_code == 302


def test_another_ward_neither_sees_nor_counts(rows: Any, browse: Any, taken: int) -> None:
    code, stranger = findings(rows, taken)[0].code, browse("canbo2")
    assert stranger.client.get(f"{HERE}/{taken}/count").status_code == 404
    assert stranger.post(f"{HERE}/{taken}/count", {"code": code}).status_code == 404
    assert browse("lanhdao").client.get(f"{HERE}/{taken}/count").status_code == 403
    assert findings(rows, taken)[0].outcome is Outcome.WAITING


def test_one_stock_take_per_day_and_none_of_tomorrow(browse: Any, taken: int) -> None:
    keeper = browse("kho")
    assert "đã có đợt kiểm kê" in keeper.post(f"{HERE}/new", FORM).text
    assert "không được sau hôm nay" in keeper.post(f"{HERE}/new", FORM | {"taken_on": "01/01/2099"}).text


def test_nobody_counts_without_a_team(browse: Any) -> None:
    answer = browse("kho").post(f"{HERE}/new", FORM | {"taken_on": "02/03/2023", "team-0-name": "", "team-0-duty": ""})
    row = int(answer.location.rsplit("/", 1)[1])
    browser = browse("kho")
    page = browser.post(f"{HERE}/{row}/steps/start", {"version": browser.version(f"{HERE}/{row}")})
    assert "thành viên tổ kiểm kê" in browser.get(page.location).text
    assert browser.post(f"{HERE}/{row}/delete", {}).status_code == 303
