"""A birth in a real browser: the certificate follows what is typed, mistakes are told once, nothing is kept unasked."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

NEW = "/civil_registration/births/new"


def test_the_certificate_follows_what_is_typed(person: Any) -> None:
    page = person("hotich")
    page.goto(NEW)
    page.wait_for_selector("html.js")
    page.fill("#child_name", "Nguyễn Thị Thử Xem")
    page.fill("#born", "14/11/2026")
    leaf = page.locator("[data-live=paper]")
    expect(leaf).to_contain_text("NGUYỄN THỊ THỬ XEM")
    expect(leaf).to_contain_text("Ngày mười bốn tháng mười một năm hai nghìn không trăm hai mươi sáu")
    page.fill("#born_at", "Bệnh viện Từ Dũ")
    told = page.locator("[data-live=places] a[href='#born_at']")
    expect(told).to_contain_text("Nơi sinh: ghi đủ")
    page.click("[data-put=born_at]")
    expect(page.locator("#born_at")).to_have_value("Bệnh viện Từ Dũ, phường Bến Thành, Thành phố Hồ Chí Minh")
    expect(told).to_have_count(0)


def test_a_form_with_mistakes_asks_once_what_stands_beside_it(person: Any) -> None:
    page = person("hotich")
    page.goto(NEW)
    page.wait_for_selector("html.js")
    with page.expect_response("**/typed"):  # the one of the key, so that it is not counted below
        page.fill("#child_name", "Nguyễn Văn Lỗi")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/typed") else None)
    page.click("form[data-main] button.primary")
    expect(page.locator(".errsum").first).to_contain_text("người yêu cầu")
    expect(page.locator("[data-live=paper]")).to_contain_text("NGUYỄN VĂN LỖI")
    page.wait_for_timeout(2500)
    assert len(asked) == 1


def test_a_mother_is_looked_up_instead_of_typed(person: Any) -> None:
    page = person("hotich")
    page.goto(NEW)
    page.wait_for_selector("html.js")
    button, answer = (
        page.locator("button[data-ask$=mother]"),
        page.locator("section:has(button[data-ask$=mother]) [aria-live]"),
    )
    button.click()
    expect(answer).to_contain_text("phải có số định danh")
    for name, text in (("name", "Nguyễn Thị Hạnh"), ("born", "14/5/1990"), ("citizen_id", "079190012345")):
        page.fill(f"#mother_{name}", text)
    page.fill("#mother_home", "Chung cư 5")
    button.click()
    expect(answer).to_contain_text("đang ghi “Chung cư 5”")
    expect(page.locator("#mother_ethnicity_id option:checked")).to_have_text("Kinh")
    expect(page.locator("#mother_home")).to_have_value("Chung cư 5")
    answer.locator("button").click()
    expect(page.locator("#mother_home")).to_have_value(re.compile("^12 Nguyễn Huệ"))
    expect(answer.locator("li")).to_have_count(0)
    expect(page.locator("[data-live=paper]")).to_contain_text("12 Nguyễn Huệ")
