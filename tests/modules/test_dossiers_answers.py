"""Dossiers of a configured service are found by what was answered in their form, and come out as a sheet."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pytest
from openpyxl import load_workbook

from modules.dossiers.demo.sample import ANSWERS, CODE
from tests.modules.test_dossiers import HERE
from tests.modules.test_dossiers_configured import fill_in, handed_in

PAGE = "/dossiers/answers/"
CHILD = {
    "hoc_sinh": "Đinh Hoàng Thảo Nguyên", "ngay_sinh": "09/05/2013", "so_dinh_danh": "079313001234", "lop": "7",
    "truong": "Trường Trung học cơ sở Bàn Cờ 100%", "dien": "khó khăn đột xuất", "so_nguoi": "11", "da_ho_tro": "yes",
}  # fmt: skip


@pytest.fixture
def row(rows: Any, browse: Any) -> int:
    number = handed_in(rows, browse)
    assert fill_in(browse, number, **CHILD).status_code == 303
    return number


def finds(browse: Any, row: int, field: str, typed: str, login: str = "motcua") -> bool:
    answer = browse(login).client.get(PAGE, query_string={"field": field, "q": typed})
    assert answer.status_code == 200, answer.text
    return f'href="{HERE}/{row}"' in answer.text


def test_a_dossier_is_found_by_each_kind_of_answer_as_people_write_it(browse: Any, row: int) -> None:
    for field, typed in (
        ("hoc_sinh", "thao nguyen"),
        ("hoc_sinh", unicodedata.normalize("NFD", "Thảo Nguyên")),
        ("ngay_sinh", "9/5/2013"),
        ("lop", "7,0"),
        ("da_ho_tro", "có"),
        ("dien", "Khó khăn đột xuất"),
        ("truong", "100%"),
        ("", "ban co"),
        ("", ""),
    ):
        assert finds(browse, row, field, typed), (field, typed)
    for field, typed in (
        ("hoc_sinh", "bàn cờ"),
        ("lop", "1"),
        ("truong", "10_%"),
        ("da_ho_tro", "không"),
        ("", "x" * 900),
    ):
        assert not finds(browse, row, field, typed), (field, typed)


def test_nobody_is_found_by_his_personal_number_and_it_stays_masked(browse: Any, row: int) -> None:
    assert not finds(browse, row, "so_dinh_danh", CHILD["so_dinh_danh"])
    assert not finds(browse, row, "", CHILD["so_dinh_danh"])
    page = browse("motcua").get(PAGE).text
    assert CHILD["hoc_sinh"] in page and CHILD["so_dinh_danh"] not in page
    book = load_workbook(io.BytesIO(browse("motcua").client.get(f"{PAGE}answers.xlsx").data))
    said = {str(cell) for line in book.worksheets[0].iter_rows(values_only=True) for cell in line}
    assert {CHILD["hoc_sinh"], CHILD["truong"], "09/05/2013", ANSWERS[0]["hoc_sinh"]} <= said
    assert CHILD["so_dinh_danh"] not in said and CODE in book.sheetnames


def test_another_ward_finds_nothing_and_a_wrong_address_is_none(browse: Any, row: int) -> None:
    assert not finds(browse, row, "hoc_sinh", "thao nguyen", "motcua2")
    assert finds(browse, row, "hoc_sinh", "thao nguyen", "vanphongub")
    assert browse("motcua").client.get(f"{PAGE}?procedure=0").status_code == 404
    assert browse("motcua").client.get(f"{PAGE}answers.xlsx?procedure=x").status_code == 404
    assert browse("sokhcn").client.get(PAGE).status_code == 403
