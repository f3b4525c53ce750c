"""Deaths: what an officer types, what the checks say, the extract that the family gets."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from app.data.stored import Attachment
from modules.civil_registration.cases.actions import actions_of, made_of, values_of
from modules.civil_registration.cases.kinds import Event, Registration, State
from modules.civil_registration.deaths.death import Death
from modules.population.lists import Country, Ethnicity

DEATHS = "/civil_registration/deaths"
NUMBERS = count(1)


def form(rows: Any, **others: str) -> dict[str, str]:
    """What an officer types for somebody who died two days ago."""
    day = clock.today() - timedelta(days=2)
    typed = {
        "version": "0",
        "declarer_name": "Lê Thị Thu Hằng",
        "relation": "child",
        "declarer_citizen_id": "079172310245",
        "person_name": "Lê Văn Bảy",
        "born": "1941",
        "sex": "male",
        "ethnicity_id": str(Ethnicity.named(rows, "Kinh")),
        "country_id": str(Country.coded(rows, "VN")),
        "home": "17 Cộng Hòa, phường Tân Bình, Thành phố Hồ Chí Minh",
        "died_on": f"{day:%d/%m/%Y}",
        "died_at": "4h20",
        "place": "Bệnh viện Thống Nhất, phường Tân Sơn Nhất, Thành phố Hồ Chí Minh",
        "notice": "notice",
        "notice_number": "31/GBT-BVTN",
        "notice_on": f"{day:%d/%m/%Y}",
        "registration": "on_time",
    }
    return typed | others


def declared(browse: Any, rows: Any, **others: str) -> Death:
    own = {"citizen_id": f"079041{next(NUMBERS):06d}"}  # else each test would find the person of the one before
    answer = browse("hotich").post(f"{DEATHS}/new", form(rows, **own | others))
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return rows.scalars(select(Death).order_by(Death.id.desc()).limit(1)).one()


def take(browse: Any, login: str, death: Death, step: str, **typed: str) -> Any:
    browser = browse(login)
    page = f"{DEATHS}/{death.id}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def again(rows: Any, death: Death) -> Death:
    row = death.id
    rows.rollback()
    rows.expire_all()
    return rows.get(Death, row)


def test_a_death_is_declared_signed_sealed_and_handed_over(browse: Any, rows: Any) -> None:
    death = declared(browse, rows)
    for login, step in (("hotich", "put_forward"), ("chutich", "sign"), ("vanthu", "seal"), ("hotich", "hand_over")):
        assert take(browse, login, death, step).status_code == 303, step
    death = again(rows, death)
    assert death.state is State.ISSUED and death.entry == f"{death.number:02d}/{clock.today().year}"
    where = (Attachment.resource == "civil_registration.deaths", Attachment.row_id == death.id)
    number = rows.scalar(select(Attachment.id).where(*where, Attachment.slot == "final"))
    content = browse("hotich").get(f"{DEATHS}/{death.id}/files/{number}").data
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    words = " ".join(text.stdout.decode().split())
    assert "TRÍCH LỤC KHAI TỬ" in words and "LÊ VĂN BẢY" in words and "lúc 04 giờ 20 phút" in words
    assert death.entry in words and "Năm sinh" not in words


def test_births_and_deaths_are_numbered_apart(browse: Any, rows: Any) -> None:
    numbers = rows.scalars(select(Death.number).where(Death.number.is_not(None)).order_by(Death.number)).all()
    assert numbers and numbers == list(range(1, len(numbers) + 1))


def test_a_death_made_anew_from_its_actions_is_the_same(rows: Any) -> None:
    for death in rows.scalars(select(Death)):
        values, state = made_of(actions_of(rows, Event.DEATH, death.id))
        assert values == {name: value for name, value in values_of(death).items() if value is not None}
        assert state is death.state


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"born": "2026-11-27", "died_on": "2026-11-01"}, "Ngày chết trước ngày sinh"),
        ({"notice_number": ""}, "Ghi số giấy báo tử"),
        ({"notice": "none", "notice_number": ""}, "chỉ đăng ký cho người chết đã lâu"),
        ({"place": "Tại nhà"}, "Nơi chết: ghi đủ"),
        ({"relation": "carer"}, "không đi đăng ký được"),
    ],
)
def test_what_must_be_mended_keeps_it_from_the_signer(
    browse: Any, rows: Any, typed: dict[str, str], sentence: str
) -> None:
    death = declared(browse, rows, **typed)
    take(browse, "hotich", death, "put_forward")
    assert again(rows, death).state is State.DRAFTED
    assert sentence in browse("hotich").get(f"{DEATHS}/{death.id}").text


def test_late_after_fifteen_days(browse: Any, rows: Any) -> None:
    for ago, kind in ((15, Registration.ON_TIME), (16, Registration.LATE)):
        day = clock.today() - timedelta(days=ago)
        typed = {"died_on": f"{day:%d/%m/%Y}", "notice_on": f"{day:%d/%m/%Y}"}
        assert declared(browse, rows, person_name=f"Lê Văn Trễ {'AB'[ago % 2]}", **typed).registration is kind


def test_who_died_long_ago_is_registered_by_the_year_alone(browse: Any, rows: Any) -> None:
    typed = {"died_on": "1972", "born": "1901", "registration": "long_ago", "notice": "none", "notice_number": ""}
    death = declared(browse, rows, **typed, notice_on="", died_at="", citizen_id="")
    assert death.registration is Registration.LONG_AGO
    page = browse("hotich").get(f"{DEATHS}/{death.id}").text
    assert "ghi chứng cứ đã xem" in page and "Năm một nghìn chín trăm bảy mươi hai" in page


def test_the_same_person_is_not_registered_twice_unseen(browse: Any, rows: Any) -> None:
    known = declared(browse, rows, person_name="Phan Văn Trùng")
    other = {"person_name": "Phan Van Khác", "citizen_id": known.citizen_id}
    assert "Cùng số định danh" in browse("hotich").post(f"{DEATHS}/0/typed", form(rows, **other)).text
    named = {"person_name": "phan van trung", "citizen_id": ""}
    assert "Cùng tên và ngày chết" in browse("hotich").post(f"{DEATHS}/0/typed", form(rows, **named)).text
