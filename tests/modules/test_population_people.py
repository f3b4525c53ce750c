"""People as an officer works with them: typed, doubted, found, looked up, compared."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.data.partial import PartialDay
from app.data.trail import Trail
from modules.population.beside import PersonAddress
from modules.population.person import Person
from modules.population.places import proposals
from tests.filled import form_of

HERE = "/population/people"
OFFICER, OTHER_OFFICER, OVERSEER = "hotich", "hotich2", "sotuphap"


def typed(name: str, **words: str) -> dict[str, str]:
    return {"version": "0", "full_name": name, **words}


def made(browse: Any, name: str, **words: str) -> int:
    answer = browse(OFFICER).post(f"{HERE}/new", typed(name, **words))
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def read(rows: Any, row: int) -> Person:
    rows.rollback()
    return rows.get_one(Person, row)


def page(browse: Any, row: int, login: str = OFFICER) -> str:
    return str(browse(login).get(f"{HERE}/{row}").text)


def saved(browse: Any, row: int, **words: str) -> Any:
    browser = browse(OFFICER)
    sent = form_of(browser.get(f"{HERE}/{row}").text, f"{HERE}/{row}/edit")
    return browser.post(f"{HERE}/{row}/edit", {**sent, **words})


def test_a_full_name_typed_in_one_field_is_split(rows: Any, browse: Any) -> None:
    row = made(browse, "  Tôn   Nữ Thị Ninh ", born="5/1940", sex="female")
    person = read(rows, row)
    assert (person.surname, person.middle_name, person.given_name) == ("Tôn", "Nữ Thị", "Ninh")
    assert person.born == PartialDay(1940, 5) and person.alive and person.in_capitals == "TÔN NỮ THỊ NINH"
    assert "05/1940" in page(browse, row)


def test_the_list_is_narrowed_and_sorted_by_a_partial_birth(browse: Any) -> None:
    clerk = browse(OFFICER)
    for born, found in (("1942", True), ("5/1942", True), ("6/1942", False)):
        assert ("Võ Văn Lộc" in clerk.get(f"{HERE}?born={born}").text) is found, born
    text = clerk.get(f"{HERE}?sort=born").text
    assert text.index("Trần Văn Lộc") < text.index("Võ Văn Lộc") < text.index("Nguyễn Quốc Bảo")


def test_a_name_with_a_digit_and_a_death_before_the_birth_are_refused(browse: Any) -> None:
    for words, sentence in (
        ({"full_name": "Lê Văn 5"}, "không dùng được “5”"),
        ({"born": "30/2/1990"}, "30/2/1990"),
        ({"born": "14/5/2090"}, "không được sau hôm nay"),
        ({"born": "1990", "died_on": "5/1980"}, "Ngày mất sớm hơn ngày sinh"),
        ({"old_number": "12345678"}, "gồm 9 chữ số"),
        ({"citizen_id": "07909012345"}, "phải đủ 12 chữ số"),
    ):
        answer = browse(OFFICER).post(f"{HERE}/new", {**typed("Lê Văn Năm"), **words})
        assert answer.status_code == 422 and sentence in answer.text, (words, answer.text)


def test_one_number_is_one_person_also_in_another_ward(rows: Any, browse: Any) -> None:
    made(browse, "Lê Thị Một", citizen_id="079190111111")
    for login in (OFFICER, OTHER_OFFICER):
        answer = browse(login).post(f"{HERE}/new", typed("Lê Thị Hai", citizen_id="079 190 111 111"))
        assert answer.status_code == 422 and "giá trị này đã có ở hồ sơ khác" in answer.text
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Person.citizen_id == "079190111111")) == 1


def test_a_number_that_contradicts_the_rest_is_a_warning_and_is_saved(browse: Any) -> None:
    row = made(browse, "Phạm Văn Lệch", citizen_id="500195222222", sex="male", born="14/5/1985")
    text = page(browse, row)
    for sentence in ("Ba chữ số đầu (500)", "Chữ số thứ tư (1) là của nữ", "Chữ số 5 và 6 (95) cho biết sinh năm 1995"):
        assert sentence in text


def test_who_may_be_the_same_is_shown_with_a_masked_number(browse: Any) -> None:
    one = made(browse, "Lý Mỹ Thúy", born="14/5/1971", citizen_id="079171333333")
    other = made(browse, "Thuý Lí Mĩ", born="5/1971")
    twin = made(browse, "Lý Mỹ Thảo", born="14/5/1971")
    text = page(browse, other)
    assert f"{HERE}/{one}" in text and "0791••••3333" in text and "079171333333" not in text
    assert "Có thể là cùng một người" not in page(browse, twin)
    row = browse(OTHER_OFFICER).post(f"{HERE}/new", typed("Lý Mỹ Thúy", born="1971")).headers["Location"]
    text = browse(OTHER_OFFICER).get(row).text
    assert "0791••••3333" in text and "Phường Tân Bình" in text and f'href="{HERE}/{one}"' not in text


@pytest.mark.parametrize(
    "words", ["vo thi tim", "VÕ THỊ TÌM", "Tìm Võ", "079188888888", "079 188 888 888", "024888888"]
)
def test_people_are_found_by_name_without_marks_and_by_both_numbers(rows: Any, browse: Any, words: str) -> None:
    if rows.scalar(select(Person.id).where(Person.full_name == "Võ Thị Tìm")) is None:
        rows.rollback()
        made(browse, "Võ Thị Tìm", born="1988", citizen_id="079188888888", old_number="024 888 888")
    found = browse(OFFICER).get(f"{HERE}?q={words}").text
    assert "Võ Thị Tìm" in found and "Nguyễn Quốc Bảo" not in found and "0791••••8888" in found


def test_an_old_address_gets_the_unit_that_the_officer_chooses(rows: Any, browse: Any) -> None:
    lines = {"addresses-0-id": "", "addresses-0-kind": "permanent", "addresses-0-legacy_text": "12 Lê Lợi, Phường 12"}
    row = made(browse, "Bùi Văn Cũ", **lines)
    address = rows.scalars(select(PersonAddress).where(PersonAddress.person_id == row)).one()
    places = proposals(rows, "12 Lê Lợi, Phường 12")
    assert len(places) > 1 and address.unit_id is None
    text, number = page(browse, row), address.id
    assert all(f'value="{place.unit_id}"' in text for place in places) and "Nay có thể thuộc" in text
    there = f"/population/beside/{row}/unit"
    browse(OFFICER).post(there, {"address": str(number), "unit": "1"})
    rows.rollback()
    assert rows.get_one(PersonAddress, number).unit_id is None
    browse(OFFICER).post(there, {"address": str(number), "unit": str(places[0].unit_id)})
    rows.rollback()
    found = rows.get_one(PersonAddress, number)
    assert found.unit_id == places[0].unit_id and found.legacy_text == "12 Lê Lợi, Phường 12"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("12 Lê Lợi, Phường Bến Nghé, Quận 1, TP.HCM", {"Phường Sài Gòn"}),
        ("P.5, Q.3", {"Phường Bàn Cờ"}),
        ("Phường 05 Quận 3", {"Phường Bàn Cờ"}),
        ("Phường Bến Nghé, Quận 3", set()),
        ("Phường Bến Nghé, Hà Nội", set()),
        ("Phường 2, Quận 99", None),
        ("", set()),
        ("thôn Đông, xã Không Có", set()),
    ],
)
def test_an_old_text_proposes_the_units_it_may_mean(rows: Any, text: str, names: set[str] | None) -> None:
    found = {one.name for one in proposals(rows, text)}
    assert len(found) > 3 if names is None else found == names


def test_a_relation_is_told_once_and_shown_at_both(rows: Any, browse: Any) -> None:
    father, mother = made(browse, "Phan Văn Cha", sex="male"), made(browse, "Phan Thị Mẹ", sex="female")
    lines = {f"relations-{at}-{key}": value for at, key, value in (
        (0, "id", ""), (0, "kind", "father"), (0, "other_id", str(father)),
        (1, "id", ""), (1, "kind", "mother"), (1, "other_id", str(mother)),
    )}  # fmt: skip
    child = made(browse, "Phan Thị Con", **lines)
    assert "Phan Văn Cha" in page(browse, child)
    family = page(browse, mother).split('id="panel-family"')[1].split("</section>")[0]
    assert "Phan Thị Con" in family and "Con" in family and "Người mẹ" not in family
    answer = saved(browse, child, **{"relations-0-other_id": str(child)})
    assert answer.status_code == 422 and "Không thể chọn chính người này" in answer.text


def test_the_overseer_reads_masked_numbers_and_each_reveal_is_written_down(rows: Any, browse: Any) -> None:
    row, number = rows.execute(
        select(Person.id, Person.citizen_id).where(Person.citizen_id.is_not(None)).limit(1)
    ).one()
    text = page(browse, row, OVERSEER)
    assert number not in text and f"{number[:4]}••••{number[-4:]}" in text and 'name="full_name"' not in text
    before = rows.scalar(select(func.count()).where(Trail.act == "read", Trail.row_id == row))
    rows.rollback()
    assert number in browse(OVERSEER).post(f"{HERE}/{row}/reveal/citizen_id", {}).text
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Trail.act == "read", Trail.row_id == row)) == before + 1
    assert browse(OTHER_OFFICER).get(f"{HERE}/{row}").status_code == 404
