"""A telephone in a bad corner of the hall: what breaks off is sent again by itself, and counts once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image

from modules.certified_copies.made_up import picture
from tests.e2e.conftest import first_of, violations


def test_a_picture_survives_a_lost_connection(person: Any, chromium: Any, address: str, tmp_path: Path) -> None:
    for name in ("Một", "Hai"):
        (tmp_path / f"{name}.jpg").write_bytes(picture(name, "Võ An"))
    desk = person("motcua")
    desk.goto("/certified_copies/copies/new")
    desk.fill("#title", "Bảng điểm")
    desk.fill("#requester", "Võ An")
    desk.click("form[data-main] button.primary")
    desk.click("text=Xem và đối chiếu từng trang")
    desk.click("text=Chụp bằng điện thoại")
    path = re.search(r"/chup/\S+", desk.text_content(".hash"))[0]
    # A context of its own: that the browser tells of the lost connection is no error here.
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=address)
    phone = context.new_page()
    phone.goto(path)
    assert violations(phone) == []
    phone.set_input_files("input[capture]", tmp_path / "Một.jpg")
    phone.wait_for_selector("text=Đã đến quầy")
    context.set_offline(True)
    phone.set_input_files("input[capture]", tmp_path / "Hai.jpg")
    phone.wait_for_selector("text=Mất mạng, sẽ tự gửi lại")
    context.set_offline(False)
    phone.wait_for_selector("[data-count]:has-text('2')")
    context.close()
    desk.wait_for_selector("#arrived a:has-text('Trang 2')")
    assert desk.locator("#arrived li").count() == 2


def test_a_large_scan_is_sent_from_the_page_one_looks_at(person: Any, tmp_path: Path) -> None:
    noise = Image.effect_noise((1654, 2339), 60).convert("RGB")
    noise.save(tmp_path / "to.jpg", quality=95, dpi=(200, 200))
    assert (tmp_path / "to.jpg").stat().st_size > 2**20, "small files go up without the script"
    desk = person("motcua")
    row = first_of(desk, "/certified_copies/copies?state=draft&q=giay khai sinh")  # the one with four pages
    desk.goto(f"/certified-pages/{row}")
    desk.click(".leaves a:has-text('Trang 2')")
    desk.wait_for_selector("h2:has-text('Trang 2/')")
    pages = desk.locator(".leaves a").count()
    desk.set_input_files("#files input[type=file]", tmp_path / "to.jpg")
    desk.click("#files button")
    desk.wait_for_selector(f"h2:has-text('Trang 2/{pages + 1}')")
    assert "trang-2" in desk.inner_text(".viewer header") and "Chất lượng trang 2" in desk.inner_text("main")
    assert violations(desk) == []
    desk.keyboard.press("d")
    desk.wait_for_selector(f"html.js h2:has-text('Trang 3/{pages + 1}')")  # the script listens
    desk.keyboard.press("t")
    desk.wait_for_selector(f"h2:has-text('Trang 4/{pages + 1}')")
    assert desk.locator(".leaves a:has-text('Đã đối chiếu')").count() == 1
