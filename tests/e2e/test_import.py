"""A sheet is taken in, clicked through: tried, mended, tried again, written; a large one while one watches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from app.engine import import_jobs
from tests.e2e.conftest import violations
from tests.web.sheets import xlsx

HEADS = ["Mã", "Trang thiết bị", "Đơn vị tính", "Giá tham khảo"]


def test_a_sheet_is_tried_mended_and_written(person: Any, tmp_path: Path) -> None:
    page = person("sokhcn")
    send(page, tmp_path, ["E2E-1", "Máy chiếu", "cái", "12 triệu"])
    expect(page.get_by_role("table")).to_contain_text("D2")
    expect(page.get_by_role("button", name="Ghi")).to_have_count(0)
    assert violations(page) == []
    send(page, tmp_path, ["E2E-1", "Máy chiếu", "cái", "12.000.000"])
    assert violations(page) == []
    page.get_by_role("button", name="Ghi 1 bản ghi").click()
    expect(page.get_by_role("main")).to_contain_text("Đã nhập")
    page.goto("/equipment/items?q=E2E-1")
    expect(page.get_by_role("main")).to_contain_text("12.000.000")


def test_a_large_sheet_shows_how_far_it_is(person: Any, tmp_path: Path) -> None:
    page = person("sokhcn")
    send(
        page, tmp_path, *[[f"Chức danh {n}"] for n in range(import_jobs.FEW + 1)], to="titles", heads=["Nhóm chức danh"]
    )
    # Nobody reloads: the page asks by itself until there is something to press.
    page.get_by_role("button", name=f"Ghi {import_jobs.FEW + 1} bản ghi").click(timeout=60_000)
    expect(page.locator("main .tag").first).to_have_text("Đã nhập", timeout=60_000)


def send(page: Any, folder: Path, *rows: list[Any], to: str = "items", heads: list[str] = HEADS) -> None:
    """Choose a file and have it tried."""
    path = folder / "danh-muc.xlsx"
    path.write_bytes(xlsx(heads, *rows))
    page.goto(f"/equipment/{to}")
    page.get_by_role("link", name="Nhập từ tệp").click()
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="Kiểm tra thử").click()
    page.wait_for_url("**/import/*")
