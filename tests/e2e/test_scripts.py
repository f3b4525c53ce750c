"""What the scripts add to the pages: searched references, drafts, uploads, the viewer, the keyboard."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from modules.certified_copies.made_up import picture
from tests.e2e.conftest import first_of, served, violations

DRAFT = "/certified_copies/copies?state=draft&q=bang tot nghiep dai hoc"  # one picture, still open for more
MORE = """INSERT INTO equipment_item (code, name, measure, minimum, software, version, created_at, updated_at, search_key, unit_id)
SELECT ?, ?, measure, minimum, software, version, created_at, updated_at, ?, unit_id FROM equipment_item LIMIT 1"""
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(scope="module")
def address(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with more items than a list of choices shows."""
    folder = tmp_path_factory.mktemp("crowded")
    shutil.copytree(model, folder, dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "test.sqlite")) as base, base:
        base.executemany(MORE, [(f"T{n}", f"Thiết bị thử {n}", f"t{n} thiet bi thu {n}") for n in range(100, 350)])
    with served(folder) as at:
        yield at


def test_a_reference_is_searched_without_marks_and_survives_in_the_draft(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests/new")
    page.click("#lines-0-item_id-ts-control")
    page.keyboard.type("thiet bi thu 321")
    page.click("text=Thiết bị thử 321")
    chosen = page.input_value("#lines-0-item_id")
    assert chosen
    page.click("#lines-1-item_id-ts-control")
    page.keyboard.type("khong co")
    page.wait_for_selector("text=Không tìm thấy")
    page.keyboard.press("Escape")
    page.click("[data-add]")
    page.wait_for_selector("#lines-3-item_id-ts-control")
    with page.expect_response(lambda answer: '"lines-3-quantity":"7"' in (answer.request.post_data or "")):
        page.fill("#lines-3-quantity", "7")
    expect(page.locator("[data-draft-state]")).to_contain_text("Đã lưu nháp")
    page.goto("/equipment/requests/new")
    assert violations(page) == []
    page.wait_for_selector("#lines-0-item_id-ts-control")
    page.click("[data-restore]")
    assert page.input_value("#lines-0-item_id") == chosen
    assert page.inner_text(".ts-control .item") == "Thiết bị thử 321"
    assert page.input_value("#lines-3-quantity") == "7"


def test_pasted_names_find_searched_references(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests/new")
    page.focus("#lines-0-item_id-ts-control")
    page.evaluate(PASTE, "thiet bi thu 333\t2\nMáy tính để bàn\t3\n")
    expect(page.locator(".ts-control .item")).to_have_count(2)
    assert page.locator(".ts-control .item").all_inner_texts() == ["Thiết bị thử 333", "Máy tính để bàn"]
    assert page.input_value("#lines-1-quantity") == "3"


def test_the_keyboard_walks_through_a_list_and_its_records(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("html.js .recpager")
    assert re.match(r"2 / \d+", page.inner_text(".recpager"))
    second = page.url
    page.keyboard.press("Alt+n")
    expect(page.locator("html.js [data-place]")).to_contain_text("3 /")
    page.keyboard.press("Alt+p")
    page.wait_for_url(second)
    page.keyboard.press("?")
    page.uncheck("[data-letters]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.evaluate("document.getElementById('shortcuts').open")


def test_large_files_go_up_one_by_one_and_keep_what_is_typed(person: Any, tmp_path: Path) -> None:
    scan = picture("Bằng cử nhân", "Lê Thị Ngân")
    # Bytes after the end of a JPEG are legal: they make the file large enough for a progress bar.
    (tmp_path / "a.jpg").write_bytes(scan + bytes(1024 * 1024))
    (tmp_path / "b.jpg").write_bytes(picture("Bảng điểm", "Lê Thị Ngân"))
    (tmp_path / "c.jpg").write_text("not a picture")
    page = person("motcua")
    page.goto(f"/certified_copies/copies/{first_of(page, DRAFT)}")
    before = page.locator("#files .filelist > li").count()
    page.fill("#stream textarea", "đang gõ")
    page.set_input_files(
        "form[data-upload] input[type=file]", [tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg")]
    )
    page.click("form[data-upload] button")
    expect(page.locator(".flashes .note")).to_have_count(3)
    expect(page.locator(".uploads")).to_have_count(0)
    assert page.locator("#files .filelist > li").count() == before + 2
    assert page.locator(".flashes .note.bad").count() == 1
    assert page.input_value("#stream textarea") == "đang gõ"
    page.locator(".pages img").first.scroll_into_view_if_needed()
    page.locator(".pages img").first.evaluate("image => image.decode()")  # it comes later than its page
    picture_before = page.locator(".pages img").first.bounding_box()
    page.click("button[data-turn]")
    expect(page.locator(".pages img").first).to_have_attribute("style", re.compile("rotate\\(90deg\\)"))
    turned = page.locator(".pages img").first.bounding_box()
    assert turned["width"] / turned["height"] == pytest.approx(
        picture_before["height"] / picture_before["width"], rel=0.02
    )
    page.click("button[data-zoom='1']")
    assert page.locator(".pages img").first.bounding_box()["width"] > turned["width"]


def test_a_cancelled_upload_adds_nothing(person: Any, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("Bằng", "Lê Thị Ngân") + bytes(2 * 1024 * 1024))
    page = person("motcua")
    page.goto(f"/certified_copies/copies/{first_of(page, DRAFT)}")
    before = page.locator("#files .filelist > li").count()
    page.set_input_files("form[data-upload] input[type=file]", tmp_path / "a.jpg")
    # Cancelled in the same turn of the page, so that the file cannot have arrived.
    page.evaluate(
        "() => { document.querySelector('form[data-upload]').requestSubmit(); document.querySelector('.uploads button').click(); }"
    )
    page.wait_for_selector("text=Đã hủy")
    page.reload()
    assert page.locator("#files .filelist > li").count() == before


@pytest.mark.parametrize("path", ["/equipment/requests", "/equipment/requests/1", "/equipment/requests/new", "/"])
def test_pages_fit_a_width_of_320(person: Any, path: str) -> None:
    page = person("canbo", 320, 640)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_ticked_rows_are_counted_added_up_and_submitted(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests?state=draft&group=state")
    bar = page.locator(".bulk")
    expect(bar).to_be_hidden()
    page.check("[data-all]")
    count = page.locator("tbody input[name=rows]").count()
    expect(bar.locator("[data-count]")).to_have_text(str(count))
    expect(bar.locator("[data-sum]")).to_contain_text("₫")
    page.click("tr.grp button")
    expect(page.locator("tbody tr:not(.grp)").first).to_be_hidden()
    page.click("tr.grp button")
    page.click("[data-none]")
    expect(bar).to_be_hidden()
    page.locator("tbody input[name=rows]").first.check()
    expect(bar.get_by_role("button", name="Trình lãnh đạo duyệt")).to_be_visible()
    bar.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(page.locator(".flashes")).to_contain_text("đã thực hiện với 1 hồ sơ")


def test_an_at_offers_colleagues(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests/2")
    page.locator("[data-mentions]").press_sequentially("Nhờ @lanh")
    expect(page.locator(".mention-list li").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-mentions]")).to_have_value("Nhờ @lanhdao ")
    page.keyboard.type("xem giúp")
    page.click("#stream form button:has-text('Gửi')")
    expect(page.locator(".tl .mention").first).to_contain_text("@")


@pytest.mark.parametrize("path", ["/equipment/requests/1?stream=activities", "/equipment/requests?group=state"])
def test_the_new_corners_are_accessible(person: Any, path: str) -> None:
    page = person("canbo")
    page.goto(path)
    assert violations(page) == []


def test_a_draft_on_a_record_says_when_it_was_kept_and_can_be_dropped(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests?state=draft")
    page.locator("table.t tbody a[href^='/equipment/requests/']").first.click()
    page.wait_for_selector("#reason")
    here = page.url
    page.fill("#reason", "Đang viết dở.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Đã lưu nháp", timeout=20_000)
    page.goto(here)
    page.click("[data-drop]")
    expect(page.locator("[data-restore]")).to_have_count(0)
    page.goto(here)
    expect(page.locator("[data-restore]")).to_have_count(0)
