"""Ctrl K: records, functions, people and what can be made, found without marks or by the sign typed first."""

from __future__ import annotations

import re
from typing import Any


def found(browse: Any, login: str, typed: str) -> list[str]:
    """The texts of the links that the palette offers."""
    page = browse(login).client.get("/palette", query_string={"q": typed}).text
    return re.findall(r'<span class="tx">([^<]*)</span>', page)


def test_a_slash_finds_functions_only(browse: Any) -> None:
    everything = found(browse, "canbo", "/")
    assert {"Việc của tôi", "Phần còn thiếu", "Đề xuất trang thiết bị"} <= set(everything)
    assert "Tạo đề xuất" not in everything
    assert found(browse, "canbo", "/ phan con") == ["Phần còn thiếu"]
    assert "Đơn vị" not in everything
    assert "Đơn vị" in found(browse, "quantri", "/don vi")


def test_a_plus_offers_what_one_may_make(browse: Any) -> None:
    assert "Tạo đề xuất" in found(browse, "canbo", "+")
    assert found(browse, "canbo", "+de xuat") == ["Tạo đề xuất"]
    assert "Tạo đề xuất" not in found(browse, "sotaichinh", "+")


def test_an_at_finds_the_records_of_a_person_and_the_account_for_administrators(browse: Any) -> None:
    records = found(browse, "lanhdao", "@thu ha")
    assert records
    assert records == found(browse, "lanhdao", "@Thu Hà")
    assert found(browse, "canbo2", "@thu ha") == []
    assert "Nguyễn Thị Thu Hà" in found(browse, "quantri", "@thu ha")


def test_administrators_keep_their_menu_on_their_own_pages(browse: Any) -> None:
    for path in ("/admin/units", "/admin/users/1", "/admin/year", "/admin/jobs", "/admin/apps"):
        page = browse("quantri").get(path).text
        assert 'class="side"' in page
        assert 'href="/admin/year"' in page
    assert 'class="side"' not in browse("canbo").get("/delegations").text


def test_a_record_is_never_named_twice_in_a_row(browse: Any) -> None:
    page = browse("canbo").client.get("/palette", query_string={"q": "ts-27004"}).text
    lines = re.findall(r'<span class="tx">([^<]*)</span><span class="muted">([^<]*)</span>', page)
    assert lines and all(text != beside for text, beside in lines)
    assets = [beside for text, beside in lines if text.startswith("TS-")]
    assert assets and all(beside and not beside.startswith("TS-") for beside in assets), (
        "an asset is found with its item"
    )


def test_one_s_own_account_is_found_by_what_is_done_there(browse: Any) -> None:
    assert "Đổi mật khẩu" in found(browse, "canbo", "doi mat khau")
    assert "Xác thực hai lớp" in found(browse, "canbo", "/hai lop")
