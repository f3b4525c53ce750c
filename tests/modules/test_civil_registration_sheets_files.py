"""Files around a digitised book: its scans, sheets that are none, ten thousand rows, and the book saved again as it came."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import func, select

from app.data import clock
from app.data.trail import Trail
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.actions import values_of
from modules.civil_registration.cases.kinds import Event
from modules.civil_registration.sheets import qcvn
from modules.civil_registration.sheets.columns import NATIONAL, SHEETS
from tests.modules import civil_sheets as made
from tests.modules.test_civil_registration import declared, registered
from tests.modules.test_civil_registration_sheets import SEND, births_of, book_of, found, send, take, tried


def pdf(text: str = "Trang 1") -> bytes:
    return b"%PDF-1.4\n" + text.encode() if text == "hỏng" else _page(text)


def _page(text: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.docinfo["/Title"] = text
        document.save(out)
    return out.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    return out.getvalue()


def test_scans_come_along_one_for_each_entry(browse: Any, rows: Any) -> None:
    scans = zip_of(
        {"so/0001.pdf": pdf(), "2-2010.pdf": pdf("hai"), "3.pdf": pdf("hỏng"), "bia.pdf": pdf(), "77.pdf": pdf()}
    )
    batch = tried(browse, rows, made.sheet([made.row(number, 2010) for number in range(1, 5)]), zipped=scans)
    said = found(rows, batch)
    assert not said[2] and not said[3] and "Không đọc được tệp 3.pdf" in said[4] and "chưa có tệp PDF" in said[5]
    assert any("bia.pdf, 77.pdf" in note for note in batch.notes) and batch.scans == 2
    assert take(browse, batch.id, "take").status_code == 303
    answer = browse("luutru").get(f"/civil-registration/books/{book_of(rows, 2010).id}/papers.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        assert {"0001-2010.pdf", "0002-2010.pdf"} < set(parts.namelist())
        assert parts.read("0002-2010.pdf") == pdf("hai") or parts.read("0002-2010.pdf").startswith(b"%PDF")
        assert "03/2010, 04/2010" in parts.read("chua-co-tep.txt").decode()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "so.xlsx", "Tệp rỗng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "so.xlsx", "mật khẩu"),
        (b"PK\x03\x04 not at all", "so.xlsx", "hỏng"),
        (made.sheet([], ("so", "ho_ten")), "so.xlsx", "không có dòng"),
        (made.sheet([{"so": "1", "ho_ten": "A"}], ("so", "ho_ten")), "so.xlsx", "không có các cột ho_ten"),
        (made.sheet([{"so": "1"}], ("so", "quyenSo")), "so.xlsx", "thiếu các cột"),
        (made.sheet([made.death(1)], made.DEATH_HEADS), "so.xlsx", "bảng của sổ kia"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_told(browse: Any, content: bytes, name: str, said: str) -> None:
    answer = send(browse, content, name)
    assert answer.status_code == 200 and said in answer.text


def test_a_workbook_with_macros_is_not_opened(browse: Any) -> None:
    out = io.BytesIO(made.sheet([made.row(1, 2011)]))
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
    answer = send(browse, out.getvalue(), "so.xlsm")
    assert answer.status_code == 200 and "macro" in answer.text


def test_ten_thousand_rows_with_broken_ones_are_tried_and_the_good_ones_taken(browse: Any, rows: Any) -> None:
    lines = [made.row(number, 2012) for number in range(1, 10_001)]
    for at in range(0, 10_000, 100):
        lines[at]["nksNgaySinh"] = "31.02.2012"
    lines.append(made.row(10_001, 2012))
    assert "10.000" in send(browse, made.plain(lines), name="so.csv").text
    batch = tried(browse, rows, made.plain(lines[:-1]), name="so.csv")
    assert (batch.rows, batch.wrong) == (10_000, 100)
    assert take(browse, batch.id, "take_good").status_code == 303
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Birth.year == 2012)) == 9_900
    assert take(browse, batch.id, "undo", reason="Thử").status_code == 303
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Birth.year == 2012)) == 0


def test_who_may_not_import_or_export_does_not(browse: Any, rows: Any) -> None:
    for login in ("canbo", "sotuphap", "chutich"):
        assert browse(login).get(SEND).status_code == 403
    book = book_of(rows, clock.today().year)
    assert browse("hotich2").get(f"/civil-registration/books/{book.id}/sheet.xlsx").status_code == 404
    assert browse("sotuphap").get(f"/civil-registration/books/{book.id}/sheet.xlsx").status_code == 403
    before = rows.scalar(select(func.count()).select_from(Trail).where(Trail.table == "civil_registration_book"))
    assert browse("luutru").get(f"/civil-registration/books/{book.id}/sheet.xlsx").status_code == 200
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Trail).where(Trail.table == "civil_registration_book")) > before


def test_a_book_is_saved_and_taken_in_again_with_the_same_values(browse: Any, rows: Any) -> None:
    lines = [
        made.row(1, 2013, ghiChu="Cải chính 2015", loaiDangKy="4"),
        made.row(2, 2013, nksNgaySinh="2013", meNgaySinh="1980", nksDanToc="Hmông", loaiDangKy=""),
        made.row(3, 2013, meSoGiayToTuyThan="079180123456", meLoaiGiayToTuyThan="4", nksQuocTich="US"),
    ]
    batch = tried(browse, rows, made.sheet(lines))
    assert take(browse, batch.id, "take").status_code == 303
    there = f"/civil-registration/books/{book_of(rows, 2013).id}"
    first = made.texts(browse("luutru").get(f"{there}/sheet.xlsx").data)
    for line, said in zip(lines, first, strict=True):
        assert {name: said.get(name, "") for name, text in line.items() if text} == {
            name: text for name, text in line.items() if text
        }
    columns = ("id", "version", "created_at", "updated_at", "created_by_id", "unit_id", "code_hash", "search_key")
    plain = lambda birth: {k: v for k, v in values_of(birth).items() if k not in columns}  # noqa: E731
    before = [plain(birth) for birth in births_of(rows, 2013)]
    assert take(browse, batch.id, "undo", reason="Thử lại").status_code == 303
    again = tried(browse, rows, made.sheet(first, tuple(one.name for one in SHEETS[Event.BIRTH])))
    assert again.wrong == 0, found(rows, again)
    assert take(browse, again.id, "take").status_code == 303
    assert [plain(birth) for birth in births_of(rows, 2013)] == before
    assert made.texts(browse("luutru").get(f"{there}/sheet.xlsx").data) == first
    national = made.texts(browse("luutru").get(f"{there}/national.xlsx").data)
    assert national[2]["meSoDDCN"] == "079180123456" and len(NATIONAL[Event.BIRTH]) == 70
    people = qcvn.read(browse("luutru").get(f"{there}/persons.xml").data)
    assert [one.name for one in people] == [made.named(number) for number in (1, 2, 3)]
    assert str(people[1].born) == "2013" and people[2].mother and people[2].mother.number == "079180123456"


def test_what_was_declared_here_is_saved_in_the_ministrys_words(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    there = f"/civil-registration/books/{book_of(rows, clock.today().year).id}/sheet.xlsx"
    line = next(line for line in made.texts(browse("luutru").get(there).data) if line["so"] == birth.entry)
    assert line["nksHoTen"] == birth.child_name and line["nksGioiTinh"] == "1" and line["nksDanToc"] == "01"
    assert line["nycLoaiGiayToTuyThan"] == "4" and line["nycQuanHe"] == "Cha" and line["loaiDangKy"] == "1"
    assert line["nguoiKy"] == "Đoàn Thanh Bình" and line["ngayDangKy"] == f"{clock.today():%d.%m.%Y}"


def test_an_empty_sheet_says_what_each_column_means(browse: Any) -> None:
    content = browse("luutru").get(f"{SEND}death.xlsx").data
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][1]] == [one.name for one in SHEETS[Event.DEATH]]
    assert "Ngày chết" in {line[1] for line in book["Giải thích"].values}
