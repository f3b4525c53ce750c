"""Answers of a test survive a server that is away and a tab that is closed, and none is lost by handing in meanwhile."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

KEEP = re.compile(r"/training/attempt/\d+/keep$")


def _begin(person: Any) -> Any:
    page = person("motcua")
    page.goto("/training/mine/")
    page.click("form[action*='/begin'] button >> nth=0")
    page.wait_for_selector("form[data-keep]")
    page.wait_for_load_state()  # or else the button would be pressed before the script is there
    return page


def _words(page: Any) -> Any:
    """The first question that is answered in words."""
    return page.locator("fieldset input.in").first


def test_answers_are_kept_as_soon_as_the_server_is_back_and_when_the_tab_is_closed(person: Any) -> None:
    page = _begin(person)
    page.route(
        KEEP, lambda route: route.fulfill(body="<p>Bảo trì</p>", content_type="text/html")
    )  # what stands before a server that is away
    _words(page).fill("lan dau")
    expect(page.locator("[data-state]")).to_contain_text("Mất kết nối")
    page.unroute(KEEP)  # nothing else is typed, and the browser has been online all the time
    expect(page.locator("[data-state]")).to_contain_text("Đã lưu lúc")
    page.reload()
    expect(_words(page)).to_have_value("lan dau")
    address = page.url
    _words(page).fill("lan hai")
    other = page.context.new_page()
    page.close(run_before_unload=True)  # at once, before the two seconds are over
    other.wait_for_timeout(1000)
    other.goto(address)
    expect(_words(other)).to_have_value("lan hai")


def test_handing_in_waits_for_the_server(person: Any) -> None:
    page = _begin(person)
    page.route(
        KEEP, lambda route: route.fulfill(body="<p>Bảo trì</p>", content_type="text/html")
    )  # what stands before a server that is away
    page.click("form[data-keep] button.primary")
    expect(page.locator("[data-state]")).to_contain_text("Mất kết nối")
    expect(page.locator("form[data-keep]")).to_be_visible()  # not a browser's page of failure
    page.unroute(KEEP)
    expect(page.locator("main")).to_contain_text("Điểm đạt là 70%")
    expect(page.locator("main .tag")).to_contain_text("Không đạt")
