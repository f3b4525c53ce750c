"""One's own account: what is changed there stays changed, and signing out ends the session for good."""

from __future__ import annotations

from typing import Any

import pyotp
from flask import Flask
from sqlalchemy import select

from app.data.people import User
from app.data.state import SignIn
from tests.conftest import Browser


def user(rows: Any, login: str) -> Any:
    rows.rollback()
    return rows.scalars(select(User).where(User.login == login)).one()


def test_a_changed_password_is_the_one_that_opens(site: Flask, browse: Any, rows: Any) -> None:
    other, browser = browse("cb25780"), browse("cb25780")
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


def test_a_second_factor_is_asked_for_once_it_is_on(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("cb26732")
    page = browser.get("/account/second-factor").text
    secret = page.split('<p class="hash">')[1].split("<")[0]
    browser.post("/account/second-factor", {"code": "000000"})
    assert user(rows, "cb26732").totp_secret is None
    browser.post("/account/second-factor", {"code": pyotp.TOTP(secret).now()})
    assert user(rows, "cb26732").totp_secret == secret
    again = Browser(site, "")
    form = {"login": "cb26732", "password": "motcua-2026"}
    assert again.post("/sign-in", form, page="/sign-in").status_code == 200
    assert again.client.get("/").status_code == 302
    assert again.post("/sign-in", form | {"code": pyotp.TOTP(secret).now()}, page="/sign-in").status_code == 303
