"""Wards are merged: the old ones close, their people go along, and everybody finds the new name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.data.people import Post, Unit, UnitLink, User

UNITS = "/admin/units"
FIRST, LAST = date(2030, 1, 1), date(2029, 12, 31)


@pytest.fixture
def city(rows: Any) -> int:
    return rows.scalar(select(Unit.id).where(Unit.parent_id.is_(None)))


def make(admin: Any, rows: Any, city: int, code: str, name: str, since: str = "01/07/2025") -> Any:
    form = {"version": "0", "code": code, "name": name, "kind": "ward", "parent_id": str(city), "valid_from": since}
    assert admin.post(f"{UNITS}/new", form).status_code == 303
    rows.rollback()
    return rows.scalars(select(Unit).where(Unit.code == code)).one()


def made_of(*old: tuple[int, bool], posts: bool = True) -> dict[str, str]:
    form = {"version": "0"} | ({"with_posts": "1"} if posts else {})
    for at, (number, whole) in enumerate(old):
        form[f"origins-{at}-old_id"] = str(number)
        if whole:
            form[f"origins-{at}-whole"] = "1"
    return form


def send(admin: Any, path: str, form: dict[str, str]) -> Any:
    return admin.post(path, form | {"version": admin.version(path)})


def test_two_wards_become_one_and_their_people_go_along(browse: Any, rows: Any, city: int) -> None:
    admin = browse("quantri")
    left, right, part = (make(admin, rows, city, f"M1{n}", f"Phường Cũ {n}") for n in (1, 2, 3))
    new = make(admin, rows, city, "M19", "Phường Sáp Nhập", "01/01/2030")
    person = rows.scalars(select(User).where(User.login == "cb25747")).one()
    post = {"version": "0", "login": person.login, "name": person.name, "active": "1"}
    for at, held in enumerate(rows.scalars(select(Post).where(Post.user_id == person.id).order_by(Post.id))):
        post |= {
            f"posts-{at}-id": str(held.id),
            f"posts-{at}-role": held.role,
            f"posts-{at}-unit_id": str(held.unit_id),
        }
        post |= {f"posts-{at}-valid_from": f"{held.valid_from:%d/%m/%Y}"}
        new_post = at + 1
    post |= {f"posts-{new_post}-role": "equipment.official", f"posts-{new_post}-unit_id": str(left.id)}
    post |= {f"posts-{new_post}-valid_from": "01/07/2025"}
    assert send(admin, f"/admin/users/{person.id}", post).status_code == 303

    closing = {"version": "0", "code": "M11", "name": left.name, "kind": "ward", "parent_id": str(city)}
    refused = send(admin, f"{UNITS}/{left.id}", closing | {"valid_from": "01/07/2025", "valid_to": "31/12/2029"})
    assert refused.status_code == 422 and "Còn 1 vị trí công tác" in refused.text
    form = made_of((left.id, True), (right.id, True), (part.id, False))
    assert send(admin, f"{UNITS}/{new.id}/merge", form | {"with_posts": ""}).status_code == 422
    rows.rollback()
    assert rows.scalar(select(UnitLink.id).where(UnitLink.new_id == new.id)) is None, "nothing is half-written"

    assert send(admin, f"{UNITS}/{new.id}/merge", form).status_code == 303
    rows.rollback()
    rows.expire_all()
    assert (left.valid_to, right.valid_to, part.valid_to) == (LAST, LAST, None)
    held = select(Post).where(Post.user_id == person.id, Post.unit_id.in_([left.id, new.id])).order_by(Post.valid_from)
    old_post, next_post = rows.scalars(held).all()
    assert (old_post.unit_id, old_post.valid_to) == (left.id, LAST)
    assert (next_post.unit_id, next_post.valid_from, next_post.role) == (new.id, FIRST, "equipment.official")
    assert "Phường Sáp Nhập" in admin.get(f"{UNITS}/{part.id}").text
    assert "Phường Cũ 3" in admin.get(f"{UNITS}/{new.id}").text


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ((("new", True),), "từ chính nó"),
        ((("old", True), ("old", False)), "được nêu hai lần"),
        ((("young", True),), "không có trước"),
        ((("gone", True),), "đã được sáp nhập vào đơn vị khác"),
    ],
)
def test_a_wrong_merger_changes_nothing(
    browse: Any, rows: Any, city: int, old: tuple[tuple[str, bool], ...], words: str
) -> None:
    admin, tail = browse("quantri"), f"{old[0][0]}{len(old)}"
    found = {
        "new": make(admin, rows, city, f"N1{tail}", "Phường Mới Thử"),
        "old": make(admin, rows, city, f"N2{tail}", "Phường Xưa Thử", "01/01/2020"),
        "young": make(admin, rows, city, f"N3{tail}", "Phường Non Thử", "01/01/2026"),
        "gone": rows.scalars(
            select(Unit).join(UnitLink, UnitLink.old_id == Unit.id).where(UnitLink.whole).order_by(Unit.id)
        ).first(),
    }
    form = made_of(*((found[name].id, whole) for name, whole in old))
    answer = send(admin, f"{UNITS}/{found['new'].id}/merge", form)
    assert answer.status_code == 422 and words in answer.text
    rows.rollback()
    assert rows.scalar(select(UnitLink.id).where(UnitLink.new_id == found["new"].id)) is None
    assert found["old"].valid_to is None


def test_a_unit_is_picked_without_marks_and_told_apart(browse: Any) -> None:
    found = browse("canbo").client.get("/lookup/core_unit?q=ben thanh").json
    assert found, "a picker over 600 units is searched without marks"
    assert "Bến Thành" in found[0]["text"]
    assert "đến 30/06/2025" not in found[0]["text"], "units in force come first"
    assert any("đến 30/06/2025" in one["text"] for one in found)


def test_a_closed_ward_is_picked_only_where_it_makes_sense(browse: Any) -> None:
    now = browse("canbo").client.get("/lookup/core_unit?today=1&q=phuong 5").json
    assert now and not any("đến 30/06/2025" in one["text"] for one in now)
    for login, path, today in (
        ("motcua", "/dossiers/dossiers/new", True),
        ("kho", "/equipment/transfers/new", True),
        ("quantri", f"{UNITS}/1/merge", False),
    ):
        page = browse(login).get(path).text
        assert ("/lookup/core_unit?today=1" in page) is today, path


def test_wards_of_one_name_are_told_apart_by_their_former_district(browse: Any, rows: Any) -> None:
    found = browse("canbo").client.get("/lookup/core_unit?q=phuong 5 quan 3").json
    assert found[0]["text"] == "Phường 5 (Quận 3 cũ) (27151) – đến 30/06/2025"
    closed = rows.get(Unit, found[0]["value"])
    admin = browse("quantri")
    for path in (f"{UNITS}?closed=1&q=phuong 5", f"{UNITS}/{closed.id}"):
        assert "Phường 5 (Quận 3 cũ)" in admin.get(path).text
    island = rows.scalars(select(Unit).where(Unit.name == "Huyện Côn Đảo")).one()
    assert (str(island), str(rows.scalar(select(Unit).where(Unit.code == "79")))) == (
        "Huyện Côn Đảo",
        "Thành phố Hồ Chí Minh",
    )


def test_the_tree_shows_what_stands_below(browse: Any, rows: Any, city: int) -> None:
    admin = browse("quantri")
    top = make(admin, rows, city, "T1", "Phường Cây")
    low = make(admin, rows, top.id, "T2", "Tổ Lá")
    assert "Tổ Lá" in admin.get(f"{UNITS}/{top.id}").text
    below = admin.get(f"{UNITS}?under={top.id}").text
    assert "Tổ Lá" in below and "Phường Bến Thành" not in below
    assert "Phường Cây" in admin.get(f"{UNITS}/{low.id}").text, "the path leads up"
    closing = {"version": "0", "code": "T1", "name": "Phường Cây", "kind": "ward", "parent_id": str(city)}
    refused = send(admin, f"{UNITS}/{top.id}", closing | {"valid_from": "01/07/2025", "valid_to": "31/12/2025"})
    assert refused.status_code == 422 and "Còn 1 đơn vị trực thuộc" in refused.text
