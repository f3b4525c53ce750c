"""A clerk photographs an original with a telephone: the code at the desk, the camera page, the pages that arrive."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from app.data import clock
from app.data.people import Post, User
from app.data.stored import Attachment
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.certified_copies.capture.pages import Page
from modules.certified_copies.capture.phone import PhonePass
from modules.certified_copies.made_up import picture
from tests.modules.test_certified_copies_capture_findings import PAGES, draft
from tests.modules.test_certified_copies_story import HERE

PHOTO = picture("Bằng", "Võ An")
GONE = "Địa chỉ này không còn dùng được"


def code(browse: Any, row: int) -> str:
    """The path behind the code that the desk shows."""
    page = browse("motcua").post(f"{PAGES}/{row}/phone", {}).text
    return re.search(r"(/chup/[\w-]+)<", page)[1]


def send(phone: Any, path: str, client: str = "", photo: bytes = PHOTO, name: str = "anh.jpg") -> Any:
    token = re.search(r'csrf-token" content="([^"]+)"', phone.client.get("/xac-thuc").text)[1]
    form = {"csrf_token": token, "files": (io.BytesIO(photo), name)} | ({"client": client} if client else {})
    return phone.client.post(path, data=form, content_type="multipart/form-data")


def pages(rows: Any, row: int) -> list[Page]:
    rows.rollback()
    return list(rows.scalars(select(Page).where(Page.copy_id == row).order_by(Page.place)))


def test_a_picture_of_the_telephone_appears_at_the_desk(rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    path = code(browse, row)
    assert "Đang chờ điện thoại" in browse("motcua").get(f"{PAGES}/{row}/arrived").text
    page = phone.get(path)
    assert page.status_code == 200 and "Bảng điểm" in page.text and "Võ An" not in page.text
    assert send(phone, path, "ab" * 8).json == {"sentence": ""}
    desk = browse("motcua").get(f"{PAGES}/{row}/arrived").text
    assert "Trang 1" in desk and "Điện thoại đang kết nối" in desk
    (page,) = pages(rows, row)
    clerk = rows.scalar(select(User.id).where(User.login == "motcua"))
    assert rows.get(Attachment, page.file_id).author_id == clerk and page.measures and page.ticked_at is None


def test_a_picture_that_is_sent_again_counts_once(rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    path = code(browse, row)
    phone.get(path)
    for client in ("ab" * 8, "ab" * 8, "cd" * 8):
        assert send(phone, path, client).status_code == 200
    assert len(pages(rows, row)) == 2


def test_without_a_script_the_form_goes_up_as_it_is(rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    path = code(browse, row)
    phone.get(path)
    assert "Đã thêm anh.jpg" in phone.get(send(phone, path).location).text
    answer = send(phone, path, photo=b"nothing", name="thu.jpg")
    assert "thu.jpg" in phone.get(answer.location).text
    assert send(phone, path, "ef" * 8, b"nothing", "thu.jpg").status_code == 422
    assert len(pages(rows, row)) == 1


def test_only_the_first_telephone_may_use_the_code(rows: Any, browse: Any) -> None:
    row, phone, other = draft(browse), browse(), browse()
    path = code(browse, row)
    assert phone.get(path).status_code == 200
    answer = other.get(path)
    assert answer.status_code == 410 and GONE in answer.text
    assert send(other, path, "ab" * 8).status_code == 410
    assert phone.get(path).status_code == 200, "the first may look again"
    assert pages(rows, row) == []


def test_the_desk_takes_the_code_back(rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    path = code(browse, row)
    phone.get(path)
    browse("motcua").post(f"{PAGES}/{row}/phone/end", {})
    assert phone.get(path).status_code == 410 and send(phone, path, "ab" * 8).status_code == 410
    answer = browse("motcua").get(f"{PAGES}/{row}/arrived")
    assert answer.status_code == 286 and "Mã không còn dùng được" in answer.text


def test_a_new_code_ends_the_one_before(browse: Any) -> None:
    row, phone = draft(browse), browse()
    first = code(browse, row)
    second = code(browse, row)
    assert phone.get(first).status_code == 410 and phone.get(second).status_code == 200


def test_after_ten_minutes_the_code_is_over(rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    begun = clock.now()
    with clock.frozen(begun):
        path = code(browse, row)
        phone.get(path)
    made = rows.scalar(select(PhonePass).where(PhonePass.copy_id == row))
    assert made.token_hash not in path and path.rsplit("/", 1)[1] not in made.token_hash
    rows.rollback()
    with clock.frozen(begun + timedelta(minutes=9, seconds=59)):
        assert send(phone, path, "ab" * 8).status_code == 200
    with clock.frozen(begun + timedelta(minutes=10)):
        assert send(phone, path, "cd" * 8).status_code == 410 and GONE in phone.get(path).text
    assert len(pages(rows, row)) == 1


def test_a_copy_that_was_submitted_takes_no_more(rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    path = code(browse, row)
    phone.get(path)
    form = {"reason": "Bản chính bị tẩy xóa", "refusal_id": "1"}
    clerk, step = browse("motcua"), f"{HERE}/{row}/steps/refuse"
    assert clerk.post(step, form | {"version": clerk.version(step)}).status_code == 303
    assert send(phone, path, "ab" * 8).status_code == 410
    assert clerk.post(f"{PAGES}/{row}/phone", {}).status_code == 403


def test_a_clerk_who_lost_the_post_sends_nothing_more(site: Flask, rows: Any, browse: Any) -> None:
    row, phone = draft(browse), browse()
    path = code(browse, row)
    phone.get(path)
    clerk = select(User.id).where(User.login == "motcua").scalar_subquery()
    post = update(Post).where(Post.user_id == clerk, Post.role == "certified_copies.clerk")
    with site.app_context(), work(SYSTEM) as session:
        session.execute(post.values(role="certified_copies.auditor"))
    try:
        assert send(phone, path, "ab" * 8).status_code == 403
    finally:
        with site.app_context(), work(SYSTEM) as session:
            lost = update(Post).where(Post.user_id == clerk, Post.role == "certified_copies.auditor")
            session.execute(lost.values(role="certified_copies.clerk"))
    assert pages(rows, row) == []


def test_the_official_makes_no_code(browse: Any) -> None:
    assert browse("lanhdao").post(f"{PAGES}/{draft(browse)}/phone", {}).status_code == 403


def test_an_address_that_was_guessed_leads_nowhere(browse: Any) -> None:
    assert browse().get("/chup/abcdefghijklmnopqrstuvwxyz012345").status_code == 410


def test_passes_of_days_before_are_forgotten(site: Flask, rows: Any, browse: Any) -> None:
    old = draft(browse)
    code(browse, old)
    with site.app_context(), work(SYSTEM) as session:
        session.scalar(select(PhonePass).where(PhonePass.copy_id == old)).expires_at -= timedelta(days=2)
    code(browse, draft(browse))
    rows.rollback()
    assert rows.scalar(select(PhonePass).where(PhonePass.copy_id == old)) is None
