"""A whole day of a ward: booked at home, received, photographed, compared, signed, sealed, delivered, checked, annulled."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from app.data.clock import today
from modules.certified_copies.made_up import picture
from tests.e2e.conftest import violations

PHONE = (390, 844)


def _book(citizen: Any) -> None:
    """Book the first free hour; the desk will find it by the name."""
    citizen.goto("/dat-lich?don-vi=27004")
    citizen.locator("input[name=begins]").first.check()
    citizen.fill("#requester", "Phan Thị Cả Ngày")
    citizen.fill("#phone", "0909 777 888")
    citizen.select_option("#paper", label="Bảng điểm")
    citizen.click("text=Đặt chỗ")
    expect(citizen.locator("main")).to_contain_text("Lịch hẹn của bạn")


def _receive(clerk: Any) -> None:
    """Find who has come by name, typed without marks, and open the original that was announced."""
    clerk.goto("/certified_copies/appointments?q=phan+thi+ca+ngay")
    clerk.click("main a:has-text('LH-')")
    clerk.click("text=Đã đến: tiếp nhận")
    clerk.click("main a[href*='/visits/']")
    clerk.click("main a[href*='/certified_copies/copies/']")


def _photograph(clerk: Any, person: Any, photo: Path) -> None:
    """Hand the camera over to a telephone by the address of the QR, and take the page there."""
    clerk.click("text=Xem và đối chiếu từng trang")
    clerk.click("text=Chụp bằng điện thoại")
    phone = person("", *PHONE)
    phone.goto(re.search(r"/chup/\S+", clerk.text_content(".hash"))[0])
    phone.set_input_files("input[capture]", photo)
    phone.wait_for_selector("text=Đã đến quầy")
    clerk.click("#arrived a:has-text('Trang 1')")
    clerk.click("button:has-text('Đã đối chiếu trang này')")


def _submit(clerk: Any) -> str:
    """Answer the conditions of the law, all of which are met, tick the comparison list, and hand over."""
    clerk.click("nav.crumbs a[href*='/certified_copies/copies/']")
    clerk.click("text=Các mục còn lại đều đạt")
    clerk.click("main :is(a, button):has-text('Trình ký')")
    clerk.wait_for_load_state()
    for box in clerk.locator("input[type=checkbox]").all():
        box.check()
    clerk.click("form[data-main] button.primary")
    return clerk.url.split("#")[0]


def _take(page: Any, path: str, button: str, reason: str = "") -> None:
    page.goto(path)
    page.click(f"a:has-text('{button}')")
    if reason:
        page.fill("textarea[name=reason]", reason)
    page.click("form[data-main] button.primary")


def _annul(head: Any, second: Any, path: str, folder: Path) -> None:
    """Enter the decision from the copy's page, with its scan; somebody else confirms it."""
    (folder / "quyet-dinh.jpg").write_bytes(picture("Quyết định", "Hủy bỏ"))
    head.goto(path)
    head.click("main a[href*='annulments/new']")
    head.fill("#number", "15/QĐ-UBND")
    head.fill("#decided_on", today().strftime("%d/%m/%Y"))
    head.fill("#decided_by", "Lê Minh Khoa, Phó Chủ tịch")
    head.fill("#reason", "Bản chính đã bị thu hồi.")
    head.click("form[data-main] button.primary")
    head.set_input_files("input[type=file]", folder / "quyet-dinh.jpg")
    head.click("text=Tải lên")
    head.click("text=Chuyển người thứ hai")
    _take(second, head.url.split("#")[0], "Xác nhận hủy bỏ")


def test_a_day_of_the_ward(person: Any, tmp_path: Path) -> None:
    photo, file = tmp_path / "bang-diem.jpg", tmp_path / "ban-sao.pdf"
    photo.write_bytes(picture("Bảng điểm", "Phan Thị Cả Ngày"))
    citizen, clerk, head, sealer = person("", *PHONE), person("motcua"), person("lanhdao"), person("vanthu")
    _book(citizen)
    _receive(clerk)
    _photograph(clerk, person, photo)
    path = _submit(clerk)
    head.goto("/certified-queue/sign")
    expect(head.locator("main")).to_contain_text("Phan Thị Cả Ngày")
    _take(head, path, "Ký chứng thực")
    sealer.goto("/certified-queue/seal")
    expect(sealer.locator("main")).to_contain_text("Phan Thị Cả Ngày")
    _take(sealer, path, "Đóng dấu số và phát hành")
    expect(sealer.locator("main")).to_contain_text("Đã phát hành")
    clerk.goto(path)
    clerk.click("text=Thu phí")
    clerk.click("text=Lập biên lai")
    clerk.goto(path)
    expect(clerk.locator("#panel-fee")).to_contain_text("Đã thu, biên lai")
    clerk.click("text=Tạo liên kết")
    link = re.search(r"/tai/\S+", clerk.input_value("#address"))[0]
    citizen.goto(link)
    with citizen.expect_download() as download:
        citizen.click("text=Tải bản sao")
    download.value.save_as(file)
    citizen.goto("/xac-thuc")
    citizen.set_input_files("input[type=file]", file)
    citizen.wait_for_url("**/xac-thuc/tep/*")
    expect(citizen.locator("h1")).to_contain_text("Bản sao điện tử hợp lệ")
    assert violations(citizen) == []
    answer = citizen.url
    _annul(head, sealer, path, tmp_path)
    citizen.goto(answer)
    expect(citizen.locator("main")).to_contain_text("đã bị hủy bỏ")
    assert citizen.request.get(link).status == 404, "nobody downloads what has lost its value"
