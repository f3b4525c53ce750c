"""From a ward's need to a certificate: three people, and a telephone that checks in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import violations


def go_on(page: Any, button: str) -> None:
    """Take a step: its button, and the button of the page or dialog that asks whether one is sure."""
    page.click(f"main button:has-text('{button}'), main a.btn:has-text('{button}')")
    page.wait_for_load_state("networkidle")


def test_from_the_survey_to_the_certificate(person: Any, chromium: Any) -> None:
    officer = person("canbo")
    officer.goto("/training/surveys")
    expect(officer.locator("main")).to_contain_text("Khảo sát nhu cầu tập huấn")

    trainer = person("giangvien")
    trainer.goto("/training/lessons")
    trainer.click("tbody tr:has-text('Quét, đối chiếu') a >> nth=0")  # the newest one is being held
    trainer.click("a:has-text('Mã trên màn hình')")
    assert violations(chromium, trainer) == []
    address = trainer.inner_text("#code .hash")

    phone = person("", 390, 844)
    phone.goto("/" + address.split("/", 3)[3])
    assert violations(chromium, phone) == []
    phone.fill("#code", "cc-27004-002")
    phone.click("button.wide")
    expect(phone.locator("main")).to_contain_text("Bùi Kim Ngân: ")
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    trainer.click("nav.crumbs a >> nth=0")
    expect(trainer.locator("tr:has-text('Bùi Kim Ngân')")).to_contain_text("Bằng mã trên màn hình")

    learner = person("hocvien")
    learner.goto("/training/mine/")
    learner.click("form[action*='/begin'] button >> nth=0")
    learner.locator("fieldset input").first.click()
    learner.click("form[data-keep] button")
    expect(learner.locator("main")).to_contain_text("%")
    assert violations(chromium, learner) == []

    approver = person("duyetkehoach")
    approver.goto("/training/certificates")
    approver.click("tr:has-text('Chờ ký') td.code a >> nth=0")
    certificate = approver.url
    go_on(approver, "Ký giấy chứng nhận")
    expect(approver.locator("main")).to_contain_text("/GCN-SKHCN")
    sealer = person("vanthusokhcn")
    sealer.goto(certificate)
    go_on(sealer, "Đóng dấu giấy chứng nhận")
    expect(sealer.locator("main")).to_contain_text("chung-nhan-")
