"""Sheets that people take in: what a trial run says, what is written, and what files are refused."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from io import BytesIO
from threading import Thread
from typing import Any

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import delete, func, select

from app.data.base import db
from app.data.clock import today
from app.data.people import User
from app.data.task import Task
from app.data.trail import Trail
from app.engine import import_jobs, importing, jobs
from app.engine.access import SYSTEM, principal_of
from app.engine.work import work
from modules.equipment.models import Asset, Campaign, Condition, Item, Kit, Norm, Request, State
from tests.web.sheets import send, text, xlsx

ITEMS = "/equipment/items/import"
HEADS = ["Mã", "Trang thiết bị", "Đơn vị tính", "Giá tham khảo", "Phần mềm, không tính vào mức giá"]


def state(rows: Any) -> tuple[int, int]:
    rows.rollback()
    return rows.scalar(select(func.count()).select_from(Item)), rows.scalar(select(func.max(Trail.id)))


def test_a_trial_run_says_what_would_happen_and_writes_nothing(rows: Any, browse: Any) -> None:
    browser, old = browse("sokhcn"), rows.scalars(select(Item).order_by(Item.id)).first()
    before = state(rows)
    page = send(
        browser,
        ITEMS,
        "danh-muc.xlsx",
        xlsx(
            HEADS,
            ["NK-01", "Máy chiếu", "cái", 12500000, "Không"],
            [old.code.lower(), old.name, "hộp", old.price, "Có" if old.software else "Không"],
            ["NK-02", None, "cái", "12,5 triệu", "có lẽ"],
        ),
    )
    assert "Còn một dòng lỗi thì chưa ghi dòng nào" in page
    assert all(cell in page for cell in ("B4", "D4", "E4")) and "68.250.000" in page  # where, and how it is written
    assert "<ins>hộp</ins>" in page
    assert state(rows) == before


def test_what_was_shown_is_written_together_once(rows: Any, browse: Any) -> None:
    browser = browse("sokhcn")
    page = send(browser, ITEMS, "moi.csv", text(HEADS, ["NK-11", "Máy hủy giấy", "cái", "4.500.000", ""], mark=";"))
    assert "Ghi 1 bản ghi" in page
    answer = browser.post(browser.last, {})
    assert "Đã nhập 1 bản ghi" in browser.get(answer.headers["Location"]).text
    rows.rollback()
    item = rows.scalars(select(Item).where(Item.code == "NK-11")).one()
    assert (item.name, item.price, item.software) == ("Máy hủy giấy", 4_500_000, False)
    assert rows.scalar(select(Trail.act).where(Trail.table == "equipment_item", Trail.row_id == item.id)) == "create"
    assert rows.scalar(select(func.count()).select_from(Trail).where(Trail.act == "import")) >= 1
    assert "đã được xử lý" in browser.get(browser.post(browser.last, {}).headers["Location"]).text
    assert rows.scalar(select(func.count()).select_from(Item).where(Item.code == "NK-11")) == 1


def test_a_double_click_writes_once(rows: Any, site: Flask, browse: Any) -> None:
    browser = browse("sokhcn")
    send(browser, ITEMS, "doi.xlsx", xlsx(HEADS, ["NK-12", "Máy ép", "cái", 1, ""]))
    number, said = int(browser.last.rsplit("/", 1)[1]), []

    def press() -> None:
        with site.app_context():
            sender = db.session.scalars(select(User).where(User.login == "sokhcn")).one()
            try:
                said.append(importing.write(number, principal_of(db.session(), sender, today())).state)
            except ValueError as error:
                said.append(str(error))

    threads = [Thread(target=press) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, said)) == sorted(["Đã nhập", *["Tệp này đã được xử lý."] * 2])
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Item).where(Item.code == "NK-12")) == 1


def test_a_record_changed_after_the_trial_run_is_not_overwritten(rows: Any, browse: Any) -> None:
    browser, old = browse("sokhcn"), rows.scalars(select(Item).order_by(Item.id)).first()
    send(browser, ITEMS, "gia.xlsx", xlsx(["Mã", "Giá tham khảo"], [old.code, 7_777_000]))
    trial = browser.last
    send(browser, ITEMS, "gia2.xlsx", xlsx(["Mã", "Đơn vị tính"], [old.code, "chiếc mới"]))
    browser.post(browser.last, {})
    assert "Dữ liệu đã thay đổi sau lần kiểm tra" in browser.get(browser.post(trial, {}).headers["Location"]).text
    rows.rollback()
    assert rows.scalar(select(Item.price).where(Item.id == old.id)) != 7_777_000
    browser.post(trial, {})  # seen again, and pressed again
    rows.rollback()
    assert rows.scalar(select(Item.price).where(Item.id == old.id)) == 7_777_000


def test_columns_that_are_left_out_stay_as_they_are(rows: Any, browse: Any) -> None:
    browser, old = (
        browse("sokhcn"),
        rows.scalars(select(Item).where(Item.minimum.is_not(None)).order_by(Item.id)).first(),
    )
    if old is None:
        old = rows.scalars(select(Item).order_by(Item.id.desc())).first()
    kept = (old.name, old.minimum, old.software)
    send(browser, ITEMS, "gia.xlsx", xlsx(["mã ", "GIÁ THAM KHẢO"], [old.code, "8.000.000"]))
    browser.post(browser.last, {})
    rows.rollback()
    assert (old.name, old.minimum, old.software, old.price) == (*kept, 8_000_000)


def test_items_of_a_record_stand_in_rows_below_it(rows: Any, browse: Any) -> None:
    browser = browse("sokhcn")
    template = load_workbook(BytesIO(browser.get(f"{ITEMS}/template.xlsx").data))
    heads = [cell.value.rstrip(" *") for cell in template.worksheets[0][1]]
    names = [head for head in heads if ": " in head]
    page = send(
        browser,
        ITEMS,
        "cau-hinh.xlsx",
        xlsx(
            ["Mã", "Trang thiết bị", "Đơn vị tính", *names],
            ["NK-21", "Máy trạm", "bộ", "RAM", "từ 32 GB"],
            [None, None, None, "SSD", "từ 1 TB"],
        ),
    )
    assert "Ghi 1 bản ghi" in page
    browser.post(browser.last, {})
    rows.rollback()
    item = rows.scalars(select(Item).where(Item.code == "NK-21")).one()
    specs = browser.get(f"/equipment/items/{item.id}").text
    assert "từ 32 GB" in specs and "từ 1 TB" in specs


def test_requests_come_in_as_drafts_with_their_items(rows: Any, browse: Any) -> None:
    browser, path = browse("canbo"), "/equipment/requests/import"
    campaign = rows.scalars(select(Campaign).order_by(Campaign.closes_on.desc())).first()
    item, other = rows.scalars(select(Item).order_by(Item.id).limit(2)).all()
    heads = ["Nội dung đề xuất", "Đợt đề xuất", "Nguồn kinh phí", "Lý do, hiện trạng"]
    lines = [f"Thiết bị đề xuất: {one}" for one in ("Trang thiết bị", "Số lượng", "Đơn giá (₫)")]
    reason = "Máy cũ hỏng.\nKhông sửa được."
    sheet = xlsx(
        [*heads, *lines],
        ["Nhập từ bảng tính", str(campaign), "Ngân sách thành phố", reason, item.code, 2, "1.500.000"],
        [None, None, None, None, other.code, 3, 2_000_000],
    )
    assert "Ghi 1 bản ghi" in send(browser, path, "de-xuat.xlsx", sheet)
    browser.post(browser.last, {})
    rows.rollback()
    made = rows.scalars(select(Request).where(Request.title == "Nhập từ bảng tính")).one()
    assert (made.state.value, made.total, made.reason) == ("draft", 9_000_000, reason)
    assert rows.scalar(select(func.count()).select_from(Task).where(Task.row_id == made.id, Task.number == made.number))
    page = send(browser, path, "sua.xlsx", xlsx(["ID", *lines], [made.id, item.code, 5, 1_500_000]))
    assert "Ghi 1 bản ghi" in page and "2 dòng" in page and "<ins>1 dòng</ins>" in page
    browser.post(browser.last, {})
    rows.rollback()
    assert rows.scalar(select(Request.total).where(Request.id == made.id)) == 7_500_000


def test_what_the_file_does_not_say_is_as_on_an_empty_form(rows: Any, site: Flask, browse: Any) -> None:
    browser, item = browse("kho"), rows.scalars(select(Item).order_by(Item.id)).first()
    send(browser, "/equipment/assets/import", "a.xlsx", xlsx(["Trang thiết bị", "Số sê-ri"], [item.code, "SN-NHAP-1"]))
    browser.post(browser.last, {})
    rows.rollback()
    assert rows.scalar(select(Asset.condition).where(Asset.serial == "SN-NHAP-1")) is Condition.GOOD
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.execute(delete(Asset).where(Asset.serial == "SN-NHAP-1"))


def test_the_present_rows_are_those_of_the_list(rows: Any, browse: Any) -> None:
    browser, path = browse("canbo"), "/equipment/requests/import/rows.xlsx"
    every = load_workbook(BytesIO(browser.get(path).data)).active
    drafts = load_workbook(BytesIO(browser.get(f"{path}?state=draft").data)).active
    ids = {row[0] for row in drafts.iter_rows(min_row=2, values_only=True) if row[0]}
    assert 0 < len(ids) < every.max_row - 1
    assert set(rows.scalars(select(Request.state).where(Request.id.in_(ids)))) == {State.DRAFT}


def test_references_go_by_code_or_name_and_dates_as_people_write_them(rows: Any, browse: Any) -> None:
    browser, item = browse("sokhcn"), rows.scalars(select(Item).order_by(Item.id)).first()
    template = load_workbook(BytesIO(browser.get("/equipment/kits/import/template.xlsx").data))
    heads = [cell.value.rstrip(" *") for cell in template.worksheets[0][1]]
    assert item.code in [cell.value for cell in template.worksheets[1]["A"]]
    sheet = xlsx(
        heads,
        [item.name.upper(), 2, "QĐ thử", datetime.combine(date(2031, 1, 1), time()), None],
        [item.code, 3, "QĐ thử", "01/01/2032", "31/12/2032"],
        [unicodedata.normalize("NFD", item.name), 4, "QĐ thử", date(2033, 1, 1), None],
        ["không có", 1, "QĐ thử", "31/02/2033", None],
    )
    page = send(browser, "/equipment/kits/import", "bo.xlsx", sheet)
    assert page.count("Thêm mới") >= 4  # three rows and the sum
    assert "Không có “không có” trong danh mục" in page
    good = xlsx(*list(load_workbook(BytesIO(sheet)).active.iter_rows(max_row=4, values_only=True)))
    send(browser, "/equipment/kits/import", "bo.xlsx", good)
    browser.post(browser.last, {})
    rows.rollback()
    made = rows.scalars(select(Kit).where(Kit.source == "QĐ thử").order_by(Kit.valid_from)).all()
    assert [(kit.item_id, kit.valid_from.year) for kit in made] == [(item.id, 2031), (item.id, 2032), (item.id, 2033)]


def test_a_rule_of_the_record_itself_stops_its_row(rows: Any, browse: Any) -> None:
    browser, norm = browse("sokhcn"), rows.scalars(select(Norm).order_by(Norm.id)).first()
    page = send(
        browser,
        "/equipment/norms/import",
        "dinh-muc.xlsx",
        xlsx(["ID", "Hiệu lực từ", "Hiệu lực đến"], [norm.id, "01/01/2030", "01/01/2029"]),
    )
    assert "Có lỗi" in page and "Ghi 1" not in page


def test_nobody_changes_rows_of_another_ward_or_of_another_state(rows: Any, browse: Any) -> None:
    browser = browse("canbo")
    own = rows.scalar(select(Request.unit_id).where(Request.number.is_not(None)).limit(1))
    foreign = rows.scalars(select(Asset).where(Asset.unit_id != own).order_by(Asset.id)).first()
    gone = rows.scalars(select(Request).where(Request.state == "handed_over").order_by(Request.id)).first()
    page = send(browser, "/equipment/requests/import", "a.xlsx", xlsx(["ID", "Nội dung đề xuất"], [gone.id, "Khác"]))
    assert "không còn sửa được" in page or "thuộc đơn vị khác" in page
    page = send(browser, "/equipment/requests/import", "a.xlsx", xlsx(["ID", "Nội dung đề xuất"], [9_999_999, "Khác"]))
    assert "thuộc đơn vị khác" in page
    assert foreign is None or foreign.unit_id != own
    assert browse("lanhdao").get("/equipment/requests/import").status_code == 403
    assert browse("canbo2").get(ITEMS).status_code in (403, 404)


def test_another_person_does_not_see_my_file(rows: Any, browse: Any) -> None:
    browser = browse("sokhcn")
    send(browser, ITEMS, "x.xlsx", xlsx(HEADS, ["NK-31", "Bàn", "cái", 1, None]))
    assert browse("quantri").get(browser.last).status_code in (403, 404)


def test_one_record_twice_in_a_file_is_a_mistake(browse: Any) -> None:
    browser = browse("sokhcn")
    page = send(browser, ITEMS, "2.xlsx", xlsx(HEADS, ["NK-41", "A", "cái", 1, ""], ["nk-41", "B", "cái", 1, ""]))
    assert "Dòng 2 đã nói về cùng bản ghi này" in page


def test_a_large_file_is_dealt_with_in_the_background(rows: Any, site: Flask, browse: Any) -> None:
    browser, count = browse("sokhcn"), import_jobs.FEW + 50
    page = send(browser, ITEMS, "lon.xlsx", xlsx(HEADS, *[[f"L-{n}", f"Máy {n}", "cái", n, ""] for n in range(count)]))
    assert f"Đã kiểm tra 0 trên {count}" in page and 'hx-trigger="every 2s"' in page
    work_off(site)
    page = browser.get(browser.last).text
    assert f"Ghi {count} bản ghi" in page and "hx-trigger" not in page.split("<main", 1)[1].split("</main", 1)[0]
    browser.post(browser.last, {})
    assert "Đang ghi cùng lúc" in browser.get(browser.last).text
    assert "đã được xử lý" in browser.get(browser.post(browser.last, {}).headers["Location"]).text
    work_off(site)
    assert "Đã nhập" in browser.get(browser.last).text
    number = int(browser.last.rsplit("/", 1)[1])
    with site.app_context():  # a worker that was thought dead comes back
        import_jobs.check(number)
        import_jobs.write(number)
    assert "Đã nhập" in browser.get(browser.last).text
    assert browser.last in browser.get("/notifications").text
    rows.rollback()
    made = rows.scalars(select(Item).where(Item.code.startswith("L-"))).all()
    assert len(made) == count
    sender = rows.scalar(select(User.id).where(User.login == "sokhcn"))
    actors = select(Trail.actor_id).where(Trail.table == "equipment_item", Trail.row_id.in_([one.id for one in made]))
    assert set(rows.scalars(actors)) == {sender}
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.execute(delete(Item).where(Item.code.startswith("L-")))  # so many would change the forms of other tests


def test_a_large_file_that_no_longer_fits_is_not_written(rows: Any, site: Flask, browse: Any) -> None:
    browser, count = browse("sokhcn"), import_jobs.FEW + 50
    old = rows.scalars(select(Item).order_by(Item.id)).first()
    lines = [[f"N-{n}", f"Máy {n}", "cái", n] for n in range(count)]
    send(browser, ITEMS, "lon.xlsx", xlsx(HEADS[:4], [old.code, old.name, "thùng", 1], *lines))
    large = browser.last
    work_off(site)
    send(browser, ITEMS, "gia.xlsx", xlsx(["Mã", "Giá tham khảo"], [old.code, 9_999_000]))
    browser.post(browser.last, {})
    browser.post(large, {})
    work_off(site)
    page = browser.get(large).text
    assert "Dữ liệu đã thay đổi sau lần kiểm tra" in page and f"Ghi {count + 1} bản ghi" in page
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Item).where(Item.code.startswith("N-"))) == 0


def work_off(site: Flask) -> None:
    """Run every job that is due, as a worker does."""
    with site.app_context():
        for number in jobs.due():
            jobs.run(number)
