"""A telephone in a bad corner of the hall: what breaks off is sent again by itself, and counts once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from modules.certified_copies.demo import picture
from tests.e2e.conftest import violations


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
    assert violations(chromium, phone) == []
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
