"""The citizen asks how his dossier stands: with code and phone he is told, with anything else nothing."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.contact import phone_of
from app.web import rate
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.outside.status import nameless
from modules.procedures.editions.contents import Way
from tests.conftest import Browser

HERE = "/ho-so"


def one(rows: Any, state: State) -> Dossier:
    return rows.scalars(select(Dossier).where(Dossier.state == state).order_by(Dossier.id).limit(1)).one()


def ask(browse: Any, code: str | None, phone: str | None) -> Any:
    return browse().post(HERE, {"code": code, "phone": phone}, page=HERE)


def test_the_code_of_a_receipt_is_filled_in(browse: Any) -> None:
    page = browse().get(f"{HERE}?ma=H29.26734-260601-0001")
    assert page.status_code == 200 and 'value="H29.26734-260601-0001"' in page.text


def test_whoever_has_code_and_phone_is_told_the_state_and_the_day(rows: Any, browse: Any) -> None:
    dossier = one(rows, State.SOLVING)
    answer = ask(browse, dossier.code, dossier.phone)
    assert answer.status_code == 200
    assert "Hồ sơ của quý ông/bà đang được giải quyết." in answer.text
    assert f"{clock.local(dossier.promised_at):%d/%m/%Y}" in answer.text
    assert "Tại Trung tâm Phục vụ hành chính công phường" in answer.text


def test_it_names_nobody(rows: Any, browse: Any) -> None:
    for dossier in rows.scalars(select(Dossier)):
        text = ask(browse, dossier.code, dossier.phone).text
        assert dossier.code in text
        for word in (dossier.applicant, dossier.phone, dossier.address, dossier.citizen_id, dossier.missing_why):
            assert not word or word not in text


def test_papers_that_are_asked_for_are_named_without_the_applicant(rows: Any, browse: Any) -> None:
    dossier = one(rows, State.WAITING)
    dossier.missing = f"- Giấy chứng sinh của {dossier.applicant}, số 079 200 001 234\n- Tờ khai"
    rows.commit()
    text = ask(browse, dossier.code, dossier.phone).text
    assert "<li>Giấy chứng sinh của (…), số (…)</li><li>Tờ khai</li>" in text
    assert "Thời hạn giải quyết tạm dừng" in text and "Hẹn trả kết quả" not in text


def test_a_ready_result_says_where_to_take_it(rows: Any, browse: Any) -> None:
    dossier = one(rows, State.SOLVED)
    dossier.way, dossier.result_way = Way.DIRECT, None
    rows.commit()
    text = ask(browse, dossier.code, dossier.phone).text
    assert (
        "Kết quả của quý ông/bà đã có." in text
        and "Mời nhận tại Trung tâm Phục vụ hành chính công phường" in text
        and "Đánh giá sự phục vụ" in text
    )


def test_the_code_of_the_portal_is_known_before_reception(rows: Any, browse: Any) -> None:
    dossier = one(rows, State.REGISTERED)
    dossier.external_code = "000.00.00.H29-260601-0077"
    rows.commit()
    assert ask(browse, "000.00.00.h29-260601-0077", dossier.phone).status_code == 200


def test_a_wrong_phone_and_an_unknown_code_get_the_same_answer(rows: Any, browse: Any) -> None:
    code = one(rows, State.SOLVING).code
    answers = [ask(browse, typed, "0999999999") for typed in (code, "H29.1-260601-9999")]
    told = [re.sub(r'value="[^"]*"|nonce="[^"]*"|content="[^"]*"', "", answer.text) for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404] and told[0] == told[1]


@pytest.mark.parametrize("phone", ["", "0", "abc", "' OR 1=1 --", "%"])
def test_no_phone_is_no_key(rows: Any, browse: Any, phone: str) -> None:
    dossier = one(rows, State.SOLVING)
    dossier.phone = None
    rows.commit()
    assert ask(browse, dossier.code, phone).status_code in (404, 422)


def test_the_phone_on_a_known_code_cannot_be_tried_out(rows: Any, browse: Any) -> None:
    dossier = rows.scalars(select(Dossier).where(Dossier.phone.is_not(None)).limit(1)).one()
    stranger = browse()
    for at in range(10):
        stranger.post(HERE, {"code": dossier.code, "phone": f"09000000{at:02d}"}, page=HERE)
    answer = stranger.post(HERE, {"code": dossier.code, "phone": dossier.phone}, page=HERE)
    assert answer.status_code == 404 and dossier.service not in answer.text


def test_one_house_may_ask_so_often_in_a_minute(site: Flask, rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(site.config, "LOOKUPS_PER_MINUTE", 5)
    monkeypatch.setattr(rate, "time", SimpleNamespace(monotonic=lambda: 60.0))  # all within one minute
    dossier = rows.scalars(select(Dossier).where(Dossier.phone.is_not(None)).limit(1)).one()
    stranger = Browser(site, "")
    for at in range(site.config["LOOKUPS_PER_MINUTE"]):
        stranger.post(HERE, {"code": f"H29.1-260601-{at:04d}", "phone": "0900000000"}, page=HERE)
    assert stranger.post(HERE, {"code": dossier.code, "phone": dossier.phone}, page=HERE).status_code == 404


@pytest.mark.parametrize("typed", ["0903 001 234", "+84 903.001.234", "84903001234", "(0903) 001-234"])
def test_a_number_is_the_same_however_it_is_written(rows: Any, browse: Any, typed: str) -> None:
    assert phone_of(typed) == "0903001234"
    dossier = one(rows, State.SOLVING)
    dossier.phone = phone_of(typed)
    rows.commit()
    assert ask(browse, dossier.code, typed).status_code == 200


def test_what_is_no_number_is_answered_like_a_wrong_one(rows: Any, browse: Any) -> None:
    assert ask(browse, one(rows, State.SOLVING).code, "1234").status_code == 404


def test_the_name_is_taken_out_whatever_its_case() -> None:
    assert nameless("Bản sao CCCD của LÊ THỊ NGÂN", "Lê Thị Ngân") == "Bản sao CCCD của (…)"
    assert nameless("Giấy 12/2026", "") == "Giấy 12/2026"
