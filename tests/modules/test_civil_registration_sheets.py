"""Digitised books: tried first, taken with the numbers they bear, undone as a whole, and saved again as they came."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from app.data.trail import Trail
from modules.civil_registration.births.birth import Birth, Doubt
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.actions import actions_of, made_of, values_of
from modules.civil_registration.cases.kinds import Event, Origin, Relation, Sex, State
from modules.civil_registration.deaths.death import Death, Notice
from modules.civil_registration.sheets.batch import SheetBatch, SheetLine, Verdict
from modules.population.legacy import to_tcvn3, to_vni
from tests.modules import civil_sheets as made
from tests.modules import test_civil_registration_changes as changes
from tests.modules.test_civil_registration import declared, registered

SEND, LIST = "/civil-registration/sheets/", "/civil_registration/sheets"


def send(browse: Any, content: bytes, name: str = "so.xlsx", event: str = "birth", zipped: bytes | None = None) -> Any:
    form: dict[str, Any] = {"event": event, "sheet": (io.BytesIO(content), name)}
    if zipped is not None:
        form["scans"] = (io.BytesIO(zipped), "quet.zip")
    return browse("luutru").post(SEND, form)


def tried(browse: Any, rows: Any, content: bytes, **others: Any) -> SheetBatch:
    answer = send(browse, content, **others)
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return rows.scalars(select(SheetBatch).order_by(SheetBatch.id.desc()).limit(1)).one()


def take(browse: Any, batch: int, step: str, **typed: str) -> Any:
    browser = browse("luutru")
    page = f"{LIST}/{batch}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def found(rows: Any, batch: SheetBatch) -> dict[int, str]:
    """What was said of each row of the sheet."""
    lines = rows.scalars(select(SheetLine).where(SheetLine.batch_id == batch.id))
    return {line.row: " ".join(f"{cell} {sentence}" for cell, _bad, sentence in line.problems) for line in lines}


def births_of(rows: Any, year: int) -> list[Birth]:
    rows.rollback()
    rows.expire_all()
    return list(rows.scalars(select(Birth).where(Birth.year == year).order_by(Birth.number)))


def book_of(rows: Any, year: int, event: Event = Event.BIRTH) -> RegisterBook:
    rows.rollback()
    rows.expire_all()
    return rows.scalars(select(RegisterBook).where(RegisterBook.event == event, RegisterBook.year == year)).one()


def test_an_old_book_is_tried_then_stands_in_the_register_with_its_own_numbers(browse: Any, rows: Any) -> None:
    batch = tried(browse, rows, made.sheet([made.row(number, 2001) for number in (1, 2, 5)]))
    assert (batch.rows, batch.good, batch.wrong) == (3, 3, 0) and not births_of(rows, 2001)
    page = browse("luutru").get(f"{LIST}/{batch.id}").text
    assert "chưa ghi vào sổ" in page and "không có dòng cho các số 3, 4" in page
    assert take(browse, batch.id, "take").status_code == 303
    births = births_of(rows, 2001)
    assert [birth.number for birth in births] == [1, 2, 5] and {birth.state for birth in births} == {State.ISSUED}
    first = births[0]
    assert first.entry == "01/2001" and first.book == "01/2001" and first.origin is Origin.SHEET
    assert first.child_name == made.named(1) and first.relation is Relation.FATHER and first.sex is Sex.FEMALE
    assert str(first.father_born) == "05/1978" and first.delay == 28
    book = book_of(rows, 2001)
    assert (
        book.last == 5
        and "không có việc đăng ký: 3, 4." in browse("luutru").get(f"/civil_registration/books/{book.id}").text
    )
    page = browse("hotich").get(f"/civil_registration/births/{first.id}").text
    assert first.entry in page
    assert made.named(1) in browse("hotich").get("/civil_registration/births?origin=sheet").text


def test_an_entry_of_a_sheet_made_anew_from_its_actions_is_the_same(browse: Any, rows: Any) -> None:
    batch = tried(browse, rows, made.sheet([made.row(1, 1999, nycQuanHe="bạn", meHoTen="", chaHoTen="")]))
    assert take(browse, batch.id, "take").status_code == 303
    (birth,) = births_of(rows, 1999)
    values, state = made_of(actions_of(rows, Event.BIRTH, birth.id))
    assert values == {name: value for name, value in values_of(birth).items() if value is not None}
    assert state is birth.state and birth.relation is Relation.UNKNOWN


def test_the_series_of_this_year_goes_on_behind_what_came_in(browse: Any, rows: Any) -> None:
    year = clock.today().year
    last = book_of(rows, year).last
    rows_of = [made.row(last + 7, year, nksNgaySinh=f"01.01.{year}", ngayDangKy=f"05.01.{year}")]
    batch = tried(browse, rows, made.sheet(rows_of))
    assert take(browse, batch.id, "take").status_code == 303
    assert registered(browse, rows, declared(browse, rows)).number == last + 8


@pytest.mark.parametrize(
    ("words", "cell", "said"),
    [
        ({"nksNgaySinh": "30.02.2002"}, "M2", "30.02.2002"),
        ({"nksNgaySinh": "29.02.2003"}, "M2", "29.02.2003"),
        ({"nksNgaySinh": "01.01.2099"}, "M2", "Ngày sinh ở tương lai"),
        ({"nksNgaySinh": "05.03.2002", "ngayDangKy": "04.03.2002"}, "M2", "Đăng ký trước ngày sinh"),
        ({"ngayDangKy": "04.03.2099"}, "D2", "Ngày đăng ký ở tương lai"),
        ({"ngayDangKy": "03.2002"}, "D2", "Hãy ghi đủ ngày"),
        ({"ngayDangKy": ""}, "D2", "Thiếu: Ngày đăng ký"),
        ({"quyenSo": "01/2001"}, "B2", "không thuộc năm đăng ký (2002)"),
        ({"so": "15/2001"}, "A2", "Số thuộc năm 2001"),
        ({"so": "mười lăm"}, "A2", "không phải số trong sổ"),
        ({"nksGioiTinh": "7"}, "L2", "gioiTinh không có mã 7"),
        ({"nksGioiTinh": ""}, "L2", "Thiếu: Giới tính"),
        ({"nksDanToc": "Người sao Hỏa"}, "P2", "không có trong danh mục"),
        ({"loaiDangKy": "9"}, "E2", "loaiDangKy không có mã 9"),
        ({"nksHoTen": "Nguyễn 4 Nam"}, "K2", "không có chữ số"),
        ({"nksHoTen": "N" * 101}, "K2", "dài nhất 100"),
        ({"meNgaySinh": "2005"}, "S2", "không thể sinh sau con"),
        ({"meSoGiayToTuyThan": "79180123456"}, "X2", "mất số 0"),
        ({"nksHoTen": "=1+1"}, "K2", "công thức"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_cell(
    browse: Any, rows: Any, words: dict[str, str], cell: str, said: str
) -> None:
    batch = tried(browse, rows, made.sheet([made.row(1, 2002, **words)]))
    sentence = found(rows, batch)[2]
    assert batch.wrong == 1 and f"{cell} " in sentence and said in sentence, sentence
    assert take(browse, batch.id, "take").status_code != 303 and not births_of(rows, 2002)


def test_a_death_before_the_birth_and_after_the_registration_is_told(browse: Any, rows: Any) -> None:
    lines = [
        made.death(1, 2004, nktNgayChet="18.05.1930"),
        made.death(2, 2004, nktNgayChet="21.05.2004"),
        made.death(3, 2004, nktGioPhutChet="25:61"),
        made.death(4, 2004, nktNgaySinh="", gbtLoai="0", nktNgayChet="05.2004"),
    ]
    batch = tried(browse, rows, made.sheet(lines, made.DEATH_HEADS), event="death")
    said = found(rows, batch)
    assert (
        "Ngày chết trước ngày sinh" in said[2]
        and "Đăng ký trước ngày chết" in said[3]
        and "15:00" in said[4]
        and not said[5]
    )
    assert take(browse, batch.id, "take_good").status_code == 303
    rows.rollback()
    (death,) = rows.scalars(select(Death).where(Death.year == 2004))
    assert death.number == 4 and death.notice is Notice.NONE and str(death.died_on) == "05/2004"


def test_only_the_good_rows_are_taken_when_the_official_says_so(browse: Any, rows: Any) -> None:
    lines = [made.row(1, 2005), made.row(2, 2005, nksNgaySinh="31.04.2005"), made.row(3, 2005), made.row(3, 2005)]
    batch = tried(browse, rows, made.sheet(lines))
    assert "Dòng 4 mang cùng số" in found(rows, batch)[5]
    assert take(browse, batch.id, "take").status_code != 303
    assert take(browse, batch.id, "take_good").status_code == 303
    assert [birth.number for birth in births_of(rows, 2005)] == [1, 3]
    answer = browse("luutru").get(f"{SEND}{batch.id}/rows.xlsx")
    assert "31.04.2005" in " ".join(line.get("Cần xem", "") for line in made.texts(answer.data))


def test_a_number_that_stands_in_the_register_is_wrong_and_a_person_who_may_stand_there_is_doubted(
    browse: Any, rows: Any
) -> None:
    first = tried(browse, rows, made.sheet([made.row(1, 2006)]))
    assert take(browse, first.id, "take").status_code == 303
    again = made.row(1, 2006)
    other = made.row(1, 2006, so="2", nksHoTen=again["nksHoTen"].upper())
    batch = tried(browse, rows, made.sheet([again, other]))
    said = found(rows, batch)
    assert f"Số 1/2006 đã có trong sổ: {made.named(1)}" in said[2] and "Có thể đã đăng ký: 01/2006" in said[3]
    assert (batch.wrong, batch.doubted) == (1, 1)
    assert take(browse, batch.id, "take_good").status_code == 303
    twin = births_of(rows, 2006)[1]
    said_of_it = rows.scalars(select(Doubt.text).where(Doubt.birth_id == twin.id)).all()
    assert any("Có thể đã đăng ký" in said for said in said_of_it)


def test_what_was_entered_after_the_trial_stops_the_sheet(browse: Any, rows: Any) -> None:
    content = made.sheet([made.row(1, 2007)])
    one, two = tried(browse, rows, content).id, tried(browse, rows, content).id
    assert take(browse, one, "take").status_code == 303
    answer = take(browse, two, "take")
    assert answer.status_code != 303 and "hãy thử lại bảng" in answer.text and len(births_of(rows, 2007)) == 1


@pytest.mark.parametrize("turn", [to_tcvn3, to_vni, lambda text: unicodedata.normalize("NFD", text)])
def test_text_of_old_fonts_is_converted(browse: Any, rows: Any, turn: Any) -> None:
    year = 1990 + [to_tcvn3, to_vni].index(turn) if turn in (to_tcvn3, to_vni) else 1992
    line = made.row(1, year, nksHoTen="Nguyễn Thị Hường", nksNoiSinh="Bệnh viện Từ Dũ")
    line |= {name: turn(line[name]) for name in ("nksHoTen", "nksNoiSinh", "meHoTen", "nksQueQuan")}
    line["meNgaySinh"] = "1960"
    batch = tried(browse, rows, made.sheet([line]))
    assert take(browse, batch.id, "take").status_code == 303, found(rows, batch)
    (birth,) = births_of(rows, year)
    assert (
        birth.child_name == "Nguyễn Thị Hường"
        and birth.born_at == "Bệnh viện Từ Dũ"
        and birth.native_place == "Tiền Giang"
    )


def test_a_batch_is_undone_as_a_whole_but_for_what_somebody_has_worked_with(browse: Any, rows: Any) -> None:
    batch = tried(browse, rows, made.sheet([made.row(number, 2008) for number in range(1, 6)]))
    assert take(browse, batch.id, "take").status_code == 303
    touched = births_of(rows, 2008)[1]
    row = touched.id
    page = f"/civil_registration/births/{row}/steps/revoke"
    signer = browse("chutich")
    assert signer.post(page, {"version": signer.version(page), "reason": "Cấp trái luật"}).status_code == 303
    rows.rollback()
    wanted = changes.form(births_of(rows, 2008)[3], "supplement", ("birth.native_place", "Xã Bình Chánh"))
    changes.asked(browse, rows, wanted)
    assert take(browse, batch.id, "undo").status_code != 303  # without a reason
    assert take(browse, batch.id, "undo", reason="Nhầm sổ của phường khác").status_code == 303
    assert [birth.number for birth in births_of(rows, 2008)] == [2, 4] and book_of(rows, 2008).last == 4
    verdicts = rows.scalars(
        select(SheetLine.verdict).where(SheetLine.batch_id == batch.id).order_by(SheetLine.row)
    ).all()
    assert verdicts == [Verdict.UNDONE, Verdict.HELD, Verdict.UNDONE, Verdict.HELD, Verdict.UNDONE]
    page = browse("luutru").get(f"{LIST}/{batch.id}").text
    assert "Giữ lại" in page and "Nhầm sổ của phường khác" in page
    trail = rows.scalars(
        select(Trail.act).where(Trail.table == "civil_registration_sheet", Trail.row_id == batch.id)
    ).all()
    assert len(trail) >= 3
    again = tried(browse, rows, made.sheet([made.row(number, 2008) for number in (1, 3)]))
    assert again.good == 2
