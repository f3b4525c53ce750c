"""An administrator's day: people who come and go, posts, passwords, delegations."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data.clock import today
from app.data.messages import Notice
from app.data.people import Delegation, Post, Unit, User
from app.data.task import Passage
from app.data.trail import Trail
from app.engine.access import principal_of
from modules.equipment.models import Request, State
from tests.conftest import Browser

USERS = "/admin/users"


def day(offset: int = 0) -> str:
    return (today() + timedelta(days=offset)).strftime("%d/%m/%Y")


@pytest.fixture
def ward(rows: Any) -> int:
    return rows.scalar(select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)))


def account(login: str, unit: int, more: dict[str, str] | None = None) -> dict[str, str]:
    post = {"posts-0-role": "equipment.official", "posts-0-unit_id": str(unit), "posts-0-valid_from": day()}
    return {"version": "0", "login": login, "name": "Đỗ Thị Mới", "active": "1", **post, **(more or {})}


def test_a_new_official_signs_in_with_a_one_time_password(site: Flask, browse: Any, rows: Any, ward: int) -> None:
    admin = browse("quantri")
    assert admin.post(f"{USERS}/new", account("moi.do", ward)).status_code == 303
    rows.rollback()
    page = admin.get(f"{USERS}/{rows.scalar(select(User.id).where(User.login == 'moi.do'))}").text
    found = re.search(r"(\w{4}-\w{4}-\w{4})", page)
    assert found
    newcomer = Browser(site, "")
    newcomer.post("/sign-in", {"login": "moi.do", "password": found[1]}, page="/sign-in")
    sent_on = newcomer.client.get("/equipment/requests")
    assert sent_on.status_code == 302 and "/account" in sent_on.headers["Location"]
    change = {"old": found[1], "new": "một hai ba bốn", "again": "một hai ba bốn"}
    newcomer.post("/account/password", change)
    assert newcomer.client.get("/equipment/requests").status_code == 200
    assert admin.get(f"{USERS}?q=do thi moi").text.count("moi.do") >= 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"login": "canbo"}, "đã có người dùng"),
        ({"login": "Mới Đỗ"}, "chữ cái không dấu"),
        ({"name": ""}, "Nhập họ và tên"),
        ({"email": "không phải thư"}, "thư điện tử"),
        ({"posts-0-valid_to": "01/01/2020"}, "ngày kết thúc trước ngày bắt đầu"),
        ({"posts-0-role": "hoang.de"}, "Chọn một giá trị"),
        ({"posts-0-unit_id": "999999"}, "Chọn một giá trị"),
    ],
)
def test_a_wrong_account_is_refused_in_a_sentence(
    browse: Any, rows: Any, ward: int, change: dict[str, str], words: str
) -> None:
    answer = browse("quantri").post(f"{USERS}/new", account("sai.do", ward, change))
    assert answer.status_code == 422
    assert words in answer.text
    assert rows.scalar(select(User.id).where(User.login == "sai.do")) is None


def test_an_account_is_made_before_its_posts_are_known(browse: Any, rows: Any) -> None:
    admin = browse("quantri")
    bare = {"version": "0", "login": "trong.do", "name": unicodedata.normalize("NFD", "Đỗ Văn Trống"), "active": "1"}
    assert admin.post(f"{USERS}/new", bare).status_code == 303
    rows.rollback()
    user = rows.scalars(select(User).where(User.login == "trong.do")).one()
    assert user.name == unicodedata.normalize("NFC", user.name)
    path = f"{USERS}/{user.id}"
    assert admin.post(path, bare | {"version": admin.version(path), "email": "trong@vidu.vn"}).status_code == 303


def test_the_last_administrator_stays(browse: Any, rows: Any) -> None:
    admin, me = browse("quantri"), rows.scalars(select(User).where(User.login == "quantri")).one()
    answer = admin.post(
        f"{USERS}/{me.id}",
        {"version": admin.version(f"{USERS}/{me.id}"), "login": "quantri", "name": me.name, "active": "1"},
    )
    assert answer.status_code == 422
    assert "không thể tự bỏ quyền quản trị" in answer.text
    rows.rollback()
    assert rows.scalar(select(Post.id).where(Post.user_id == me.id, Post.role == "core.administrator"))


def test_a_post_that_has_begun_is_ended_and_not_removed(browse: Any, rows: Any, ward: int) -> None:
    admin = browse("quantri")
    past = {"posts-0-valid_from": day(-30)}
    assert admin.post(f"{USERS}/new", account("cu.do", ward, past)).status_code == 303
    rows.rollback()
    user = rows.scalars(select(User).where(User.login == "cu.do")).one()
    post = rows.scalars(select(Post).where(Post.user_id == user.id)).one()
    seen = {"version": admin.version(f"{USERS}/{user.id}")}
    bare = seen | {"login": "cu.do", "name": "Đỗ Văn Cũ", "active": "1"}
    answer = admin.post(f"{USERS}/{user.id}", bare)
    assert answer.status_code == 422 and "ghi ngày kết thúc" in answer.text
    ended = account("cu.do", ward, past | {"posts-0-id": str(post.id), "posts-0-valid_to": day(-1)})
    assert admin.post(f"{USERS}/{user.id}", ended | seen).status_code == 303
    again = admin.post(f"{USERS}/{user.id}", ended | seen | {"name": "Đỗ Văn Muộn"})
    assert again.status_code == 422 and "Người khác vừa sửa" in again.text, "the page was opened before the change"
    page = admin.get(f"{USERS}/{user.id}").text
    assert "Được cấp mật khẩu dùng một lần" in page, "the page tells what happened to the account"
    assert day(-1) in page and "Trần Quốc Bảo" in page


def test_nobody_gets_a_post_in_a_closed_unit(browse: Any, rows: Any) -> None:
    closed = rows.scalar(select(Unit.id).where(Unit.valid_to.is_not(None)).order_by(Unit.id).limit(1))
    answer = browse("quantri").post(f"{USERS}/new", account("dong.do", closed))
    assert answer.status_code == 422 and "không có hiệu lực vào ngày đầu tiên" in answer.text
    assert rows.scalar(select(User.id).where(User.login == "dong.do")) is None


def test_who_is_signed_out_everywhere_has_to_sign_in_again(browse: Any, rows: Any) -> None:
    official = browse("kho")
    number = rows.scalar(select(User.id).where(User.login == "kho"))
    assert official.client.get("/").status_code == 200
    assert browse("canbo").post(f"{USERS}/{number}/sessions", {}).status_code == 403
    browse("quantri").post(f"{USERS}/{number}/sessions", {})
    assert official.client.get("/").status_code == 302


def test_a_delegate_signs_for_the_leader_and_the_record_says_so(browse: Any, rows: Any, ward: int) -> None:
    holder, delegate = (rows.scalars(select(User).where(User.login == one)).one() for one in ("lanhdao", "vanthu"))
    official = rows.scalar(select(User.id).where(User.login == "canbo"))
    form = {
        "version": "0",
        "holder_id": str(holder.id),
        "user_id": str(delegate.id),
        "role": "equipment.head",
        "unit_id": str(ward),
        "decision": "15/QĐ-UBND",
        "valid_from": day(),
        "valid_to": day(30),
    }
    admin = browse("quantri")
    assert "cho chính mình" in admin.post("/delegations/new", form | {"user_id": str(holder.id)}).text
    assert "không giữ vị trí này" in admin.post("/delegations/new", form | {"role": "equipment.finance"}).text
    assert browse("canbo").post("/delegations/new", form).status_code == 403
    assert admin.post("/delegations/new", form).status_code == 303
    told = select(Notice.body).where(Notice.user_id == delegate.id).order_by(-Notice.id)
    rows.rollback()
    assert f"{holder.name} ủy quyền cho bạn làm" in rows.scalars(told).first()
    rows.rollback()
    assert "đã có trong thời gian đó" in admin.post("/delegations/new", form).text
    passed_on = form | {"holder_id": str(delegate.id), "user_id": str(official)}
    assert "không được ủy quyền lại" in admin.post("/delegations/new", passed_on).text

    row = rows.scalar(select(Request.id).where(Request.unit_id == ward, Request.state == State.SUBMITTED).limit(1))
    stand_in = browse("vanthu")
    assert stand_in.post(f"/equipment/requests/{row}/steps/sign", {}).status_code == 303
    rows.rollback()
    taken = select(Passage).where(Passage.resource == "equipment.requests", Passage.row_id == row)
    passage = rows.scalars(taken.where(Passage.step == "sign").order_by(-Passage.id)).first()
    assert (passage.actor_id, passage.delegated_by_id) == (delegate.id, holder.id)
    assert f"Thừa ủy quyền của {holder.name}" in stand_in.get("/account").text, "every page says in whose name"
    assert f"thừa ủy quyền của {holder.name}" in stand_in.get(f"/equipment/requests/{row}").text

    made = rows.scalars(select(Delegation).where(Delegation.decision == "15/QĐ-UBND")).one()
    number = made.id
    assert admin.post(f"/delegations/{number}/end", {}).status_code == 303
    rows.rollback()
    assert not [grant for grant in principal_of(rows, delegate, today()).grants if grant.delegated_by]
    assert "đã kết thúc" in rows.scalars(told).first()
    written = select(Trail.act).where(Trail.table == "core_delegation", Trail.row_id == number).order_by(Trail.id)
    assert list(rows.scalars(written)) == ["create", "delete"], "what was dropped on its first day stays in the trail"


def test_who_administers_by_delegation_hands_nothing_on(browse: Any, rows: Any, ward: int) -> None:
    holder, stand_in = (rows.scalars(select(User).where(User.login == one)).one() for one in ("quantri", "vanthu"))
    city = rows.scalar(select(Unit.id).where(Unit.parent_id.is_(None)))
    form = {"version": "0", "holder_id": str(holder.id), "user_id": str(stand_in.id), "role": "core.administrator"}
    form |= {"unit_id": str(city), "decision": "17/QĐ-UBND", "valid_from": day(), "valid_to": day(3)}
    admin = browse("quantri")
    assert admin.post("/delegations/new", form).status_code == 303
    deputy, other = browse("vanthu"), rows.scalar(select(User.id).where(User.login == "kho"))
    assert deputy.get(USERS).status_code == 200
    more = {"posts-1-role": "core.administrator", "posts-1-unit_id": str(city), "posts-1-valid_from": day()}
    answer = deputy.post(f"{USERS}/new", account("them.qt", ward, more))
    assert answer.status_code == 422 and "không trao tiếp quyền quản trị" in answer.text
    passed = deputy.post("/delegations/new", form | {"user_id": str(other)})
    assert passed.status_code == 422 and "không trao tiếp quyền quản trị" in passed.text
    assert deputy.post(f"{USERS}/new", account("them.cb", ward)).status_code == 303, "other posts are given as usual"
    rows.rollback()
    made = rows.scalar(select(Delegation.id).where(Delegation.decision == "17/QĐ-UBND"))
    assert admin.post(f"/delegations/{made}/end", {}).status_code == 303
    assert deputy.client.get(USERS).status_code == 403


def test_a_leader_delegates_his_own_post_only(browse: Any, rows: Any, ward: int) -> None:
    holder, other = (rows.scalars(select(User).where(User.login == one)).one() for one in ("lanhdao", "canbo"))
    own, foreign = (
        rows.scalar(select(Post.id).where(Post.user_id == one.id, Post.role.startswith("equipment")))
        for one in (holder, other)
    )
    leader = browse("lanhdao")
    assert f"/delegations/new/{own}" in leader.get("/delegations").text
    form = {"version": "0", "user_id": str(other.id), "decision": "16/QĐ-UBND", "valid_from": day(), "valid_to": day(5)}
    assert leader.post(f"/delegations/new/{foreign}", form).status_code == 404
    late = leader.post(f"/delegations/new/{own}", form | {"valid_to": day(-3)})
    assert late.status_code == 422
    # What the form does not ask cannot be sent along either.
    sneaky = form | {"role": "core.administrator", "holder_id": str(other.id)}
    assert leader.post(f"/delegations/new/{own}", sneaky).status_code == 303
    rows.rollback()
    made = rows.scalars(select(Delegation).where(Delegation.decision == "16/QĐ-UBND")).one()
    assert (made.holder_id, made.role, made.unit_id) == (holder.id, "equipment.head", ward)
    assert "16/QĐ-UBND" in browse("canbo").get("/delegations").text
    assert browse("canbo").post(f"/delegations/{made.id}/end", {}).status_code == 404
    assert leader.post(f"/delegations/{made.id}/end", {}).status_code == 303


def test_a_delegation_ends_with_the_post_it_comes_from(rows: Any, ward: int) -> None:
    holder, delegate = (rows.scalars(select(User).where(User.login == one)).one() for one in ("lanhdao", "kho"))
    lent = Delegation(holder_id=holder.id, user_id=delegate.id, unit_id=ward, role="equipment.head", decision="1")
    lent.valid_from, lent.valid_to = today(), today() + timedelta(days=9)
    rows.add(lent)
    rows.flush()
    assert [g for g in principal_of(rows, delegate, today()).grants if g.delegated_by == holder.id]
    post = rows.scalars(select(Post).where(Post.user_id == holder.id, Post.role == "equipment.head")).one()
    post.valid_to = today() - timedelta(days=1)
    rows.flush()
    assert not [g for g in principal_of(rows, delegate, today()).grants if g.delegated_by]
    rows.rollback()


def _submitted(rows: Any, ward: int) -> int:
    from modules.equipment.models import Request, State

    found = rows.scalar(select(Request.id).where(Request.unit_id == ward, Request.state == State.SUBMITTED).limit(1))
    return found or pytest.skip("no submitted request in the demo")
