"""The two jobs of the house, clicked through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from modules.certified_copies.made_up import picture
from tests.e2e.conftest import violations

PAGES = [
    "/",
    "/my-work",
    "/equipment/requests",
    "/equipment/requests?view=board",
    "/equipment/requests?view=calendar",
    "/equipment/requests?view=pivot",
    "/equipment/requests/1",
    "/equipment/requests/new",
    "/account",
]


def test_a_request_travels_to_the_city(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests/new")
    page.fill("#title", "Máy quét cho quầy số 3")
    open_now = page.locator("#campaign_id option").filter(has_not_text="2025").nth(1)
    page.select_option("#campaign_id", value=open_now.get_attribute("value"))
    page.fill("#reason", "Máy quét cũ hỏng bộ kéo giấy.")
    page.select_option("#lines-0-item_id", label="Máy quét tài liệu hai mặt")
    page.fill("#lines-0-quantity", "2")
    page.fill("#lines-0-price", "14.900.000")
    page.click("form[data-main] button.primary")
    expect(page.locator("main")).to_contain_text("29.800.000")
    page.click("text=Trình lãnh đạo duyệt")
    expect(page.locator("main")).to_contain_text("Chờ lãnh đạo ký")
    path = page.url
    head = person("lanhdao")
    head.goto("/?tab=to-decide")
    expect(head.locator("main")).to_contain_text("Máy quét cho quầy số 3")
    head.goto(path)
    head.click("text=Ký và gửi thành phố")
    expect(head.locator("main")).to_contain_text("Đã gửi thành phố")


def test_rows_are_pasted_from_a_spreadsheet(person: Any) -> None:
    page = person("canbo")
    page.goto("/equipment/requests/new")
    page.focus("#lines-0-item_id")
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", "may quet tai lieu hai mat\\t2\\nMáy tính để bàn\\t3\\nMáy đun nước\\t1\\n");
        document.querySelector("#lines-0-item_id").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }""")
    assert page.input_value("#lines-0-quantity") == "2"
    assert page.input_value("#lines-1-quantity") == "3"
    assert page.eval_on_selector("#lines-1-item_id", "e => e.selectedOptions[0].text") == "Máy tính để bàn"
    for _time in ("as pasted", "after the refused save"):
        chosen = page.locator("#lines-2-item_id")
        expect(chosen).to_be_attached()
        assert chosen.evaluate("e => e.selectedOptions[0].text") == "“Máy đun nước”"
        expect(page.locator("td:has(#lines-2-item_id) .emsg")).to_contain_text("“Máy đun nước”")
        with page.expect_navigation():
            page.click("form[data-main] button.primary")


def test_a_copy_is_scanned_signed_sealed_and_checked(person: Any, tmp_path: Path) -> None:
    (tmp_path / "bang.jpg").write_bytes(picture("Bằng cử nhân", "Lê Thị Ngân"))
    clerk = person("motcua")
    clerk.goto("/certified_copies/copies/new")
    clerk.fill("#title", "Bằng cử nhân")
    clerk.fill("#requester", "Lê Thị Ngân")
    clerk.click("form[data-main] button.primary")
    clerk.set_input_files("input[type=file]", tmp_path / "bang.jpg")
    clerk.click("text=Tải lên")
    expect(clerk.locator("#files")).to_contain_text("bang.jpg")
    path = clerk.url.split("#")[0]
    clerk.click("text=Xem và đối chiếu từng trang")
    clerk.click("button:has-text('Đã đối chiếu trang này')")
    clerk.click("main a:has-text('Trình ký')")
    clerk.wait_for_url("**/steps/submit")
    for box in clerk.locator("input[type=checkbox]").all():
        box.check()
    clerk.click("form[data-main] button.primary")
    clerk.wait_for_url(path)
    for login, button in (("lanhdao", "Ký chứng thực"), ("vanthu", "Đóng dấu số và phát hành")):
        page = person(login)
        page.goto(path)
        page.click(f"a:has-text('{button}')")
        page.click("form[data-main] button.primary")
        page.wait_for_url(path)
    expect(page.locator("main")).to_contain_text("Đã phát hành")
    with page.expect_download() as download:
        page.evaluate(
            "() => { const a = [...document.querySelectorAll('#files a')].pop(); a.href += '?save=1'; a.click(); }"
        )
    download.value.save_as(tmp_path / "copy.pdf")
    citizen = person("")
    citizen.goto("/xac-thuc")
    citizen.set_input_files("input[type=file]", tmp_path / "copy.pdf")
    citizen.wait_for_url("**/xac-thuc/tep/*")
    expect(citizen.locator("h1")).to_contain_text("Bản sao điện tử hợp lệ")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_pages_are_accessible_and_fit(person: Any, width: int, height: int) -> None:
    page = person("canbo", width, height)
    for path in PAGES:
        page.goto(path)
        assert violations(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{path} is wider than {width}"


def test_the_palette_finds_without_marks(person: Any) -> None:
    page = person("canbo")
    page.keyboard.press("Control+k")
    page.keyboard.type("may quet")
    page.wait_for_selector("#palette-found li a:has-text('Máy quét')")
