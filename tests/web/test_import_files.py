"""Files that people send as sheets: which are refused, and how what is in their cells is read."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.data.import_file import ImportFile
from app.engine import cells, layout, tables
from app.engine.cells import Cell
from modules.equipment.models import Item, Kit
from tests.web.sheets import send, text, xlsx

ITEMS = "/equipment/items/import"
HEADS = ["Mã", "Trang thiết bị", "Đơn vị tính", "Giá tham khảo", "Phần mềm, không tính vào mức giá"]
REFUSED = {
    "empty": (b"", "Tệp rỗng"),
    "no rows": (xlsx(HEADS), "không có dòng nào"),
    "encrypted or old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "mật khẩu"),
    "truncated": (xlsx(HEADS, ["1"])[:900], "bị hỏng"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40, "CSV"),
    "merged": (xlsx(HEADS, ["1", "2", "3"], merge="A2:B2"), "đang gộp"),
    "two of a name": (xlsx(["Mã", "mã"], ["1", "2"]), "cùng tiêu đề"),
    "renamed": (xlsx(["Mã", "Trang thiết bi"], ["1", "2"]), "“Trang thiết bị”"),
    "unknown": (xlsx(["Mã", "Ghi linh tinh"], ["1", "2"]), "Không có cột “Ghi linh tinh”"),
    "no heading": (xlsx(["Mã", None, "Trang thiết bị"], ["1", "2", "3"]), "Cột B không có tiêu đề"),
    "beyond the headings": (xlsx(["Mã", "Trang thiết bị"], ["1", "2", "3"]), "Ô C2"),
    "another code page": (
        "Mã,Thiết bị\n1,Máy in đa năng\n".encode("cp1258", "replace").replace(b"M", b"\xd0\xc3"),
        "UTF-8",
    ),
    "too many rows": (text(["Mã"], *[[str(n)] for n in range(10_001)]), "10.000 dòng"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_taken_gets_a_sentence(case: str, site: Flask) -> None:
    content, sentence = REFUSED[case]
    with pytest.raises(ValueError, match=sentence), site.app_context():
        table = tables.read(content)
        from app.engine.registry import registry
        from app.engine.sheet_plan import Plan

        Plan(registry.resources["equipment.items"], table)


def test_a_refused_file_leaves_nothing_behind(rows: Any, browse: Any) -> None:
    browser, before = browse("sokhcn"), rows.scalar(select(func.count()).select_from(ImportFile))
    assert "bị hỏng" in send(browser, ITEMS, "hong.xlsx", b"PK\x03\x04 nothing")
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(ImportFile)) == before


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b'a;"b\n']))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes, before: bytes) -> None:
    try:
        table = tables.read(before + content)
    except ValueError as error:
        assert str(error).endswith((".", "”?"))  # ours, not a library's
    else:
        assert all(len(row.cells) == len(table.heads) for row in table.rows)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (cells.UNPACKED + 1))
    assert len(bomb.getvalue()) < 2**20
    with pytest.raises(ValueError, match="giải nén"):
        tables.read(bomb.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        text(HEADS[:2], ["A", "Máy in"], mark=";"),
        text(HEADS[:2], ["A", "Máy in"], mark="\t", coding="utf-16"),
        text(HEADS[:2], ["A", "Máy in"], coding="utf-8"),
        b"\xef\xbb\xbfsep=;\r\n" + text(HEADS[:2], ["A", "Máy in"], mark=";", coding="utf-8"),
        xlsx(HEADS[:2], [None, None], ["A", "Máy in"], [None, " "]),
    ],
)
def test_every_way_to_save_a_table_reads_the_same(content: bytes) -> None:
    table = tables.read(content)
    assert table.heads == HEADS[:2]
    assert [cell.value for cell in table.rows[0].cells] == ["A", "Máy in"]


def test_formulas_and_errors_are_refused_in_their_cell() -> None:
    computed = tables.read(xlsx(["a", "b"], ["=1+1", "=HYPERLINK(1)"])).rows[0].cells
    assert all("công thức" in cell.refused for cell in computed)
    assert "#REF!" in tables.read(xlsx(["a"], ["#REF!"])).rows[0].cells[0].refused
    assert "công thức" in tables.read(text(["a"], ["=cmd|' /C calc'!A0"])).rows[0].cells[0].refused
    assert tables.read(text(["a"], ["'=not a formula"])).rows[0].cells[0].value == "=not a formula"


LETTERS = st.characters(blacklist_categories=["Cs", "Cc"])
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**15), max_value=10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(min_value=date(1900, 3, 1)).map(lambda day: datetime.combine(day, time(8, 30))),
    st.dates(min_value=date(1900, 3, 1)),
    st.text(LETTERS, max_size=12).filter(lambda said: not said.startswith(("=", "#", "_"))),
)


@given(st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=8))
def test_the_quick_and_the_thorough_reader_read_the_same(typed: list[list[Any]]) -> None:
    content = xlsx(*typed)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        cells._check(parts)
    quick, thorough = (
        {
            (row.number, at): cell.value
            for row in reader(content)
            for at, cell in enumerate(row.cells)
            if cell.value not in (None, "")
        }
        for reader in (cells._quick, cells._thorough)
    )
    assert quick == thorough


@pytest.mark.parametrize("far", ["A1048576", "XFD2", "ZZ9000", "A12000"])
def test_a_lonely_cell_far_away_takes_no_room(far: str) -> None:
    book = load_workbook(BytesIO(xlsx(["a"], ["1"])))
    book.active[far] = "x"
    book.save(content := BytesIO())
    with zipfile.ZipFile(content) as parts:
        assert not cells._check(parts), "the quick reader would make room for every cell before it"
    assert tables.read(content.getvalue()).rows[0].cells[0].value == "1"


@given(st.integers(min_value=0, max_value=10**14))
def test_money_is_the_same_typed_or_as_a_number(amount: int) -> None:
    words = layout.meta(Item.price)
    for value in (amount, float(amount), f"{amount:,}".replace(",", ".")):
        assert layout.canonical(words, layout.typed(words, Cell(value), _no_rows)) == str(amount)


@given(st.floats(min_value=0.001, max_value=10**9).filter(lambda value: value != int(value)))
def test_a_broken_amount_is_never_read_as_thousands(amount: float) -> None:
    with pytest.raises(ValueError, match=r"68\.250\.000"):
        layout.typed(layout.meta(Item.price), Cell(amount), _no_rows)


@given(st.dates(min_value=date(1900, 3, 1)))
def test_a_day_is_the_same_typed_or_as_a_date(day: date) -> None:
    words = layout.meta(Kit.valid_from)
    spelled = (day, datetime.combine(day, time(8)), f"{day.day}/{day.month}/{day.year:04}", day.isoformat())
    assert len({layout.canonical(words, layout.typed(words, Cell(value), _no_rows)) for value in spelled}) == 1


def _no_rows(_words: Any, text: str) -> int:
    raise AssertionError(text)
