"""Copies of extracts: asked for at any ward, found without seeing more than needed, paid, signed, handed over."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.stored import Attachment
from app.engine.access import SYSTEM
from app.engine.work import work
from app.toolkit import add_record
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.extracts import issuing
from modules.civil_registration.extracts.extract import Extract, State
from modules.fees.charges import Charge
from modules.fees.rules import Exemption
from tests.modules import test_civil_registration_deaths as of_death
from tests.modules.printed import compare, said
from tests.modules.test_civil_registration import BIRTHS, declared, registered
from tests.modules.test_civil_registration import take as take_birth

EXTRACTS = "/civil_registration/extracts"
ENTRIES = "/civil-registration/entries"
KEY = "civil_registration.extracts"


def take(browse: Any, login: str, extract: Extract, step: str, **typed: str) -> Any:
    browser = browse(login)
    page = f"{EXTRACTS}/{extract.id}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def again(rows: Any, extract: Extract) -> Extract:
    row = extract.id
    rows.rollback()
    rows.expire_all()
    return rows.get(Extract, row)


def newest(rows: Any) -> Extract:
    rows.rollback()
    return rows.scalars(select(Extract).order_by(Extract.id.desc()).limit(1)).one()


def asked_with_declaration(browse: Any, rows: Any, copies: str = "3", **others: str) -> Extract:
    birth = registered(browse, rows, declared(browse, rows, copies=copies, **others))
    answer = browse("hotich").post(f"/civil-registration/birth/{birth.id}/extract", {})
    assert answer.status_code == 303, answer.text
    return newest(rows)


def forward(browse: Any, extract: Extract, *steps: str) -> None:
    who = {"put_forward": "hotich", "sign": "chutich", "seal": "vanthu", "hand_over": "hotich"}
    for step in steps:
        answer = take(browse, who[step], extract, step)
        assert answer.status_code == 303, (step, answer.text)


def pay(browse: Any, extract: Extract, exemption: str = "") -> Any:
    where = f"/fees/take/{KEY}/{extract.id}"
    return browse("motcua").post(where, {"payer": extract.asker_name, "means": "cash", "exemption": exemption})


def look(browse: Any, login: str, **typed: str) -> Any:
    words = {"event": "birth", "asker": "Lê Văn Tám", "purpose": "Làm hộ chiếu"}
    return browse(login).post(ENTRIES, words | typed)


def text_of(browse: Any, rows: Any, extract: Extract) -> str:
    where = (Attachment.resource == KEY, Attachment.row_id == extract.id, Attachment.slot == "final")
    rows.rollback()
    number = rows.scalar(select(Attachment.id).where(*where))
    content = browse("hotich").get(f"{EXTRACTS}/{extract.id}/files/{number}").data
    return said(content)


def test_the_copies_of_a_declaration_are_asked_for_signed_paid_and_handed_over(
    browse: Any, rows: Any, pytestconfig: pytest.Config
) -> None:
    birth = registered(browse, rows, declared(browse, rows, copies="3"))
    assert "3 bản sao: lập yêu cầu" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    assert browse("hotich").post(f"/civil-registration/birth/{birth.id}/extract", {}).status_code == 303
    extract = newest(rows)
    assert (extract.copies, extract.asker_name, extract.asker_citizen_id) == (3, "Nguyễn Văn Thành", "079092104729")
    page = browse("hotich").get(f"{EXTRACTS}/{extract.id}").text
    assert "24.000" in page and "Chưa thu" in page
    forward(browse, extract, "put_forward", "sign", "seal")
    extract = again(rows, extract)
    assert extract.code == f"{extract.number:02d}/{clock.today().year}/TLKS-BS" and extract.signed_on == clock.today()
    unpaid = take(browse, "hotich", extract, "hand_over")
    assert unpaid.status_code == 422 and "Còn phải thu 24.000" in unpaid.text
    assert pay(browse, extract).status_code == 303
    forward(browse, extract, "hand_over")
    assert again(rows, extract).state is State.ISSUED
    text = text_of(browse, rows, extract)
    assert "TRÍCH LỤC KHAI SINH" in text and "(BẢN SAO)" in text and birth.mother_name.upper() in text
    assert "người đi khai sinh" not in text and f"Số: {birth.entry}, ngày" in text
    compare(pytestconfig, "extract-birth", text)
    code = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", text)
    assert code
    public = browse().get(f"/ho-tich/{code[1]}").text
    assert extract.code in public and "Bản sao trích lục có giá trị" in public and birth.entry in public
    assert birth.mother_name not in public and extract.asker_name not in public


def test_two_clicks_make_one_request(browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    where = f"/civil-registration/birth/{extract.case_id}/extract"
    page = browse("hotich")
    assert page.post(where, {}).status_code == 303
    assert "Đã lập yêu cầu" in page.get(f"{BIRTHS}/{extract.case_id}").text
    assert newest(rows).id == extract.id
    assert take(browse, "hotich", extract, "withdraw", reason="Chưa cần").status_code == 303
    assert page.post(where, {}).status_code == 303 and newest(rows).id != extract.id


def test_what_is_not_registered_yet_gives_no_extract(browse: Any, rows: Any) -> None:
    birth = declared(browse, rows, copies="2")
    before = newest(rows).id
    browser = browse("hotich")
    assert browser.post(f"/civil-registration/birth/{birth.id}/extract", {}).status_code == 303
    assert "chỉ cấp trích lục khi đã đăng ký" in browser.get(f"{BIRTHS}/{birth.id}").text
    assert newest(rows).id == before


def test_an_extract_of_a_death_has_its_own_series(browse: Any, rows: Any, pytestconfig: pytest.Config) -> None:
    death = of_death.declared(browse, rows, copies="1")
    for login, step in (("hotich", "put_forward"), ("chutich", "sign"), ("vanthu", "seal")):
        assert of_death.take(browse, login, death, step).status_code == 303, step
    assert browse("hotich").post(f"/civil-registration/death/{death.id}/extract", {}).status_code == 303
    extract = newest(rows)
    forward(browse, extract, "put_forward", "sign", "seal")
    extract = again(rows, extract)
    before = select(Extract.number).where(
        Extract.event == Event.DEATH, Extract.unit_id == extract.unit_id, Extract.number.is_not(None)
    )
    numbers = sorted(rows.scalars(before))
    assert extract.code and extract.code.endswith("/TLKT-BS") and numbers == list(range(1, len(numbers) + 1))
    text = text_of(browse, rows, extract)
    assert "TRÍCH LỤC KHAI TỬ" in text and "Đã được đăng ký khai tử tại" in text
    compare(pytestconfig, "extract-death", text)


def test_of_a_revoked_entry_nothing_is_given_whenever_it_was_revoked(browse: Any, rows: Any) -> None:
    signed, waiting = (asked_with_declaration(browse, rows) for _turn in range(2))
    forward(browse, signed, "put_forward", "sign")
    forward(browse, waiting, "put_forward")
    rows.rollback()
    for extract in (signed, waiting):
        birth = rows.get(Birth, extract.case_id)
        assert take_birth(browse, "chutich", birth, "revoke", reason="Cấp trái pháp luật").status_code == 303
    refused = take(browse, "chutich", waiting, "sign")
    assert refused.status_code == 422 and "đã bị thu hồi, hủy bỏ: không cấp trích lục" in refused.text
    assert "không cấp trích lục" in take(browse, "vanthu", signed, "seal").text
    assert again(rows, waiting).number is None and again(rows, signed).state is State.SIGNED
    number = {"number": waiting.entry.split("/")[0], "year": str(clock.today().year), "unit": str(waiting.source_id)}
    there = look(browse, "hotich", **number).location
    page = browse("hotich")
    assert "Đã thu hồi" in page.get(there).text
    assert page.post(f"{there}/{waiting.case_id}", {}).status_code == 303
    assert "không cấp trích lục" in page.get(there).text and newest(rows).id == waiting.id


def test_a_paper_already_given_says_no_longer_when_its_entry_is_revoked(browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    forward(browse, extract, "put_forward", "sign", "seal")
    code = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", text_of(browse, rows, extract))
    assert code and "Bản sao trích lục có giá trị" in browse().get(f"/ho-tich/{code[1]}").text
    rows.rollback()
    birth = rows.get(Birth, extract.case_id)
    assert take_birth(browse, "chutich", birth, "revoke", reason="Cấp trái pháp luật").status_code == 303
    assert "trích lục không còn giá trị" in browse().get(f"/ho-tich/{code[1]}").text
    assert "không cấp trích lục" in take(browse, "hotich", extract, "hand_over").text


def test_numbers_have_no_gap_also_when_a_signature_fails(browse: Any, rows: Any, monkeypatch: Any) -> None:
    first, second = (asked_with_declaration(browse, rows) for _turn in range(2))
    forward(browse, first, "put_forward", "sign")
    forward(browse, second, "put_forward")

    def refused(*_words: Any, **_more: Any) -> bytes:
        raise ValueError("chứng thư đã bị thu hồi")

    with monkeypatch.context() as patch:
        patch.setattr("modules.signing.both.sign_official", refused)
        assert "chứng thư đã bị thu hồi" in take(browse, "chutich", second, "sign").text
    assert again(rows, second).number is None
    forward(browse, second, "sign")
    assert again(rows, second).number == again(rows, first).number + 1


def test_whoever_put_it_forward_does_not_sign_it_and_other_wards_do_not_see_it(browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    forward(browse, extract, "put_forward")
    assert take(browse, "hotich", extract, "sign").status_code == 403
    assert browse("hotich2").get(f"{EXTRACTS}/{extract.id}").status_code == 404
    assert extract.about not in browse("hotich2").get(EXTRACTS).text


def test_who_asks_shows_a_paper(site: Flask, browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(Extract, extract.id).asker_citizen_id = None
    browser = browse("hotich")
    assert "Ghi số định danh hoặc giấy tờ khác của người yêu cầu" in browser.get(f"{EXTRACTS}/{extract.id}").text
    take(browse, "hotich", extract, "put_forward")
    assert again(rows, extract).state is State.REQUESTED


def test_the_fee_follows_the_number_of_copies_until_it_is_paid(site: Flask, browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    assert owed(rows, extract) == 24_000
    assert save(browse, rows, extract, copies="5").status_code == 303 and owed(rows, extract) == 40_000
    assert pay(browse, again(rows, extract)).status_code == 303
    changed = save(browse, rows, extract, copies="1")
    assert "hãy hủy biên lai" in changed.text.lower() or "biên lai" in changed.text
    assert again(rows, extract).copies == 5
    assert "Đã thu phí: hãy hủy biên lai" in take(browse, "hotich", extract, "withdraw", reason="Thôi").text


def save(browse: Any, rows: Any, extract: Extract, **typed: str) -> Any:
    one = again(rows, extract)
    words = {
        "version": str(one.version),
        "asker_name": one.asker_name,
        "asker_citizen_id": one.asker_citizen_id or "",
        "purpose": one.purpose,
    }
    return browse("hotich").post(f"{EXTRACTS}/{extract.id}/edit", words | typed)


def owed(rows: Any, extract: Extract) -> int:
    rows.rollback()
    rows.expire_all()
    return sum(rows.scalars(select(Charge.amount).where(Charge.resource == KEY, Charge.row_id == extract.id)))


def test_who_has_an_electronic_identity_gets_a_receipt_over_nothing(browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    forward(browse, extract, "put_forward", "sign", "seal")
    rows.rollback()
    exempt = rows.scalars(select(Exemption).where(Exemption.source == "Thông tư 117/2026/TT-BTC")).one()
    assert exempt.in_force(date(2027, 2, 28)) and not exempt.in_force(date(2027, 3, 1))
    assert not exempt.in_force(date(2026, 8, 14))
    chosen = str(exempt.id) if exempt.in_force(clock.today()) else ""
    assert pay(browse, extract, chosen).status_code == 303
    forward(browse, extract, "hand_over")
    assert again(rows, extract).state is State.ISSUED


def test_a_refusal_names_its_law_and_nothing_is_owed_any_more(browse: Any, rows: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    bare = take(browse, "hotich", extract, "refuse", reason="Không xác định được người yêu cầu")
    assert bare.status_code == 422 and "căn cứ pháp lý" in bare.text
    law = {"reason": "Không xác định được người yêu cầu", "legal_basis": "Luật Hộ tịch 60/2014/QH13, điều 63"}
    assert take(browse, "hotich", extract, "refuse", **law).status_code == 303
    assert again(rows, extract).state is State.REFUSED and owed(rows, extract) == 0
    assert "điều 63" in browse("hotich").get(f"{EXTRACTS}/{extract.id}").text


def test_what_was_noted_later_stands_on_the_paper(browse: Any, rows: Any, monkeypatch: Any) -> None:
    extract = asked_with_declaration(browse, rows)
    forward(browse, extract, "put_forward")
    changed = "Tên được thay đổi thành Minh Khang theo Quyết định 12/QĐ-UBND"
    monkeypatch.setattr(issuing, "notes_of", lambda cases: {case.id: [changed] for case in cases})
    forward(browse, extract, "sign", "seal")
    assert changed in " ".join(text_of(browse, rows, extract).split())


def test_a_request_is_due_the_same_day_unless_it_came_after_three(site: Flask, browse: Any, rows: Any) -> None:
    row = asked_with_declaration(browse, rows).case_id
    due = []
    for hour in (9, 16):
        moment = datetime(2026, 12, 1, hour, tzinfo=clock.now().tzinfo)
        with site.app_context(), clock.frozen(moment), work(SYSTEM) as session:
            case = session.get_one(Birth, row)
            extract = Extract.asked(case, case.unit_id, asker_name="Lê Tám", purpose="Nhập học", copies=1)
            due.append(clock.local(add_record(session, extract).due_at).date())
            session.rollback()
    assert due == [date(2026, 12, 1), date(2026, 12, 2)]
