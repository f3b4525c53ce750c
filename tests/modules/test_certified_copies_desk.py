"""At the desk and behind it: nobody is received who could not be reached; of a thousand scans only the last brings the page."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from app.data import clock
from app.data.people import Delegation, Post, User
from app.engine.access import SYSTEM, bind, principal_of
from app.engine.work import rehearsal
from app.toolkit import unit_of
from modules.certified_copies.certify import title_of
from modules.certified_copies.made_up import picture
from tests.modules.test_certified_copies_reception import HERE, copies_of, receive


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone": "không có"}, "Hãy nhập số điện thoại Việt Nam"),
        ({"phone": "0909"}, "Hãy nhập số điện thoại Việt Nam"),
        ({"email": "abc@"}, "ten@coquan.vn"),
        ({"email": "a b@c.vn"}, "ten@coquan.vn"),
    ],
)
def test_nobody_is_received_who_could_not_be_reached(browse: Any, typed: dict[str, str], sentence: str) -> None:
    form = {"version": "0", "requester": "Lê A", "channel": "desk", "originals-0-title": "Bằng"} | typed
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 422 and sentence in answer.text


def test_of_many_scans_only_the_last_brings_the_page(rows: Any, browse: Any) -> None:
    visit, clerk = receive(rows, browse, "Hợp đồng"), browse("motcua")
    path = f"/certified-reception/{visit.id}/scans"
    answer = clerk.post(path, {"files": (io.BytesIO(picture("Một", "An")), "Giấy một.jpg"), "more": "1"})
    assert answer.status_code == 200 and "panel-originals" not in answer.text
    assert "Đã tiếp nhận 1 bản chính" in answer.text
    small = io.BytesIO()
    Image.new("RGB", (1, 1)).save(small, "PNG")
    small.seek(0)
    answer = clerk.post(path, {"files": (small, "icon.png"), "more": "1"})
    assert "icon.png quá nhỏ" in answer.text
    assert clerk.post(path, {"files": (io.BytesIO(picture("Hai", "An")), "Giấy hai.jpg")}).status_code == 303
    rows.rollback()
    assert [copy.title for copy in copies_of(rows, visit)] == ["Hợp đồng", "Giấy một", "Giấy hai"]


def test_who_certifies_by_delegation_signs_by_order_of_the_chairman(site: Flask) -> None:
    role, today = "certified_copies.certifier", clock.today()
    with site.app_context(), rehearsal(SYSTEM) as session:
        ward = unit_of(session, "27004").id
        head, other = (session.scalar(select(User.id).where(User.login == one)) for one in ("lanhdao", "canbo"))
        session.execute(update(Post).where(Post.user_id == head, Post.role == role).values(title="CHỦ TỊCH"))
        words = {"role": role, "decision": "12/QĐ-UBND", "valid_from": today, "valid_to": today}
        session.add(Delegation(holder_id=head, user_id=other, unit_id=ward, **words))
        session.flush()
        for person, title in ((other, "TUQ. CHỦ TỊCH"), (head, "CHỦ TỊCH")):
            bind(session, principal_of(session, session.get_one(User, person), today))
            assert title_of(person, ward).splitlines()[0] == title
