"""A stock-take on a phone: scan, lose the network, get it back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from app.engine.barcodes import QrCode
from tests.e2e.conftest import FLAGS, violations


def test_scans_wait_on_the_phone_for_the_network(person: Any) -> None:
    page = person("kho", 390, 844)
    page.goto("/equipment/stock-takes")
    page.click("td.code a >> nth=0")
    page.click("text=Mở trang kiểm kê")
    assert violations(page) == []
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


def test_the_camera_of_a_phone_reads_a_label(person: Any, chromium: Any, address: str, tmp_path: Path) -> None:
    keeper = person("kho")
    keeper.goto("/equipment/assets?q=2022")
    code = keeper.locator("tbody td.code a").first.inner_text()
    _film(tmp_path / "label.mjpeg", f"{address}/tai-san/{code}")
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path="/usr/bin/chromium",
        args=[*FLAGS, *camera, f"--use-file-for-fake-video-capture={tmp_path / 'label.mjpeg'}"],
    )
    phone = browser.new_page(
        base_url=address, viewport={"width": 390, "height": 844}, storage_state=keeper.context.storage_state()
    )
    phone.goto("/equipment/stock-takes")
    phone.click("td.code a >> nth=0")
    phone.click("text=Mở trang kiểm kê")
    phone.click("button:has-text('Quét bằng máy ảnh')")
    expect(phone.locator("[data-result]")).to_contain_text(code)
    assert phone.locator("video").bounding_box()["width"] <= 390
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    browser.close()


def _film(file: Path, text: str) -> None:
    """A film of one label: what the camera of the phone sees."""
    drawn = io.BytesIO(QrCode.of(text, dots=6).png)
    frame = Image.new("RGB", (1280, 720), (120, 120, 110))
    frame.paste(Image.open(drawn).convert("RGB").rotate(4, expand=True, fillcolor=(255, 255, 255)), (420, 160))
    picture = io.BytesIO()
    frame.save(picture, "JPEG", quality=80)
    file.write_bytes(picture.getvalue() * 30)
