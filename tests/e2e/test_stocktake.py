"""A stock-take on a phone: scan, lose the network, get it back."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import violations


def test_scans_wait_on_the_phone_for_the_network(person: Any, chromium: Any) -> None:
    page = person("kho", 390, 844)
    page.goto("/equipment/stock-takes")
    page.click("td.code a >> nth=0")
    page.click("text=Mở trang kiểm kê")
    assert violations(chromium, page) == []
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.fill("#code", "MA-LA-OFFLINE")
    page.keyboard.press("Enter")  # as a USB scanner does
    expect(page.locator("[data-queue]")).to_contain_text("1 lượt kiểm")
    page.reload()  # the page comes back with the network, and sends what it kept
    expect(page.locator("[data-result]")).to_contain_text("MA-LA-OFFLINE")
    page.click("[data-result] button:has-text('ghi là thừa')")
    expect(page.locator("[data-result]")).to_contain_text("Không có trên sổ của đơn vị nào")
    page.click("[data-result] button:has-text('Hỏng')")
    expect(page.locator("[data-result] button[aria-pressed=true]")).to_contain_text("Hỏng")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
