"""A ward asks for scanners and gets them; and all the ways in which that must not go wrong."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select

from app.data import clock
from modules.equipment.assets import Asset
from modules.equipment.bases import cited
from modules.equipment.models import Campaign, Item, Line, Request, State

HERE = "/equipment/requests"
TODAY = clock.today().strftime("%d/%m/%Y")
CONTRACT = {"contract": "31/HĐMS", "supplier": "Công ty Minh Họa", "contract_on": TODAY}


@pytest.fixture
def form(rows: Any) -> dict[str, str]:
    campaign = rows.scalar(select(Campaign.id).order_by(Campaign.closes_on.desc()).limit(1))
    item = rows.scalar(select(Item.id).where(Item.code == "SCN"))
    return {
        "version": "0",
        "title": "Máy quét cho quầy chứng thực",
        "campaign_id": str(campaign),
        "fund": "ward",
        "reason": "Hai máy quét hỏng bộ kéo giấy.",
        "needed_by": "15/12/2030",
        "lines-0-item_id": str(item),
        "lines-0-quantity": "2",
        "lines-0-price": "14.900.000",
        "lines-0-place": "Quầy 1",
    }


def make(browse: Any, form: dict[str, str], login: str = "canbo") -> int:
    answer = browse(login).post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def step(browse: Any, login: str, row: int, name: str, **more: str) -> Any:
    browser = browse(login)
    more.setdefault("version", browser.version(f"{HERE}/{row}/steps/{name}") or browser.version(f"{HERE}/{row}"))
    return browser.post(f"{HERE}/{row}/steps/{name}", more)


def submit(browse: Any, row: int) -> str:
    """Press the button as the ward's official and return what the page then says."""
    browser = browse("canbo")
    browser.post(f"{HERE}/{row}/steps/submit", {"version": browser.version(f"{HERE}/{row}")})
    return browser.get(f"{HERE}/{row}").text


def test_an_item_that_is_in_no_catalogue_comes_back_as_it_was_pasted(browse: Any, form: dict[str, str]) -> None:
    answer = browse("canbo").post(f"{HERE}/new", form | {"lines-0-item_id": "“Máy đun nước <b>”"})
    assert answer.status_code == 422
    assert "Dòng 1: Không có trong danh mục: “Máy đun nước &lt;b&gt;”" in answer.text
    assert 'selected value="“Máy đun nước &lt;b&gt;”"' in answer.text
    nobody = browse("canbo").post(f"{HERE}/new", form | {"lines-0-item_id": "999999"})
    assert nobody.status_code == 422 and "Chọn một giá trị trong danh sách" in nobody.text


def test_from_need_to_asset(rows: Any, browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    rows.rollback()
    line = rows.scalar(select(Line.id).where(Line.request_id == row))
    before = rows.scalar(select(func.count()).select_from(Asset))
    filled = {"lines-0-id": str(line), "lines-0-remark": "đủ dùng"}
    road = [
        ("canbo", "submit", {}),
        ("lanhdao", "sign", {}),
        ("sokhcn", "consolidate", {}),
        ("sokhcn", "appraise", filled | {"lines-0-technical": "2"}),
        ("sotaichinh", "cost", filled | {"lines-0-budgeted": "1"}),
        ("sokhcn", "decide", filled | {"decision": "12/QĐ-UBND", "lines-0-approved": "1"}),
        ("kho", "buy", CONTRACT | {"contract_total": "14.000.000"}),
        ("kho", "deliver", filled | {"delivered_on": TODAY, "lines-0-arriving": "1"}),
        ("canbo", "accept", {"repaid": "Giấy nộp trả 12"}),
        ("kho", "hand_over", {}),
    ]
    for login, name, more in road:
        answer = step(browse, login, row, name, **more)
        assert answer.status_code == 303, (name, [t for t in answer.text.split("\n") if "note bad" in t or "emsg" in t])
    rows.rollback()
    request = rows.get(Request, row)
    assert request.state is State.HANDED_OVER
    assert request.approved_total == 14_900_000
    assert rows.scalar(select(func.count()).select_from(Asset)) == before + 1
    page = browse("canbo").get(f"{HERE}/{row}").text
    assert "Đã bàn giao" in page
    assert "Máy quét tài liệu hai mặt" in page


def test_errors_are_sentences_and_keep_what_was_typed(browse: Any, form: dict[str, str]) -> None:
    answer = browse("canbo").post(f"{HERE}/new", form | {"needed_by": "31/02/2026", "lines-0-price": "mười triệu"})
    assert answer.status_code == 422
    assert "Không có ngày 31/02/2026" in answer.text
    assert "mười triệu" in answer.text
    assert "Máy quét cho quầy chứng thực" in answer.text


def test_text_typed_in_nfd_is_found_without_marks(browse: Any, form: dict[str, str]) -> None:
    import unicodedata

    make(browse, form | {"title": unicodedata.normalize("NFD", "Đường truyền dự phòng")})
    assert "Đường truyền dự phòng" in browse("canbo").get(f"{HERE}?q=duong%20truyen").text


def test_over_the_norm_needs_a_reason(rows: Any, browse: Any, form: dict[str, str]) -> None:
    computer = str(rows.scalar(select(Item.id).where(Item.code == "PC")))
    row = make(browse, form | {"lines-0-item_id": computer, "lines-0-quantity": "9", "lines-0-price": "18.500.000"})
    page = browse("canbo").get(f"{HERE}/{row}").text
    assert "12 = 12 công chức cấp xã × 1, QĐ 15/2025/QĐ-TTg" in page
    assert re.search(r"Dòng 1 vượt định mức \d+: nhập lý do\.", submit(browse, row))
    rows.rollback()
    assert rows.get(Request, row).state is State.DRAFT


def test_a_campaign_that_is_over_is_not_offered(rows: Any, browse: Any, form: dict[str, str]) -> None:
    over = rows.scalars(select(Campaign).where(Campaign.closes_on < clock.today()).order_by(Campaign.id)).first()
    page = browse("canbo").get(f"{HERE}/new").text
    assert f'value="{over.id}"' not in page.partition('name="campaign_id"')[2].partition("</select>")[0]
    answer = browse("canbo").post(f"{HERE}/new", form | {"campaign_id": str(over.id)})
    assert answer.status_code == 422
    assert "Đợt đề xuất đã đóng ngày" in answer.text


def test_a_decision_has_a_number(rows: Any, browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    rows.rollback()
    filled = {"lines-0-id": str(rows.scalar(select(Line.id).where(Line.request_id == row)))}
    for login, name in [
        ("canbo", "submit"),
        ("lanhdao", "sign"),
        ("sokhcn", "consolidate"),
        ("sokhcn", "appraise"),
        ("sotaichinh", "cost"),
    ]:
        assert step(browse, login, row, name, **filled).status_code == 303
    answer = step(browse, "sokhcn", row, "decide", **filled, decision="  ")
    assert answer.status_code == 422
    assert "Hãy nhập số quyết định." in answer.text
    later = (clock.today() + timedelta(days=2)).strftime("%d/%m/%Y")
    answer = step(browse, "sokhcn", row, "decide", **filled, decision="12/QĐ-UBND", decided_on=later)
    assert answer.status_code == 422
    assert step(browse, "sokhcn", row, "decide", **filled, decision="12/QĐ-UBND").status_code == 303
    rows.rollback()
    assert rows.get(Request, row).decided_on == clock.today()


def test_the_author_of_the_submission_cannot_sign(browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    step(browse, "canbo", row, "submit")
    assert step(browse, "canbo", row, "sign").status_code == 403


def test_a_second_click_changes_nothing(rows: Any, browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    browser = browse("canbo")
    version = browser.version(f"{HERE}/{row}")
    browser.post(f"{HERE}/{row}/steps/submit", {"version": version})
    browser.post(f"{HERE}/{row}/steps/submit", {"version": version})
    rows.rollback()
    assert rows.get(Request, row).state is State.SUBMITTED


def test_a_stale_form_gets_the_conflict_page(browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    browser = browse("canbo")
    stale = browser.version(f"{HERE}/{row}/edit")
    first = browser.post(f"{HERE}/{row}/edit", form | {"version": stale, "title": "Bản của người thứ nhất"})
    assert first.status_code == 303
    second = browser.post(f"{HERE}/{row}/edit", form | {"version": stale, "title": "Bản của người thứ hai"})
    assert second.status_code == 409
    assert "Bản của người thứ hai" in second.text
    assert "Bản của người thứ nhất" in second.text


def opened(browser: Any, path: str) -> dict[str, str]:
    """What a page that was opened now says about itself when it is sent later, and its items by their ids."""
    page = browser.get(path).text
    names = r"version|seen|lines-[0-9]+-id"
    return dict(re.findall(rf'name="({names})"[^>]* value="([^"]*)"', page))


def test_a_late_form_undoes_nothing_that_its_writer_did_not_touch(rows: Any, browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    browser, path = browse("canbo"), f"{HERE}/{row}/edit"
    page = opened(browser, path)
    first = form | page | {"title": "Tên do người thứ nhất sửa", "lines-0-place": "Quầy 7"}
    more = {"lines-1-item_id": form["lines-0-item_id"], "lines-1-quantity": "1", "lines-1-price": "5.000.000"}
    assert browser.post(path, first | more).status_code == 303
    late = browser.post(path, form | page | {"reason": "Lý do của người thứ hai.", "lines-0-quantity": "3"})
    assert late.status_code == 409
    assert "Nguyễn Thị Thu Hà đã lưu hồ sơ này lúc" in late.text
    kept = dict(re.findall(r'name="(title|version|seen|lines-[0-9]+-[a-z]+)"[^>]* value="([^"]+)"', late.text))
    assert kept["title"] == "Tên do người thứ nhất sửa"
    assert (kept["lines-0-place"], kept["lines-0-quantity"]) == ("Quầy 7", "3")
    back = [json.loads(unescape(one)) for one in re.findall(r'data-restore="([^"]+)"', late.text)]
    assert {"lines-0-quantity": form["lines-0-quantity"]} in back, "each difference can be given up for what is stored"
    theirs = next(name for name, value in kept.items() if value == "5.000.000").removesuffix("price")
    again = form | kept | {"reason": "Lý do của người thứ hai.", f"{theirs}item_id": form["lines-0-item_id"]}
    assert browser.post(path, again).status_code == 303
    rows.rollback()
    request = rows.get(Request, row)
    assert (request.title, request.reason) == ("Tên do người thứ nhất sửa", "Lý do của người thứ hai.")
    lines = rows.scalars(select(Line).where(Line.request_id == row).order_by(Line.position))
    assert [(line.place, line.quantity) for line in lines] == [("Quầy 7", 3), (None, 1)]


def test_a_late_form_with_a_mistake_meets_the_conflict_too(browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    browser, path = browse("canbo"), f"{HERE}/{row}/edit"
    stale = browser.version(path)
    assert browser.post(path, form | {"version": stale, "title": "Bản của người thứ nhất"}).status_code == 303
    late = browser.post(path, form | {"version": stale, "title": "", "seen": "không phải giờ"})
    assert late.status_code == 409
    assert "Bản của người thứ nhất" in late.text


def test_two_people_at_the_same_items_do_not_overwrite_each_other(browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    browser, path = browse("canbo"), f"{HERE}/{row}/edit"
    page = opened(browser, path)
    assert browser.post(path, form | page | {"lines-0-place": "Quầy 7"}).status_code == 303
    assert browser.post(path, form | page | {"lines-0-place": "Quầy 8"}).status_code == 409


def test_another_ward_sees_nothing(browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form | {"title": "Chỉ của phường tôi"})
    assert browse("canbo2").get(f"{HERE}/{row}").status_code == 404
    assert "Chỉ của phường tôi" not in browse("canbo2").get(HERE).text
    assert "Chỉ của phường tôi" not in browse("canbo2").get("/palette?q=chi+cua+phuong").text


def test_wrong_files_are_refused_one_by_one(browse: Any, form: dict[str, str]) -> None:
    row = make(browse, form)
    browser = browse("canbo")
    for name, content in (
        ("rong.pdf", b""),
        ("doi-ten.pdf", b"MZ\x90\x00 not a pdf"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00"),
    ):
        browser.post(f"{HERE}/{row}/files", {"files": (io.BytesIO(content), name)})
        assert name not in browser.get(f"{HERE}/{row}").text.split('id="files"')[1]


def test_a_decision_cites_the_laws_of_its_day(rows: Any) -> None:
    item = rows.scalar(select(Item.id).where(Item.code == "PC"))
    now, before = (cited(rows, {item}, day) for day in (date(2026, 3, 2), date(2025, 6, 1)))
    assert any("72/2025/QH15" in one for one in now) and "Quyết định số 15/2025/QĐ-TTg" in now
    assert before == ["Quyết định số 50/2017/QĐ-TTg"]
