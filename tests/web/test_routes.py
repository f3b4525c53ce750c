"""Every address of the house, walked by people who have no business there: nothing opens, nothing changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app.data.people import Post, User
from app.data.row_id import LARGEST
from app.data.trail import Trail
from app.engine.access import SYSTEM
from app.engine.demo import PASSWORD
from app.engine.passwords import hasher
from app.engine.registry import registry
from app.engine.work import work
from app.spec.words import Resource
from app.web.resource import RowConverter
from tests.conftest import Browser

# What strangers may open, and why.
PUBLIC = {
    "static": "styles and scripts of the sign-in page",
    "signin.form": "the sign-in itself",
    "signin.enter": "the sign-in itself",
    "signin.code": "its second step",
    "signin.language": "the language of the sign-in page",
    "certified_copies.form": "anybody may check a certified copy",
    "certified_copies_lookup.check": "anybody may check a certified copy",
    "certified_copies_lookup.check_json": "the same for programs",
    "certified_copies.check_file": "anybody may check a certified copy",
    "certified_copies.by_hash": "anybody may check a certified copy",
    "certified_copies.by_hash_json": "the same for programs",
    "certified_copies.take_report": "what the page has just said, as a file",
    "certified_copies_log.keys": "the public list and log of copies",
    "certified_copies_log.page": "the public list and log of copies",
    "certified_copies_log.roots": "the public list and log of copies",
    "certified_copies_log.leaves": "the public list and log of copies",
    "certified_copies_log.inclusion": "the public list and log of copies",
    "certified_copies_log.consistency": "the public list and log of copies",
    "certified_copies_revoked.page": "the public list and log of copies",
    "certified_copies_revoked.file": "the public list and log of copies",
    "certified_copies_share.page": "whoever was sent the link",
    "certified_copies_share.download": "whoever was sent the link",
    "certified_copies_phone.camera": "the telephone that was given the code at the desk",
    "certified_copies_phone.receive": "the telephone that was given the code at the desk",
    "certified_copies_booking.form": "anybody may book an appointment",
    "certified_copies_booking.book": "anybody may book an appointment",
    "certified_copies_booking.find": "whoever holds the code of an appointment",
    "certified_copies_booking.show": "whoever holds the code of an appointment",
    "certified_copies_booking.cancel": "whoever holds the code of an appointment",
    "dossiers_outside.form": "whoever has the code and telephone of a dossier",
    "dossiers_outside.look": "whoever has the code and telephone of a dossier",
    "dossiers_vote.form": "whoever was given the address of a vote",
    "dossiers_vote.vote": "whoever was given the address of a vote",
    "dossiers_kiosk.show": "the tablet at the desk, by its secret address",
    "dossiers_kiosk.vote": "the tablet at the desk, by its secret address",
    "signing_agent.fetch": "the program of a signing device comes with a token that works once",
    "signing_agent.give": "the program of a signing device comes with a token that works once",
    "training_check.form": "anybody may check a training certificate",
    "training_check.check": "anybody may check a training certificate",
    "training_check_in.scan": "whoever scans the code on the screen of a lesson",
    "training_check_in.enter": "whoever has scanned the code on the screen of a lesson",
    "training_feed.read": "a calendar program with the secret address of a feed",
    "civil_registration_check.form": "anybody may check a paper from the register",
    "civil_registration_check.check": "anybody may check a paper from the register",
    "interconnect_receiving.take": "another agency's system, with a token of ours",
    "certified_copies_seal.form": "anybody may check the seal on a paper",
    "certified_copies_seal.check": "anybody may check the seal on a paper",
}
# What everybody who is signed in may open: it shows and changes nothing but their own.
OWN = re.compile(r"^(home|palette|account|tokens|signin|static)\.|^api\.(index|describe)$|^delegations\.")
REFUSED = {302, 401, 403, 404, 405}
SEGMENT = re.compile(r"[a-z0-9.-]*")


@pytest.fixture(scope="module")
def nobody(site: Flask) -> str:
    """An account without any post."""
    with site.app_context(), work(SYSTEM) as session:
        session.add(User(login="khong.chuc.vu", name="Người Không Chức Vụ", password_hash=hasher.hash(PASSWORD)))
    return "khong.chuc.vu"


def rules(site: Flask) -> list[Rule]:
    return [rule for rule in site.url_map.iter_rules() if rule.endpoint not in PUBLIC]


def addresses(site: Flask, rows: Any, rule: Rule, stranger: str) -> list[str]:
    """Return the addresses of a rule, filled with rows that belong to other units than the stranger's."""
    found = []
    own = select(Post.unit_id).join(User, User.id == Post.user_id).where(User.login == stranger)
    with site.test_request_context():
        for resource in _met(site, rule) if "res" in rule.arguments else [None]:
            if resource is not None and resource.shared and stranger != "khong.chuc.vu":
                continue
            values: dict[str, Any] = dict.fromkeys(rule.arguments, 1)
            if resource is not None:
                foreign = select(resource.model.id).where(resource.model.unit_id.not_in(own)).limit(1)
                for column in resource.also:  # a unit that is named on a record has business there
                    foreign = foreign.where(column.is_(None) | column.not_in(own))
                steps = resource.workflow.steps if resource.workflow else ()
                values |= {"res": resource, "row": rows.scalar(foreign) or LARGEST}
                values |= {"step": steps[0].name if steps else "x", "column": "id", "name": "x", "kind": "csv"}
            values |= {key: "x" for key in ("act", "code", "filename", "path", "table") if key in rule.arguments}
            values |= _converted(rule)
            found.append(rule.build({name: values[name] for name in rule.arguments})[1])  # type: ignore[index]
    return found  # not one by one: requests must not find this context open


def _met(site: Flask, rule: Rule) -> list[Resource]:
    """On SQLite every resource by every rule; on PostgreSQL a third by each rule in turn, so each by many rules."""
    resources = list(registry.resources.values())
    if site.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        return resources
    return resources[rules(site).index(rule) % 3 :: 3]


def _converted(rule: Rule) -> dict[str, Any]:
    """A right word for parameters that take one of a list."""
    found = {}
    for name, converter in rule._converters.items():
        words = re.fullmatch(r"\(\?:(.*)\)", converter.regex)
        if words and "|" in words[1]:
            found[name] = words[1].split("|")[0]
    return found


def test_every_address_is_plain(site: Flask) -> None:
    for rule in site.url_map.iter_rules():
        for part in rule.rule.split("/"):
            plain = re.sub(r"<[^>]*>", "", part)
            assert SEGMENT.fullmatch(plain), f"{rule.rule}: use lower case and dashes"
        for name in rule.arguments:
            untyped = f"<{name}>" in rule.rule and name in {"row", "number", "task"}
            assert not untyped, f"{rule.rule}: <{name}> is a number; write <int:{name}>"


def test_only_these_are_open_to_strangers(site: Flask, rows: Any) -> None:
    marked = {name for name, view in site.view_functions.items() if getattr(view, "is_public", False)}
    assert marked | {"static"} == set(PUBLIC), "name a public view in PUBLIC, with the reason"
    client = site.test_client()
    site.config["WTF_CSRF_ENABLED"] = False
    try:
        for rule in rules(site):
            for address in addresses(site, rows, rule, "nobody"):
                for method in rule.methods - {"HEAD", "OPTIONS"}:
                    answer = client.open(address, method=method)
                    assert answer.status_code in REFUSED, (
                        f"{method} {address} answers {answer.status_code} to strangers"
                    )
                    if answer.status_code == 302:
                        assert "/sign-in" in answer.headers["Location"], address
    finally:
        site.config["WTF_CSRF_ENABLED"] = True


@pytest.mark.parametrize("login", ["khong.chuc.vu", "canbo2"])
def test_who_has_no_business_there_gets_nothing(site: Flask, rows: Any, browse: Any, nobody: str, login: str) -> None:
    browser = browse(login)
    count = select(func.count()).select_from(Trail)
    rows.rollback()
    before = rows.scalar(count)
    site.config["WTF_CSRF_ENABLED"] = False
    lists = {
        "resource.index",
        "resource.sheet",
        "resource.new",
        "resource.save_filter",
        "resource.bulk",
        "resource.draft",
    }
    try:
        for rule in rules(site):
            if OWN.match(rule.endpoint) or (login == "canbo2" and _is_own_desk(rule, lists)):
                continue
            for address in addresses(site, rows, rule, login):
                for method in rule.methods - {"HEAD", "OPTIONS"}:
                    code = browser.client.open(address, method=method).status_code
                    assert code in {401, 403, 404, 405}, f"{method} {address} answers {code} to {login}"
    finally:
        site.config["WTF_CSRF_ENABLED"] = True
    rows.rollback()
    assert rows.scalar(count) == before, "a refused request has changed something"


def test_nothing_is_posted_without_the_token_of_the_page(site: Flask, rows: Any, browse: Any) -> None:
    client, count = browse("quantri").client, select(func.count()).select_from(Trail)
    rows.rollback()
    before = rows.scalar(count)
    for rule in rules(site):
        if rule.endpoint.startswith("api."):
            continue  # programs come with a token and never with a cookie
        for address in addresses(site, rows, rule, "nobody"):
            for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
                answer = client.open(address, method=method, data={"csrf_token": "forged"})
                assert answer.status_code in {303, 404, 405}, f"{method} {address}: {answer.status} without a token"
    rows.rollback()
    assert rows.scalar(count) == before


@pytest.mark.parametrize("path", ["/", "/sign-in", "/account", "/khong-co", "/equipment/requests/sheet.csv"])
def test_every_answer_carries_the_headers(browse: Any, path: str) -> None:
    headers = browse("canbo").client.get(path).headers
    assert headers["Cache-Control"] == "no-store", "the next person at the desk finds nothing with the back button"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_behind_https_cookies_and_browsers_stay_there(site: Flask) -> None:
    site.config["SESSION_COOKIE_SECURE"] = True
    try:
        answer = site.test_client().get("/sign-in", base_url="https://phuong.example")
    finally:
        site.config["SESSION_COOKIE_SECURE"] = False
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "place", ["https://xau.example", "//xau.example", "/\\xau.example", "javascript:alert(1)", "/\t/x"]
)
def test_no_sign_in_leads_to_another_site(site: Flask, place: str) -> None:
    form = {"login": "canbo", "password": PASSWORD, "next": place}
    answer = Browser(site, "").post("/sign-in", form, page="/sign-in")
    assert answer.status_code == 303
    assert answer.location == "/", answer.location


def _is_own_desk(rule: Rule, lists: set[str]) -> bool:
    """Lists and empty forms of one's own role: an official of another ward opens them for the own ward."""
    if "<resource:res>" in rule.rule:
        return rule.endpoint in lists or "row" not in rule.arguments
    blueprint = rule.endpoint.split(".")[0]
    of_module = any(one.name == blueprint for module in registry.modules.values() for one in module.routes)
    return of_module and not any(isinstance(rule._converters[name], RowConverter) for name in rule.arguments)
