"""The one-stop desk in one story: reception, a supplement, four officials, an apology, the result, the citizen's vote."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from app.data import clock
from tests.e2e.conftest import violations
from tests.working_days import working_day

PHONE = (390, 844)
APPLICANT, TELEPHONE = "Lê Thị Kim Ngân", "0903777888"


def _step(page: Any, button: str, **words: str) -> None:
    """Take a step by its button, also one of the menu of rare steps, and fill what it asks."""
    if not page.locator(f"main .phead :is(button, a):text-is('{button}')").first.is_visible():
        page.click("main .phead summary:has-text('Việc khác')")
    page.click(f"main .phead :is(button, a):text-is('{button}')")
    page.wait_for_load_state()
    for name, value in words.items():
        page.fill(f"[name={name}]", value)
    if "/steps/" in page.url:
        for shape in page.locator("select[name$='-shape']").all():
            shape.select_option(label="Thay bằng dữ liệu" if shape.input_value() == "data" else "Bản chính")
        page.click("form[data-main] button.primary")
        page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text(f"{button}: đã xong")


def _receive(person: Any) -> tuple[str, Any]:
    """The desk finds what the citizen has come for, types it in and takes it; returns the page's address."""
    desk = person("motcua")
    desk.goto("/dossiers/receive/?q=ket+hon")
    assert violations(desk) == []
    desk.click("a.btn:has-text('Chưa từng kết hôn')")
    desk.fill("#applicant", APPLICANT)
    desk.fill("#phone", TELEPHONE)
    desk.click("form[data-main] button.primary")
    desk.wait_for_url(re.compile(r"/dossiers/dossiers/\d+$"))
    path = desk.url
    desk.click("main .phead :is(button, a):text-is('Tiếp nhận')")
    desk.wait_for_url("**/steps/receive")
    desk.click("form[data-main] button.primary")
    expect(desk.locator("main")).to_contain_text("Còn thiếu: Tờ khai đăng ký kết hôn")
    desk.goto(path)
    _step(desk, "Tiếp nhận")
    _step(desk, "Chuyển xử lý")
    return path, desk


def _solve(person: Any, desk: Any, path: str) -> None:
    """The expert asks for a paper once and puts the day off; he, the leader and the sealer hand it on."""
    expert = person("hotich")
    expert.goto(path)
    _step(
        expert, "Yêu cầu bổ sung giấy tờ", missing="Giấy xác nhận tình trạng hôn nhân", missing_why="Bản nộp bị rách."
    )
    desk.goto(path)
    _step(desk, "Đã bổ sung giấy tờ")
    expert.goto(path)
    _step(expert, "Xin lỗi và hẹn lại ngày trả", extended_until=f"{working_day(20):%d/%m/%Y}", reason="Chờ xác minh.")
    _step(expert, "Chuyển bước tiếp theo")
    leader = person("lanhdao")
    leader.goto(path)
    _step(leader, "Chuyển bước tiếp theo")
    sealer = person("vanthu")
    sealer.goto(path)
    _step(sealer, "Hoàn thành kết quả", result_number="77/2026", result_on=f"{clock.today():%d/%m/%Y}")


def _ask_outside(person: Any, code: str) -> Any:
    """The citizen looks on his telephone how his dossier stands; with another's number he learns nothing.

    Returns the page, from which he may also rate how he was served.
    """
    citizen = person("", *PHONE)
    citizen.goto(f"/ho-so?ma={code}")
    assert violations(citizen) == []
    citizen.fill("#phone", "0911222333")
    citizen.click("main button.primary")
    expect(citizen.locator("main [role=alert]")).to_contain_text("Không có hồ sơ")
    citizen.goto(f"/ho-so?ma={code}")
    citizen.fill("#phone", TELEPHONE)
    citizen.click("main button.primary")
    expect(citizen.locator("h1")).to_contain_text("Kết quả của quý ông/bà đã có.")
    assert APPLICANT not in citizen.content()
    assert violations(citizen) == []
    return citizen


def test_a_birth_from_the_desk_to_the_vote(person: Any, tmp_path: Path) -> None:
    path, desk = _receive(person)
    _solve(person, desk, path)
    desk.goto(path)
    code = re.search(r"H29\.\d+-\d{6}-\d{4}", desk.inner_text("main"))[0]
    citizen = _ask_outside(person, code)
    _step(desk, "Trả kết quả")
    desk.goto(path)
    paper = tmp_path / "mau-06.pdf"
    paper.write_bytes(desk.request.get(f"{path}/print/phieu-kiem-soat.pdf").body())
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert code in text and "Chờ bổ sung giấy tờ" in text
    citizen.click("text=Đánh giá sự phục vụ")
    citizen.wait_for_load_state()
    vote = citizen.url
    assert violations(citizen) == []
    for question in citizen.locator("main fieldset").all():
        question.locator("input").first.check()
    citizen.click("main button.primary")
    expect(citizen.locator("h1")).to_contain_text("Cảm ơn")
    citizen.goto(vote)
    expect(citizen.locator("main")).to_contain_text("đã được đánh giá")
