"""Look-ups in the register: what is locked, what differs, and who looked up whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, cast, func, select

from app.data.partial import PartialDay
from app.data.trail import Trail
from modules.interconnect import Call
from modules.population import national
from modules.population.difference import Difference, State
from modules.population.known import Known
from modules.population.lists import Ethnicity
from modules.population.person import Person, Sex
from modules.population.register import Found, LookUp, NotAnswering, NotFound, Outcome, Refused
from tests.modules.interconnected import settle, simulators
from tests.modules.test_population_people import HERE, OFFICER, OTHER_OFFICER, OVERSEER, made, page, read, saved
from tests.program import Program


def connect(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[tuple[Any, ...]]:
    """Let the register answer what the simulated one cannot be made to; returns what it is asked."""
    asked: list[tuple[Any, ...]] = []

    def verify(person: Person, **words: str) -> Any:
        asked.append((person.citizen_id, person.full_name, person.born, words))
        return answer

    monkeypatch.setattr(national, "verify", verify)
    return asked


def alone(rows: Any, browse: Any) -> int:
    """Somebody with a number whom no test has looked up yet."""
    found = rows.scalar(select(Person.id).where(Person.full_name == "Ngô Thị Mạng"))
    return found or made(browse, "Ngô Thị Mạng", born="1980", citizen_id="079180444444")


ASKED = {"service": "1.001193", "purpose": "Khai sinh", "about": "HS-1"}


def look_up(browse: Any, row: int) -> Any:
    return browse(OFFICER).post(f"/population/beside/{row}/look-up", ASKED)


def test_the_database_of_another_agency_is_asked_and_its_silence_told(rows: Any, site: Any, browse: Any) -> None:
    where = Person.citizen_id == "079190012345"
    row = rows.scalar(select(Person.id).where(where))
    browser = browse(OFFICER)
    browser.post(there := f"/population/beside/{row}/look-up", ASKED)
    assert "không trả lời từ" in browser.get(f"{HERE}/{row}").text and not read(rows, row).locks
    with simulators(Path(site.config["DATA_DIR"])):
        settle(site)
        browser.post(there, ASKED | {"service": "khai sinh"})
        assert "Hãy ghi mã thủ tục" in browser.get(f"{HERE}/{row}").text
        browser.post(there, ASKED)
    person = read(rows, row)
    assert set(person.locks) >= {"citizen_id", "full_name", "born", "sex", "ethnicity_id", "country_id", "old_number"}
    assert person.old_number == "024123456" and rows.get_one(Ethnicity, person.ethnicity_id).name == "Kinh"
    outcomes = rows.scalars(select(LookUp.outcome).where(LookUp.person_id == row).order_by(LookUp.id)).all()
    assert outcomes == [Outcome.NOT_ANSWERING, Outcome.FOUND]
    called = rows.scalars(select(Call).where(Call.about_row == row).order_by(Call.id)).all()
    assert [one.purpose for one in called] == ["Khai sinh"] * 2 and called[-1].officer


def test_what_a_look_up_brings_is_filled_in_locked_and_written_down(
    rows: Any, site: Any, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made(browse, "Đỗ Văn Tra", born="14/5/1985", citizen_id="079085555555")
    answer = Found("Đỗ Văn Tra", PartialDay(1985, 5, 14), Sex.MALE, "H'Mông", "VNM", request_id="R-1")
    asked = connect(monkeypatch, answer)
    assert look_up(browse, row).status_code == 303
    assert asked == [
        ("079085555555", "Đỗ Văn Tra", PartialDay(1985, 5, 14), {"service": "1.001193", "purpose": "Khai sinh"})
    ]
    person = read(rows, row)
    assert person.sex is Sex.MALE and person.ethnicity_id and set(person.locks) >= {"full_name", "born", "sex"}
    written = rows.scalars(select(LookUp).where(LookUp.person_id == row)).one()
    assert (written.purpose, written.about, written.request_id) == (
        "Khai sinh",
        "HS-1",
        "R-1",
    ) and written.created_by_id
    text = page(browse, row)
    assert "Theo Cơ sở dữ liệu quốc gia về dân cư" in text and 'name="sex"' not in text and 'name="phone"' in text
    assert 'name="citizen_id"' not in text and f'"{HERE}/{row}/reveal/citizen_id"' in text
    # What is sent all the same is refused, by a form as by a program, and the rest may be changed.
    answer = saved(browse, row, sex="female")
    assert answer.status_code == 422 and "Giới tính" in answer.text and "Nếu không đúng" in answer.text
    program = Program(site, OFFICER, ["population:read", "population:write"])
    seen = {"If-Match": program.get(f"/api/v1{HERE}/{row}").headers["ETag"]}
    changed = program.patch(f"/api/v1{HERE}/{row}", {"born": "1986"}, seen)
    assert changed.status_code == 422 and "Ngày sinh" in changed.text, changed.text
    assert program.patch(f"/api/v1{HERE}/{row}", {"phone": "0909 000 111"}, seen).status_code == 200
    assert read(rows, row).born == PartialDay(1985, 5, 14)
    assert saved(browse, row, phone="0909 123 456").status_code == 303
    assert read(rows, row).phone == "0909123456" and read(rows, row).sex is Sex.MALE


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (NotFound("R-2"), "Không tìm thấy"),
        (Refused("Cán bộ chưa được cấp quyền."), "Cán bộ chưa được cấp quyền."),
        (NotAnswering("Không trả lời từ 08:02."), "Không trả lời từ 08:02."),
    ],
)
def test_an_answer_that_says_nothing_locks_nothing_and_is_written_down(
    rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch, answer: Any, sentence: str
) -> None:
    connect(monkeypatch, answer)
    row = alone(rows, browse)
    before = rows.scalar(select(func.count()).select_from(LookUp))
    browser = browse(OFFICER)
    browser.post(f"/population/beside/{row}/look-up", ASKED)
    assert sentence in browser.get(f"{HERE}/{row}").text
    assert not read(rows, row).locks and rows.scalar(select(func.count()).select_from(LookUp)) == before + 1


def test_nobody_is_looked_up_without_a_purpose(rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = connect(monkeypatch, NotFound())
    row = alone(rows, browse)
    browser = browse(OFFICER)
    browser.post(f"/population/beside/{row}/look-up", ASKED | {"purpose": "  "})
    assert "Hãy ghi mục đích tra cứu" in browser.get(f"{HERE}/{row}").text and asked == []
    assert browse("canbo2").post(f"/population/beside/{row}/look-up", ASKED).status_code in (403, 404)
    assert browse(OTHER_OFFICER).post(f"/population/beside/{row}/look-up", ASKED).status_code == 404
    assert browse(OVERSEER).post(f"/population/beside/{row}/look-up", ASKED).status_code == 403


def test_what_differs_stands_beside_it_until_an_official_chooses(
    rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made(browse, "Võ Thị Khác", born="2/3/1979", sex="female", citizen_id="079179666666", old_number="023456789")
    connect(monkeypatch, Found("Võ Thị Khắc", PartialDay(1979, 3, 12), Sex.FEMALE, old_number="023456780"))
    look_up(browse, row)
    look_up(browse, row)  # asked twice, listed once
    person = read(rows, row)
    assert person.full_name == "Võ Thị Khác" and person.born == PartialDay(1979, 3, 2) and "born" not in person.locks
    found = {one.column: one for one in rows.scalars(select(Difference).where(Difference.person_id == row))}
    assert set(found) == {"full_name", "born", "old_number"} and len(found) == 3
    assert (found["born"].present, found["born"].other) == ("02/03/1979", "12/03/1979")
    assert found["old_number"].other == "023••••780"
    ids = {key: one.id for key, one in found.items()}
    assert "Đang ghi 02/03/1979" in page(browse, row)
    path = "/population/differences"
    refused = browse(OFFICER).post(f"{path}/{ids['born']}/steps/replace", {"reason": ""})
    assert refused.status_code == 422 and read(rows, row).born == PartialDay(1979, 3, 2)
    assert (
        browse(OFFICER).post(f"{path}/{ids['born']}/steps/replace", {"reason": "Theo giấy khai sinh"}).status_code
        == 303
    )
    assert browse(OFFICER).post(f"{path}/{ids['full_name']}/steps/keep", {"reason": "Đúng với thẻ"}).status_code == 303
    person = read(rows, row)
    assert person.born == PartialDay(1979, 3, 12) and person.locks["born"][0] == "look_up"
    assert person.full_name == "Võ Thị Khác" and "full_name" not in person.locks
    states = {one.column: one.state for one in rows.scalars(select(Difference).where(Difference.person_id == row))}
    assert states == {"born": State.CHANGED, "full_name": State.KEPT, "old_number": State.OPEN}
    history = page(browse, row)
    assert "Công chức quyết định" in history and "Theo giấy khai sinh" in history
    kept = rows.execute(select(Known.value).where(Known.person_id == row, Known.column == "born").order_by(Known.id))
    assert [one.value for one in kept] == ["02/03/1979", "12/03/1979"]
    assert rows.scalar(select(func.count()).where(cast(Trail.changes, String).contains("023456780"))) == 0


def test_a_locked_value_that_a_paper_contradicts_goes_to_the_list(
    rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = made(browse, "Hồ Văn Khóa", born="1/1/1960", citizen_id="079060777777")
    connect(monkeypatch, Found("Hồ Văn Khóa", PartialDay(1960, 1, 1)))
    look_up(browse, row)
    there, browser = f"/population/beside/{row}/differs", browse(OFFICER)
    for words, sentence in (
        ({"column": "born", "other": "1/11/1960", "why": ""}, "Hãy ghi giấy tờ làm căn cứ"),
        ({"column": "born", "other": "31/2/1960", "why": "Khai sinh"}, "31/2/1960"),
        ({"column": "born", "other": "1/1/1960", "why": "Khai sinh"}, "Hai giá trị giống nhau"),
        ({"column": "phone", "other": "0909", "why": "Khai sinh"}, "Chọn một giá trị trong danh sách"),
    ):
        browser.post(there, words)
        assert sentence in browser.get(f"{HERE}/{row}").text
    browser.post(there, {"column": "born", "other": "1/11/1960", "why": "Giấy khai sinh số 12"})
    found = rows.scalars(select(Difference).where(Difference.person_id == row)).one()
    assert (found.present, found.other, found.why) == ("01/01/1960", "01/11/1960", "Giấy khai sinh số 12")
    assert read(rows, row).born == PartialDay(1960, 1, 1)
    browser.post(f"/population/differences/{found.id}/steps/replace", {"reason": "Khai sinh gốc"})
    person = read(rows, row)
    assert person.born == PartialDay(1960, 11, 1) and "born" not in person.locks
