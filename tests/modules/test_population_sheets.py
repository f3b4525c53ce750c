"""People who come in as a sheet: old encodings turned, broken rows named, nothing locked overwritten."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from sqlalchemy import func, select

from app.data.partial import PartialDay
from modules.population.known import Known, Source
from modules.population.legacy import to_tcvn3, to_vni
from modules.population.lists import Ethnicity
from modules.population.person import Person, Sex
from modules.population.register import Found
from tests.modules.test_population_look_ups import connect, look_up
from tests.modules.test_population_people import HERE, OFFICER, made, read
from tests.web.sheets import send, text, xlsx

HEADS = ["Họ, chữ đệm, tên", "Ngày sinh", "Giới tính", "Dân tộc", "Số định danh cá nhân"]
THERE = f"{HERE}/import"


def found(rows: Any, name: str) -> Person:
    rows.rollback()
    return rows.scalars(select(Person).where(Person.full_name == name)).one()


def test_old_encodings_become_unicode_and_the_rest_stays(rows: Any, browse: Any) -> None:
    clerk = browse(OFFICER)
    sheet = xlsx(
        HEADS,
        [to_tcvn3("Trương Thị Hường"), "1940", to_tcvn3("Nữ"), "Kinh", "077140000901"],
        [to_vni("Lưu Đức Phước"), "5/1962", "Nam", to_vni("Mường"), ""],
        [unicodedata.normalize("NFD", "Đỗ Thuỳ Dương"), "14.05.1985", "nu", "H'Mông", ""],
        ["H'Hen Niê", 1992, "Nữ", "Ê Đê", ""],
    )
    page = send(clerk, THERE, "dan-cu.xlsx", sheet)
    assert "Ghi 4 bản ghi" in page, page
    clerk.post(clerk.last, {})
    one = found(rows, "Trương Thị Hường")
    assert one.born == PartialDay(1940) and one.sex is Sex.FEMALE
    source = rows.scalars(select(Known.source).where(Known.person_id == one.id, Known.column == "full_name")).one()
    assert source is Source.SHEET
    assert found(rows, "Lưu Đức Phước").born == PartialDay(1962, 5)
    assert found(rows, "Đỗ Thuỳ Dương").born == PartialDay(1985, 5, 14)
    assert rows.get(Ethnicity, found(rows, "H'Hen Niê").ethnicity_id).code == "12"


def test_a_sheet_of_text_is_read_in_the_same_way(rows: Any, browse: Any) -> None:
    sheet = text(HEADS, [to_vni("Nguyễn Hữu Lộc"), "1/2/1970", "Nam", "", ""], mark=";")
    clerk = browse(OFFICER)
    assert "Ghi 1 bản ghi" in send(clerk, THERE, "dan-cu.csv", sheet)
    clerk.post(clerk.last, {})
    assert found(rows, "Nguyễn Hữu Lộc").born == PartialDay(1970, 2, 1)


def test_broken_rows_are_named_and_nothing_is_written(rows: Any, browse: Any) -> None:
    before = rows.scalar(select(func.count()).select_from(Person))
    rows.rollback()
    page = send(
        browse(OFFICER),
        THERE,
        "dan-cu.xlsx",
        xlsx(
            HEADS,
            ["Lê Văn 4", "1980", "Nam", "Kinh", ""],
            ["Lê Văn Hai", "30/2/1980", "Nam", "Kinh", ""],
            ["Lê Văn Ba", "1980", "Không rõ", "Kinh", ""],
            ["Lê Văn Tư", "1980", "Nam", "Thượng", ""],
            ["Lê Văn Năm", "1980", "Nam", "Kinh", "12345"],
            ["Lê Văn Sáu", "1980", "Nam", "Kinh", "079080000902"],
            ["Lê Văn Bảy", "1980", "Nam", "Kinh", "079080000902"],
        ),
    )
    for sentence in (
        "không dùng được “4”", "30/2/1980", "Chỉ nhận các giá trị", "“Thượng”", "phải đủ 12 chữ số",
        "giá trị này đã có ở hồ sơ khác",
    ):  # fmt: skip
        assert sentence in page, sentence
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Person)) == before


def test_a_sheet_overwrites_nothing_that_is_locked(rows: Any, browse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = made(browse, "Vũ Thị Bảng", born="3/4/1977", sex="female", citizen_id="079177000903")
    connect(monkeypatch, Found("Vũ Thị Bảng", PartialDay(1977, 4, 3), Sex.FEMALE))
    look_up(browse, row)
    heads = ["Bản ghi (giữ nguyên)", "Họ, chữ đệm, tên", "Ngày sinh"]
    clerk = browse(OFFICER)
    sheet = clerk.get(f"{THERE}/rows.csv").data.decode("utf-8-sig")
    first = sheet.splitlines()[0].split(",")[0].split(";")[0].strip('"')
    page = send(clerk, THERE, "dan-cu.xlsx", xlsx([first, *heads[1:]], [str(row), "Vũ Thị Bảng", "4/3/1977"]))
    assert "Ngày sinh" in page and "Nếu không đúng" in page, page
    assert read(rows, row).born == PartialDay(1977, 4, 3)
