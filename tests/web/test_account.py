"""One's own account: what is changed there stays changed, and signing out ends the session for good."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from flask import Flask, request
from sqlalchemy import delete, select

from app.data import clock
from app.data.clock import frozen
from app.data.entry import Attempt, SignIn
from app.data.people import User
from app.data.trail import Trail
from app.engine import patience
from app.engine.access import SYSTEM
from app.engine.passwords import check_password, set_password
from app.engine.work import work
from app.web.site import create_app
from tests.conftest import Browser


def user(rows: Any, login: str) -> Any:
    rows.rollback()
    return rows.scalars(select(User).where(User.login == login)).one()


def test_a_changed_password_is_the_one_that_opens(site: Flask, browse: Any, rows: Any) -> None:
    other, browser = browse("cb25780", anew=True), browse("cb25780", anew=True)
    form = {"old": "motcua-2026", "new": "ba con vịt vàng", "again": "ba con vịt vàng"}
    for wrong in (
        {"old": "sai"},
        {"again": "khác"},
        {"new": "ngắn", "again": "ngắn"},
        {"new": form["old"], "again": form["old"]},
    ):
        browser.post("/account/password", form | wrong)
    assert browse("cb25780").client.get("/").status_code == 200, "the old password still opens"
    browser.post("/account/password", form)
    assert browser.client.get("/").status_code == 200
    assert other.client.get("/").status_code == 302, "the other device is signed out"
    late = Browser(site, "")
    assert late.post("/sign-in", {"login": "cb25780", "password": form["old"]}, page="/sign-in").status_code == 422
    assert late.post("/sign-in", {"login": "cb25780", "password": form["new"]}, page="/sign-in").status_code == 303


def test_theme_and_language_stay(browse: Any, rows: Any) -> None:
    browser = browse("cb25747")
    browser.post("/account/theme", {})
    assert 'data-theme="dark"' in browser.get("/").text
    browser.post("/account/language", {"language": "en"})
    assert '<html lang="en"' in browser.get("/").text
    browser.post("/account/language", {"language": "vi"})


def test_signing_out_ends_the_session_itself(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("cb25747")
    cookie = browser.client.get_cookie("session")
    browser.post("/sign-out", {})
    who = user(rows, "cb25747")
    last = rows.scalars(select(SignIn).where(SignIn.user_id == who.id).order_by(-SignIn.id)).first()
    assert last.ended_at is not None
    thief = site.test_client()
    thief.set_cookie("session", cookie.value)
    assert thief.get("/").status_code == 302, "a copied cookie opens nothing after the sign-out"


def code_of(secret: str) -> str:
    """What the phone shows at the house's hour, which a test may hold still: the next half minute has another code."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()))


def turn_on(browser: Any) -> tuple[str, list[str]]:
    """Set up the phone of an account; return its secret and the codes on paper."""
    secret = browser.get("/account/second-factor").text.split('<p class="hash">')[1].split("<")[0]
    page = browser.post("/account/second-factor", {"code": code_of(secret)}).text
    return secret, re.findall(r'<li class="hash">([0-9a-f-]+)</li>', page)


def enter(site: Flask, login: str, code: str, minutes: int = 0) -> int:
    """Sign in with a code; return what the first page then answers."""
    browser = Browser(site, "")
    asked = browser.post("/sign-in", {"login": login, "password": "motcua-2026"}, page="/sign-in")
    assert asked.status_code == 303 and "/sign-in/code" in asked.headers["Location"]
    assert browser.client.get("/").status_code == 302, "the password alone opens nothing"
    browser.post("/sign-in/code", {"code": code}, page="/sign-in/code")
    return browser.client.get("/").status_code


def test_a_second_factor_is_asked_for_once_it_is_on(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("cb26732")
    browser.get("/account/second-factor")
    browser.post("/account/second-factor", {"code": "000000"})
    assert user(rows, "cb26732").totp_secret is None
    secret, codes = turn_on(browser)
    assert len(codes) == 10
    with frozen(clock.now() + timedelta(minutes=2)):
        later = code_of(secret)
        assert enter(site, "cb26732", "12345") == 302
        assert enter(site, "cb26732", later) == 200
        assert enter(site, "cb26732", later) == 302, "a code opens once, also for who has looked over a shoulder"
        assert enter(site, "cb26732", codes[0].replace("-", " ")) == 200
        assert enter(site, "cb26732", codes[0]) == 302
    rows.rollback()
    changes = rows.scalars(select(Trail).where(Trail.table == "core_backup_code")).all()
    assert changes and all("code_hash" not in one.changes for one in changes)


def test_another_phone_needs_the_password(site: Flask, browse: Any, rows: Any) -> None:
    with frozen(clock.now()):
        browser = browse("cb25750")
        secret, _codes = turn_on(browser)
        assert enter(site, "cb25750", code_of(secret)) == 302, "the code of the set-up has been used"
        assert enter(site, "cb25750", "１２３４５６") == 302, "digits of another script are no error of ours"
        page = browser.get("/account/second-factor").text
        other = page.split('<p class="hash">')[1].split("<")[0]
        form = {"code": code_of(other)}
        browser.post("/account/second-factor", form)
        assert user(rows, "cb25750").totp_secret == secret
        browser.post("/account/second-factor", form | {"password": "motcua-2026"})
        assert user(rows, "cb25750").totp_secret == other


def test_codes_on_paper_that_are_used_up_are_replaced(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("ld25747")
    browser.post("/account/backup-codes", {"password": "motcua-2026"})
    assert "Hãy thiết lập xác thực hai lớp trước." in browser.get("/account").text
    _secret, old = turn_on(browser)
    assert enter(site, "ld25747", old[0]) == 200
    assert "Còn 9 mã chưa dùng" in browser.get("/account/second-factor").text
    assert "Đổi điện thoại hoặc mã giấy" in browser.get("/account").text
    assert "hash" not in browser.post("/account/backup-codes", {"password": "sai"}).text
    page = browser.post("/account/backup-codes", {"password": "motcua-2026"}).text
    new = re.findall(r'<li class="hash">([0-9-]+)</li>', page)
    assert len(new) == 10
    assert enter(site, "ld25747", old[1]) == 302
    assert enter(site, "ld25747", new[0]) == 200


def test_a_one_time_password_is_changed_on_the_way(site: Flask, browse: Any, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        user(session, "cb26740").must_change = True
    browser = browse("cb26740")
    sent = browser.client.get("/my-work?tab=done").headers["Location"]
    assert 'name="next" value="/my-work?tab=done"' in browser.get(sent).text
    form = {"old": "motcua-2026", "new": "ba con vịt vàng", "again": "ba con vịt vàng", "next": "/my-work?tab=done"}
    wrong = browser.post("/account/password", form | {"again": "khác"})
    assert wrong.headers["Location"].endswith("/account?next=/my-work?tab%3Ddone")
    assert browser.post("/account/password", form).headers["Location"] == "/my-work?tab=done"


@pytest.mark.parametrize("password", ["Mật khẩu 2026", "motcua-2026", "123456789a", "P@ssword", "aaaaaaaaaa", "ngắn"])
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    somebody = User(login="nguyen.van.a", name="Nguyễn Văn A")
    with pytest.raises(ValueError, match=r"mật khẩu|Mật khẩu"):
        set_password(somebody, password)
    assert not somebody.password_hash
    set_password(somebody, "ba con vịt vàng")
    assert check_password(somebody, "ba con vịt vàng")


def test_a_role_can_ask_for_the_second_factor(site: Flask, browse: Any) -> None:
    site.config["REQUIRE_SECOND_FACTOR"] = True
    try:
        leader = browse("lanhdao")
        sent = leader.client.get("/equipment/requests")
        assert sent.status_code == 302 and "/account/second-factor" in sent.headers["Location"]
        assert leader.get("/account/second-factor").status_code == 200
        asked = browse("vanthu").client.get("/certified_copies/copies?q=an").headers["Location"]
        page = leader.get(asked).text
        assert 'name="next" value="/certified_copies/copies?q=an"' in page
        secret = page.split('<p class="hash">')[1].split("<")[0]
        form = {"code": code_of(secret), "next": "/certified_copies/copies?q=an"}
        shown = leader.post("/account/second-factor", form).text
        assert 'class="btn primary" href="/certified_copies/copies?q=an"' in shown, "from the codes back to the page"
        assert leader.client.get("/certified_copies/copies?q=an").status_code == 200
        assert browse("canbo").client.get("/equipment/requests").status_code == 200
    finally:
        site.config["REQUIRE_SECOND_FACTOR"] = False


def test_wrong_tries_make_everybody_wait_and_tell_nothing(site: Flask, browse: Any, rows: Any) -> None:
    strangers = [Browser(site, "") for _n in range(2)]
    for login, browser in zip(("cb25777", "khong.co.ai"), strangers, strict=True):
        answers = [
            browser.post("/sign-in", {"login": login, "password": f"sai {n}"}, page="/sign-in").text for n in range(6)
        ]
        assert all("Sai tên đăng nhập hoặc mật khẩu" in text for text in answers[:5]), login
        assert "quá nhiều lần" in answers[5], login
    right = strangers[0].post("/sign-in", {"login": "cb25777", "password": "motcua-2026"}, page="/sign-in")
    assert right.status_code == 422, "who has to wait, waits also with the right password"
    with frozen(clock.now() + timedelta(minutes=16)):
        assert Browser(site, "cb25777").client.get("/").status_code == 200


def test_the_wait_grows_to_a_quarter_of_an_hour(rows: Any) -> None:
    start, waits = clock.now(), []
    for tries in range(12):
        with frozen(start + timedelta(minutes=2 * tries)):
            rows.add(Attempt(login="ke.doan.mo", address="10.9.8.6", at=clock.now()))
            rows.flush()
            left = 0
            while "ke.doan.mo" in at_minute(rows, 2 * tries + left, start):
                left += 1
            waits.append(left)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15]
    rows.rollback()


def at_minute(rows: Any, minute: int, start: Any) -> set[str]:
    with frozen(start + timedelta(minutes=minute)):
        return patience.waiting(rows, ["ke.doan.mo"])


def test_a_screen_left_open_is_no_place_to_guess_the_password(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("cb25747")
    for n in range(5):
        browser.post("/account/password", {"old": f"sai {n}", "new": "ba con vịt vàng", "again": "ba con vịt vàng"})
    right = {"old": "motcua-2026", "new": "ba con vịt vàng", "again": "ba con vịt vàng"}
    browser.post("/account/password", right)
    assert "quá nhiều lần" in browser.get("/account").text
    with frozen(clock.now() + timedelta(minutes=2)):
        assert Browser(site, "cb25747").client.get("/").status_code == 200, "the password is the old one"


def test_who_reads_the_database_cannot_take_a_session_over(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("cb25747")
    who = user(rows, "cb25747")
    row = rows.scalars(select(SignIn).where(SignIn.user_id == who.id).order_by(-SignIn.id)).first()
    for known in (row.token_hash, str(row.id)):
        thief = site.test_client()
        with thief.session_transaction() as session:
            session["_user_id"], session["_fresh"] = known, True
        assert thief.get("/").status_code == 302
    lines = rows.scalars(select(Trail).where(Trail.table == "core_sign_in", Trail.row_id == row.id)).all()
    assert lines
    assert all(row.token_hash not in str(one.changes) for one in lines)
    assert browser.client.get("/").status_code == 200


def test_an_address_with_many_wrong_names_has_to_wait(site: Flask, browse: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.add_all(Attempt(login=f"ten{n}", address="10.9.8.7") for n in range(50))
    client = Browser(site, "")
    client.client.environ_base["REMOTE_ADDR"] = "10.9.8.7"
    answer = client.post("/sign-in", {"login": "canbo", "password": "motcua-2026"}, page="/sign-in")
    assert answer.status_code == 422 and "quá nhiều lần" in answer.text


def test_a_session_ends_without_use_and_overnight(site: Flask, browse: Any, rows: Any) -> None:
    rows.execute(delete(Attempt))  # the tests above have tried too often
    rows.commit()
    browser = browse("cb25747", anew=True)
    for hours in (3, 6, 9, 12):
        with frozen(clock.now() + timedelta(hours=hours)):
            assert browser.client.get("/").status_code == 200, hours
    with frozen(clock.now() + timedelta(hours=15)):
        assert browser.client.get("/").status_code == 302, "in any case overnight"
    idle = browse("cb25747", anew=True)
    with frozen(clock.now() + timedelta(hours=5)):
        assert idle.client.get("/").status_code == 302, "without use"


def test_a_proxy_of_our_own_tells_who_comes(tmp_path: Path, rows: Any, site: Flask) -> None:
    address = {"X-Forwarded-For": "10.1.2.3, 203.0.113.9"}
    seen = []
    for hops in (0, 1):
        front = create_app(DATA_DIR=tmp_path, SQLALCHEMY_DATABASE_URI="sqlite://", PROXIES=hops, TESTING=True)
        front.before_request_funcs[None] = [lambda: seen.append(request.remote_addr) or "seen"]
        front.test_client().get("/sign-in", headers=address)
    assert seen == ["127.0.0.1", "203.0.113.9"], "what a stranger writes into the header counts for nothing"


def test_the_cookie_is_new_after_the_sign_in(site: Flask) -> None:
    browser = Browser(site, "")
    browser.client.get("/sign-in")
    before = browser.client.get_cookie("session").value
    browser.post("/sign-in", {"login": "canbo", "password": "motcua-2026"}, page="/sign-in")
    assert browser.client.get_cookie("session").value != before
