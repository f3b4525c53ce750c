"""From a ward's need to a certificate: what units ask, a lesson with a telephone, a test, two signatures, a stranger's check."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from modules.training.demo.bank import CHOICES, WORDS
from tests.e2e.conftest import violations

PHONE = (390, 844)
LEARNER = "Bùi Kim Ngân"


def _step(page: Any, button: str) -> None:
    """Take a step by its button on the record's page."""
    page.click(f"main :is(button, a.btn):has-text('{button}')")
    page.wait_for_load_state("networkidle")


def _ask(person: Any) -> None:
    """The ward says what it needs, the head sends it, the coordinator sees the sums."""
    officer = person("canbo")
    officer.goto("/training/needs?state=draft")
    officer.click("table.t tbody a >> nth=0")
    need = officer.url.split("?")[0]
    _step(officer, "Trình thủ trưởng")
    head = person("lanhdao")
    head.goto(need)
    _step(head, "Gửi đơn vị điều phối")
    coordinator = person("dieuphoi")
    coordinator.goto(need)
    coordinator.click("main a:has-text('Khảo sát nhu cầu tập huấn Đề án 06')")
    demand = coordinator.locator("#panel-demand")
    expect(demand).to_contain_text("Tổng cộng")
    expect(demand).not_to_contain_text("Phường Tân Bình")  # among those who have not sent theirs


def _attend(person: Any) -> None:
    """The trainer shows the code; a telephone without an account scans it and says who it is."""
    trainer = person("giangvien")
    trainer.goto("/training/lessons?q=quet+doi+chieu&sort=-id")
    trainer.click("tbody a:has-text('Quét, đối chiếu') >> nth=0")
    trainer.click("a:has-text('Mã trên màn hình')")
    assert violations(trainer) == []
    path = re.search(r"/diem-danh/\S+", trainer.text_content("#code .hash"))[0]
    phone = person("", *PHONE)
    phone.goto(path)
    assert violations(phone) == []
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    phone.fill("#code", "cc-27004-999")
    phone.click("button.wide")
    expect(phone.locator("[data-state]")).to_contain_text("Không có học viên với mã cán bộ này")
    phone.fill("#code", "cc-27004-002")
    phone.click("button.wide")
    expect(phone.locator("[data-state]")).to_contain_text(f"{LEARNER}: ")
    trainer.click("nav.crumbs a >> nth=0")
    expect(trainer.locator(f"tr:has-text('{LEARNER}')")).to_contain_text("Bằng mã trên màn hình")


def _pass(person: Any) -> None:
    """The trainee takes the final test and knows it all."""
    learner = person("hocvien")
    learner.goto("/training/mine/")
    learner.click("form[action*='/begin'] button >> nth=0")
    learner.wait_for_load_state()
    assert violations(learner) == []
    for question in learner.locator("form[data-keep] fieldset").all():
        _answer(question)
    expect(learner.locator("[data-state]")).to_contain_text("Đã lưu lúc")
    learner.click("form[data-keep] button.primary")
    expect(learner.locator("main")).to_contain_text("100%")


def _answer(question: Any) -> None:
    """Tick what the bank says is right, or write the first accepted words."""
    said = question.inner_text()
    for _course, text, options in CHOICES:
        if text in said:
            for words in (words for words, right in options if right):
                question.get_by_label(words, exact=True).check()
            return
    accepted = next(words for _course, text, words in WORDS if text in said)
    question.locator("input.in").fill(accepted.splitlines()[0])


def _certify(person: Any, folder: Path) -> str:
    """The class ends; the certificate is signed and sealed; returns the code that stands on it."""
    coordinator = person("dieuphoi")
    coordinator.goto("/training/classes?state=running&q=lop+bo+sung")
    coordinator.click("table.t tbody a >> nth=0")
    _step(coordinator, "Bế giảng lớp")
    approver = person("duyetkehoach")
    for _turn in range(30):  # the class is settled in the background
        approver.goto("/training/certificates?state=proposed&q=bui+kim+ngan")
        if approver.locator("table.t tbody a").count():
            break
        approver.wait_for_timeout(1000)
    approver.click("table.t tbody a >> nth=0")
    certificate = approver.url.split("?")[0]
    _step(approver, "Ký giấy chứng nhận")
    sealer = person("vanthusokhcn")
    sealer.goto(certificate)
    _step(sealer, "Đóng dấu giấy chứng nhận")
    learner = person("hocvien")
    learner.goto("/training/mine/")
    paper = learner.locator("li:has-text('Chứng thực bản sao điện tử'):has-text('Tải về') a").first
    got = learner.request.get(paper.get_attribute("href"))
    (folder / "chung-nhan.pdf").write_bytes(got.body())
    told = subprocess.run(["pdfsig", folder / "chung-nhan.pdf"], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 2
    text = subprocess.run(["pdftotext", folder / "chung-nhan.pdf", "-"], capture_output=True, text=True, check=True)
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text.stdout)[0]


def test_from_the_survey_to_the_certificate(person: Any, tmp_path: Path) -> None:
    _ask(person)
    _attend(person)
    _pass(person)
    code = _certify(person, tmp_path)
    stranger = person("", *PHONE)
    stranger.goto("/chung-nhan")
    stranger.fill("input[name=code]", code.lower())
    stranger.click("main button")
    expect(stranger.locator("main")).to_contain_text("Giấy chứng nhận có giá trị")
    expect(stranger.locator("main")).to_contain_text(LEARNER)
    assert violations(stranger) == []
