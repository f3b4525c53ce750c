"""A lesson is moved in the calendar: dragged, by the keyboard alone, and by two people at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from app.data import clock
from tests.e2e.conftest import violations

HERE = "/training/calendar/"
AHEAD = 30  # days: a month in which the demo has classes that are still to come


@pytest.fixture
def month() -> str:
    """The address of a month with lessons to come."""
    return f"{HERE}?day={clock.today() + timedelta(days=AHEAD)}"


def card(page: Any) -> Any:
    """The last lesson of the month that may be moved."""
    return page.locator("td:not(.out) a[data-move]").last


def sunday(page: Any) -> str:
    """The selector of the first Sunday of the month."""
    cells = page.locator("tr td:last-child:not(.out)")
    return f"td[data-day='{cells.first.get_attribute('data-day')}']"


def drag(page: Any, cell: str) -> Any:
    """Drag the lesson to a day; returns what the server has answered."""
    with page.expect_response(re.compile("/move$")) as answered:
        card(page).drag_to(page.locator(cell))
    return answered.value


def free_slot(said: str) -> tuple[str, str, str]:
    """Hour, day as it is typed and day as the calendar names it, of the slot that a sentence proposes."""
    hour, day = re.search(r"Giờ trống: (\d\d:\d\d)\D.*?(\d\d/\d\d/\d{4})", said).groups()
    return hour, day, "-".join(reversed(day.split("/")))


def test_a_lesson_is_dragged_and_a_clash_names_a_free_slot(person: Any, month: str) -> None:
    page = person("dieuphoi")
    page.goto(month)
    assert violations(page) == []
    number = card(page).get_attribute("data-move")
    assert drag(page, sunday(page)).status == 422
    expect(page.locator("[data-moved]")).to_contain_text("Giờ trống: ")
    expect(page.locator("[data-moved]")).to_contain_text("là ngày nghỉ")
    day = f"td[data-day='{free_slot(page.text_content('[data-moved]'))[2]}']"
    assert page.locator(f"{day} [data-move='{number}']").count() == 0
    assert drag(page, day).status == 200
    expect(page.locator(f"{day} [data-move='{number}']")).to_have_count(1)


def test_the_keyboard_alone_moves_a_lesson_to_the_slot_that_is_free(person: Any, month: str) -> None:
    page = person("dieuphoi")
    page.goto(month)
    number = card(page).get_attribute("data-move")
    card(page).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/training/lessons/\d+"))
    page.locator(f"a[href='{number}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/move$"))
    assert violations(page) == []
    off = clock.today() + timedelta(days=AHEAD)
    off += timedelta(days=6 - off.weekday())
    page.locator("#day").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{off:%d/%m/%Y}")
    page.keyboard.press("Enter")
    refused = page.locator(".errsum")
    expect(refused).to_contain_text("Giờ trống: ")
    expect(refused).to_be_focused()  # it is read out at once
    hour, day, iso = free_slot(refused.text_content())
    for field, typed in (("#day", day), ("#begins", hour)):
        page.locator(field).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".flashes")).to_contain_text(f"{hour} {day}")
    cell = page.locator(f"td[data-day='{iso}']")
    expect(cell.locator(f"[data-move='{number}']")).to_have_count(1)


def test_of_two_who_move_a_lesson_at_once_the_second_is_told_and_nothing_is_lost(person: Any, month: str) -> None:
    first, second = person("dieuphoi"), person("dieuphoi")
    for page in (first, second):
        page.goto(month)
    number = card(first).get_attribute("data-move")
    assert drag(first, sunday(first)).status == 422
    expect(first.locator("[data-moved]")).to_contain_text("Giờ trống")  # the answer is written a moment after it came
    hour, day, iso = free_slot(first.text_content("[data-moved]"))
    first.goto(number)
    first.fill("#day", day)
    first.fill("#begins", hour)
    first.click("form[action$='/move'] button.primary")
    expect(first.locator(".flashes")).to_contain_text(day)
    assert drag(second, sunday(second)).status == 422
    expect(second.locator("[data-moved]")).to_contain_text("Người khác vừa đổi giờ buổi này")
    second.goto(f"{HERE}?day={iso}")
    expect(second.locator(f"td[data-day='{iso}'] [data-move='{number}']")).to_have_count(1)
