"""The same child twice: seen while one types and at the signature, without marks; twins are two."""

from __future__ import annotations

from typing import Any

from modules.population.names import loose_key
from tests.modules.test_civil_registration import BIRTHS, again, declared, form, take


def test_the_same_child_is_found_without_marks_and_twins_are_not(browse: Any, rows: Any) -> None:
    declared(browse, rows, mother_name="Lý Thị Song Sinh")
    unmarked = {"child_name": "Nguyen Van Minh Khoi", "mother_name": "Ly Thi Song Sinh"}
    page = browse("hotich").post(f"{BIRTHS}/0/typed", form(rows, **unmarked))
    assert "Có thể đã đăng ký" in page.text and "Cùng mẹ, cùng tên" in page.text
    twin = {"child_name": "Nguyễn Văn Minh Khang", "mother_name": "Lý Thị Song Sinh"}
    assert "Có thể đã đăng ký" not in browse("hotich").post(f"{BIRTHS}/0/typed", form(rows, **twin)).text


def test_a_child_that_two_declare_at_once_is_seen_at_the_signature(browse: Any, rows: Any) -> None:
    mother = {"mother_name": "Quách Thị Hai Lần"}
    first = declared(browse, rows, **mother)
    second = declared(browse, rows, **mother)
    assert take(browse, "hotich", first, "put_forward").status_code == 303  # it was declared before there were two
    answer = take(browse, "chutich", first, "sign")
    assert answer.status_code == 422 and f"KS-{second.id:05d}" in answer.text and "trả lại công chức" in answer.text
    assert again(rows, first).number is None


def test_keys_of_names() -> None:
    assert loose_key("Nguyễn Thị Thủy") == loose_key("nguyen thuỷ THI") == loose_key("Nguyễn Thị Thủi")
