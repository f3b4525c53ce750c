"""Births: what an officer types, what the checks say, the number in the book, the paper the citizen gets."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from app.data.stored import Attachment
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.civil_registration.births.birth import Birth, Doubt
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.book.books import State as Closing
from modules.civil_registration.cases.actions import actions_of, made_of, values_of
from modules.civil_registration.cases.kinds import Event, Registration, State
from modules.population.lists import Country, Ethnicity
from tests.module_case import ModuleCase

BIRTHS = "/civil_registration/births"
THIS_YEAR = (RegisterBook.event == Event.BIRTH, RegisterBook.year == clock.today().year)
NAMES = (
    f"{one} {two} {three}"
    for one in ("Hồng", "Bích", "Kim", "Ngọc")
    for two in ("Thu", "Xuân", "Hạ", "Đông", "An", "Mỹ")
    for three in ("Nhung", "Lan", "Đào", "Cúc", "Mai", "Sen", "Huệ")
)


class TestEverything(ModuleCase):
    """Inherits what every module must do."""

    name = "civil_registration"


def form(rows: Any, **others: str) -> dict[str, str]:
    """What an officer types for a child that was born four days ago."""
    kinh = rows.scalar(select(Ethnicity.id).where(Ethnicity.name == "Kinh"))
    country = rows.scalar(select(Country.id).where(Country.code == "VN"))
    born = clock.today() - timedelta(days=4)
    typed = {
        "version": "0",
        "declarer_name": "Nguyễn Văn Thành",
        "relation": "father",
        "declarer_citizen_id": "079092104729",
        "child_name": "Nguyễn Văn Minh Khôi",
        "born": f"{born:%d/%m/%Y}",
        "sex": "male",
        "ethnicity_id": str(kinh),
        "country_id": str(country),
        "born_at": "Bệnh viện Từ Dũ, phường Bến Thành, Thành phố Hồ Chí Minh",
        "native_place": "Phường Tân Bình, Thành phố Hồ Chí Minh",
        "proof": "certificate",
        "proof_number": "00812/GCS",
        "registration": "on_time",
        "mother_name": "Trần Thị Hồng Nhung",
        "mother_born": "1994",
        "mother_ethnicity_id": str(kinh),
        "mother_country_id": str(country),
        "father_name": "Nguyễn Văn Thành",
        "father_born": "12/3/1992",
        "father_ethnicity_id": str(kinh),
        "father_country_id": str(country),
        "fatherhood": "marriage",
        "marriage": "Số 21/2021, ngày 14/02/2021, UBND phường Tân Bình",
    }
    return typed | others


def declared(browse: Any, rows: Any, **others: str) -> Birth:
    mother = {"mother_name": f"Trần Thị {next(NAMES)}"}  # else each test would find the child of the one before
    answer = browse("hotich").post(f"{BIRTHS}/new", form(rows, **mother | others))
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return rows.scalars(select(Birth).order_by(Birth.id.desc()).limit(1)).one()


def take(browse: Any, login: str, birth: Birth, step: str, **typed: str) -> Any:
    browser = browse(login)
    page = f"{BIRTHS}/{birth.id}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def again(rows: Any, birth: Birth) -> Birth:
    row = birth.id
    rows.rollback()
    rows.expire_all()
    return rows.get(Birth, row)


def registered(browse: Any, rows: Any, birth: Birth) -> Birth:
    for login, step in (("hotich", "put_forward"), ("chutich", "sign"), ("vanthu", "seal")):
        answer = take(browse, login, birth, step)
        assert answer.status_code == 303, (step, answer.text)
    return again(rows, birth)


def paper_of(browse: Any, rows: Any, birth: Birth) -> str:
    where = (Attachment.resource == "civil_registration.births", Attachment.row_id == birth.id)
    rows.rollback()
    number = rows.scalar(select(Attachment.id).where(*where, Attachment.slot == "final"))
    content = browse("hotich").get(f"{BIRTHS}/{birth.id}/files/{number}").data
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True
    ).stdout.decode()


def test_a_birth_is_declared_signed_sealed_and_handed_over(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    assert birth.state is State.REGISTERED and birth.registered_on == clock.today()
    assert birth.entry == f"{birth.number:02d}/{clock.today().year}"
    text = paper_of(browse, rows, birth)
    assert "GIẤY KHAI SINH" in text and "NGUYỄN VĂN MINH KHÔI" in text and birth.entry in text
    assert "hai nghìn không trăm hai mươi" in " ".join(text.split())
    code = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", text)[1]
    page = browse("hotich").get(f"/ho-tich/{code}").text
    assert birth.entry in page and "Giấy chứng nhận có giá trị" in page
    assert take(browse, "hotich", birth, "hand_over").status_code == 303
    assert again(rows, birth).state is State.ISSUED


def test_a_case_made_anew_from_its_actions_is_the_same(rows: Any) -> None:
    births = rows.scalars(select(Birth)).all()
    assert len({birth.state for birth in births}) > 4
    for birth in births:
        values, state = made_of(actions_of(rows, Event.BIRTH, birth.id))
        assert values == {name: value for name, value in values_of(birth).items() if value is not None}
        assert state is birth.state


def test_numbers_of_a_book_have_no_gap_and_no_double(site: Any, browse: Any, rows: Any) -> None:
    first, second = (registered(browse, rows, declared(browse, rows)) for _turn in range(2))
    assert second.number == first.number + 1
    book = rows.scalars(select(RegisterBook).where(*THIS_YEAR)).first()
    where = f"/civil_registration/books/{book.id}"
    assert "Mỗi số đều có việc đăng ký" in browse("luutru").get(where).text
    set_number(site, second.id, None)
    assert f"không có việc đăng ký: {second.number}." in browse("luutru").get(where).text
    set_number(site, second.id, second.number)


def set_number(site: Any, row: int, number: int | None) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(Birth, row).number = number


def test_a_signature_that_fails_gives_the_number_back(site: Any, browse: Any, rows: Any, monkeypatch: Any) -> None:
    birth = declared(browse, rows)
    take(browse, "hotich", birth, "put_forward")
    book = rows.scalars(select(RegisterBook).where(RegisterBook.unit_id == birth.unit_id, *THIS_YEAR)).one()
    before = book.last

    def refused(*_words: Any, **_more: Any) -> bytes:
        raise ValueError("chứng thư đã bị thu hồi")

    monkeypatch.setattr("modules.signing.both.sign_official", refused)
    assert "chứng thư đã bị thu hồi" in take(browse, "chutich", birth, "sign").text
    rows.rollback()
    rows.expire_all()
    assert rows.get(RegisterBook, book.id).last == before and again(rows, birth).number is None


def test_the_book_of_a_year_is_closed_after_it_and_takes_no_more(site: Any, browse: Any, rows: Any) -> None:
    book = rows.scalars(select(RegisterBook).where(*THIS_YEAR)).first()
    number, where, ward = book.id, f"/civil_registration/books/{book.id}", book.unit_id
    early = browse("luutru").post(f"{where}/steps/close", {"version": str(book.version)})
    assert early.status_code == 422 and "chưa kết thúc" in early.text
    set_book(site, number, Closing.CLOSED)
    with site.app_context(), work(SYSTEM) as session, pytest.raises(ValueError, match=str(clock.today().year)):
        RegisterBook.next(session, Event.BIRTH, ward, clock.today())
    set_book(site, number, Closing.OPEN)


def set_book(site: Any, number: int, state: Closing) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(RegisterBook, number).state = state


def test_a_number_drawn_at_midnight_belongs_to_one_year(site: Any, rows: Any) -> None:
    ward = rows.scalars(select(Birth.unit_id)).first()
    with site.app_context(), work(SYSTEM) as session:
        last = RegisterBook.next(session, Event.BIRTH, ward, date(2026, 12, 31))
        first = RegisterBook.next(session, Event.BIRTH, ward, date(2027, 1, 1))
        assert last[1].endswith("/2026") and first[1:] == ("01/2027", "01/2027")
        session.rollback()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"born": "30/2/2026"}, "30/2/2026"),
        ({"born": "1/1/2100"}, "không được sau hôm nay"),
        ({"child_name": "Nguyễn Văn 123"}, "không có chữ số"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    browse: Any, rows: Any, typed: dict[str, str], sentence: str
) -> None:
    page = browse("hotich").post(f"{BIRTHS}/0/typed", form(rows, **typed))
    assert sentence in page.text


def test_the_certificate_follows_what_is_typed_and_nothing_is_kept(browse: Any, rows: Any) -> None:
    page = browse("hotich").post(f"{BIRTHS}/0/typed", form(rows, child_name="Nguyễn Thị Thử Xem"))
    assert page.status_code == 200 and "NGUYỄN THỊ THỬ XEM" in page.text and "Chưa có giá trị pháp lý" in page.text
    assert rows.scalar(select(Birth.id).where(Birth.child_name == "Nguyễn Thị Thử Xem")) is None


def test_a_place_that_was_written_out_before_is_proposed(browse: Any, rows: Any) -> None:
    declared(browse, rows, born_at="Bệnh viện Hùng Vương, phường Chợ Lớn, Thành phố Hồ Chí Minh")
    page = browse("hotich").post(f"{BIRTHS}/0/typed", form(rows, born_at="bệnh viện Hùng Vương")).text
    assert 'data-value="Bệnh viện Hùng Vương, phường Chợ Lớn, Thành phố Hồ Chí Minh"' in page
    assert "data-put" not in browse("hotich").post(f"{BIRTHS}/0/typed", form(rows, born_at="Nhà hộ sinh lạ")).text


def test_what_is_typed_beside_anothers_birth_is_answered_to_nobody(browse: Any, rows: Any) -> None:
    birth = declared(browse, rows)
    assert browse("hotich2").post(f"{BIRTHS}/{birth.id}/typed", form(rows)).status_code == 404
    assert browse("vanthu").post(f"{BIRTHS}/0/typed", form(rows)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mother_born": "2017"}, "tuổi khi sinh con"),
        ({"mother_citizen_id": "079094104729"}, "chỉ giới tính khác"),
        ({"father_citizen_id": "079080104729"}, "sinh năm 1980"),
        ({"child_name": "Phạm Văn Khôi"}, "Họ của trẻ khác"),
    ],
)
def test_a_doubt_must_be_answered_before_it_goes_on(
    browse: Any, rows: Any, typed: dict[str, str], sentence: str
) -> None:
    birth = declared(browse, rows, **typed)
    page = f"{BIRTHS}/{birth.id}/steps/put_forward"
    assert sentence in browse("hotich").get(page).text
    assert take(browse, "hotich", birth, "put_forward").status_code == 422
    assert again(rows, birth).state is State.DRAFTED
    doubts = doubts_of(rows, birth)
    answers = {f"doubts-{at}-id": str(one) for at, one in enumerate(doubts)}
    answers |= {f"doubts-{at}-why": "Đã đối chiếu giấy tờ gốc" for at in range(len(doubts))}
    assert take(browse, "hotich", birth, "put_forward", **answers).status_code == 303
    assert again(rows, birth).state is State.VERIFIED


def doubts_of(rows: Any, birth: Birth) -> list[int]:
    return list(rows.scalars(select(Doubt.id).where(Doubt.birth_id == birth.id).order_by(Doubt.position)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"born_at": "Bệnh viện Từ Dũ"}, "Nơi sinh: ghi đủ"),
        ({"fatherhood": ""}, "Chỉ ghi người cha khi"),
        ({"relation": "spouse"}, "không đi đăng ký được"),
        ({"declarer_citizen_id": ""}, "Ghi số định danh của người yêu cầu"),
        ({"mother_born": "2026"}, "không thể sinh sau con"),
        ({"proof_number": ""}, "Ghi số của giấy tờ chứng minh"),
    ],
)
def test_what_must_be_mended_keeps_it_from_the_signer(
    browse: Any, rows: Any, typed: dict[str, str], sentence: str
) -> None:
    birth = declared(browse, rows, **typed)
    take(browse, "hotich", birth, "put_forward")
    assert again(rows, birth).state is State.DRAFTED
    assert sentence in browse("hotich").get(f"{BIRTHS}/{birth.id}").text


def test_late_is_told_from_in_time(browse: Any, rows: Any) -> None:
    late = clock.today() - timedelta(days=61)
    assert declared(browse, rows, born=f"{late:%d/%m/%Y}").registration is Registration.LATE
    in_time = clock.today() - timedelta(days=60)
    other = {"mother_name": "Đặng Thị Khác", "child_name": "Nguyễn Văn Khác"}
    assert declared(browse, rows, born=f"{in_time:%d/%m/%Y}", **other).registration is Registration.ON_TIME


def test_a_birth_of_another_ward_is_not_there(browse: Any, rows: Any) -> None:
    birth = declared(browse, rows)
    assert browse("hotich2").get(f"{BIRTHS}/{birth.id}").status_code == 404
    assert browse("vanthu").post(f"{BIRTHS}/new", form(rows)).status_code == 403
