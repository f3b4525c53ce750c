"""Programs: a token of an official, records read, made, changed and sent on; refusals in the words of the screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from app.data.clock import today
from app.data.people import Unit, User
from app.data.token import Token
from app.data.trail import Trail
from app.engine import openapi, tokens
from app.engine.access import SYSTEM
from app.engine.work import work
from app.web.calls import cursor_of
from modules.certified_copies.models import Copy
from modules.equipment.models import Campaign, Item, Request
from tests.program import Program

REQUESTS = "/api/v1/equipment/requests"
EVERYTHING = ("equipment:read", "equipment:write", "certified_copies:read", "certified_copies:write")


@pytest.fixture
def official(site: Flask) -> Program:
    return Program(site, "canbo", EVERYTHING)


@pytest.fixture
def body(rows: Any) -> dict[str, Any]:
    """A request as a ward's own program would send it."""
    campaign = rows.scalar(select(Campaign.id).where(Campaign.closes_on >= today()).limit(1))
    item = rows.scalar(select(Item.id).order_by(Item.id.desc()).limit(1))
    line = {"item_id": item, "quantity": 2, "price": 18_000_000, "place": "Quầy 1", "over_reason": "Thêm quầy"}
    return {
        "title": "Máy tính cho quầy 1",
        "campaign_id": campaign,
        "fund": "ward",
        "reason": "Máy hỏng",
        "lines": [line],
    }


def test_the_description_is_sound(site: Flask) -> None:
    with site.app_context():
        whole = openapi.document()
    names = [one["operationId"] for path in whole["paths"].values() for act, one in path.items() if act != "parameters"]
    assert len(names) == len(set(names)) > 20
    for schema in whole["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for address, path in whole["paths"].items():
        declared = {one["name"] for one in path.get("parameters", [])}
        assert ("{id}" in address) == ("id" in declared), address
    for reference in _references(whole):
        assert reference.removeprefix("#/components/schemas/") in whole["components"]["schemas"]


def test_without_a_token_there_is_nothing(site: Flask, browse: Any) -> None:
    for headers in ({}, {"Authorization": "Bearer mc_sai"}, {"Authorization": "Basic YTpi"}):
        answer = site.test_client().get(REQUESTS, headers=headers)
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
        assert "mã truy cập" in answer.json["title"]
    assert browse("canbo").client.get(REQUESTS).status_code == 401, "a cookie alone opens no API"


def test_a_request_is_made_changed_and_submitted(official: Program, body: dict[str, Any]) -> None:
    made = official.post(REQUESTS, body)
    assert made.status_code == 201, made.json
    assert made.json["total"] == 36_000_000
    address = f"{REQUESTS}/{made.json['id']}"
    assert official.patch(address, {"title": "x"}).status_code == 428
    changed = official.patch(address, {"title": "Máy tính cho quầy 2"}, {"If-Match": made.headers["ETag"]})
    assert changed.status_code == 200, changed.json
    assert (changed.json["title"], changed.json["reason"]) == ("Máy tính cho quầy 2", "Máy hỏng")
    assert len(changed.json["lines"]) == 1
    assert official.patch(address, {"title": "muộn"}, {"If-Match": made.headers["ETag"]}).status_code == 412
    assert official.get(address).json["title"] == "Máy tính cho quầy 2"
    sent = official.post(f"{address}/steps/submit", {})
    assert sent.status_code == 200, sent.json
    assert sent.json["state"] == "submitted"
    again = official.post(f"{address}/steps/submit", {})
    assert again.status_code == 422
    assert official.post(f"{address}/steps/sign", {}).status_code == 403
    assert official.delete(address, {"If-Match": sent.headers["ETag"]}).status_code == 403


def test_what_a_form_refuses_the_api_refuses_in_the_same_words(
    official: Program, body: dict[str, Any], rows: Any
) -> None:
    count = rows.scalar(select(func.count()).select_from(Request))
    for wrong, word in (
        ({**body, "title": ""}, "Nhập"),
        ({**body, "fund": "vay"}, "danh sách"),
        ({**body, "campaign_id": 99_999}, "danh sách"),
        ({**body, "needed_by": "32/13/2026"}, "needed_by"),
        ({**body, "lines": [{"item_id": 1, "quantity": -4, "price": 1}]}, "Dòng 1"),
        ({**body, "lines": "hai máy"}, "lines"),
        ({**body, "title": 12}, "title"),
        ({**body, "state": "decided"}, "state"),
        ([1, 2], "JSON"),
        ("{", "JSON"),
    ):
        answer = official.post(REQUESTS, wrong)
        assert answer.status_code == 422, (wrong, answer.json)
        assert word in answer.text, answer.text
    assert rows.scalar(select(func.count()).select_from(Request)) == count


def test_a_call_sent_twice_makes_one_request(official: Program, body: dict[str, Any], rows: Any) -> None:
    key = {"Idempotency-Key": f"phuong-{today()}-1"}
    first, second = official.post(REQUESTS, body, key), official.post(REQUESTS, body, key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    other = official.post(REQUESTS, {**body, "title": "Khác"}, key)
    assert other.status_code == 422
    rows.rollback()
    same = (Request.unit_id == first.json["unit_id"], Request.number == first.json["number"])
    found = rows.scalar(select(func.count()).where(*same))
    assert found == 1


def test_pages_follow_one_another_without_gap_or_repetition(official: Program) -> None:
    seen: list[int] = []
    cursor = ""
    while cursor is not None:
        page = official.get(f"{REQUESTS}?limit=5&cursor={cursor}").json
        seen += [row["id"] for row in page["rows"]]
        cursor = page["next"]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) > 5
    assert official.get(f"{REQUESTS}?cursor=khong-phai").status_code == 422
    assert official.get(f"{REQUESTS}?mau=do").status_code == 422
    states = {row["state"] for row in official.get(f"{REQUESTS}?state=draft&limit=200").json["rows"]}
    assert states == {"draft"}


def test_a_token_reaches_no_further_than_its_scopes_and_its_owner(site: Flask, official: Program, rows: Any) -> None:
    other_ward = rows.scalars(
        select(Request.id).where(Request.unit_id != rows.get(Request, _own(official)).unit_id)
    ).first()
    assert official.get(f"{REQUESTS}/{other_ward}").status_code == 404
    reader = Program(site, "canbo", ["equipment:read"])
    assert reader.get(REQUESTS).json["rows"]
    assert reader.post(REQUESTS, {}).status_code == 403
    assert reader.post(f"{REQUESTS}/{_own(official)}/steps/submit", {}).status_code == 403
    elsewhere = Program(site, "lanhdao", ["certified_copies:read"])
    assert elsewhere.get(REQUESTS).status_code == 403
    assert elsewhere.get(f"{REQUESTS}/{_own(official)}").status_code == 403


def test_personal_numbers_are_masked_and_each_clear_reading_is_written_down(site: Flask, rows: Any) -> None:
    masked = Program(site, "motcua", ["certified_copies:read"])
    clear = Program(site, "motcua", ["certified_copies:read", tokens.PERSONAL])
    ward = rows.scalar(select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)))
    row = rows.scalar(select(Copy.id).where(Copy.unit_id == ward, Copy.citizen_id.is_not(None)).limit(1))
    (found,) = masked.get(f"/api/v1/certified_copies/copies?limit=1&cursor={cursor_of(row + 1)}").json["rows"]
    assert found["id"] == row and "••••" in found["citizen_id"]
    read = select(func.count()).where(Trail.act == "read", Trail.row_id == found["id"])
    before = rows.scalar(read)
    assert clear.get(f"/api/v1/certified_copies/copies/{found['id']}").json["citizen_id"].isdigit()
    rows.rollback()
    assert rows.scalar(read) == before + 1
    assert "••••" in masked.get(f"/api/v1/certified_copies/copies/{found['id']}").json["citizen_id"]


def test_an_official_makes_a_token_and_ends_it(site: Flask, browse: Any, rows: Any) -> None:
    browser = browse("canbo")
    until = (today() + timedelta(days=30)).strftime("%d/%m/%Y")
    form = {"name": "Phần mềm kho", "expires_on": until, "scopes": "equipment:read", "password": "motcua-2026"}
    assert browser.post("/account/tokens", {**form, "password": "sai"}).status_code == 422
    assert browser.post("/account/tokens", {**form, "scopes": "hack:all"}).status_code == 422
    assert browser.post("/account/tokens", {**form, "expires_on": "01/01/2020"}).status_code == 422
    page = browser.post("/account/tokens", form)
    secret = page.text.split('<p class="hash">')[1].split("<")[0]

    def use() -> int:
        return site.test_client().get(REQUESTS, headers={"Authorization": f"Bearer {secret}"}).status_code

    assert use() == 200
    assert secret not in browser.get("/account/tokens").text, "a token is shown once"
    number = rows.scalar(select(func.max(Token.id)))
    assert browse("canbo2").post(f"/account/tokens/{number}/end", {}).status_code == 404
    assert browser.post(f"/account/tokens/{number}/end", {}).status_code == 303
    assert use() == 401
    assert browser.get("/api").status_code == 200


def test_a_token_ends_on_its_day_and_with_its_owner(site: Flask, rows: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        owner = session.scalars(select(User).where(User.login == "canbo")).one()
        last = date(2026, 12, 1)
        secret = tokens.make(session, owner, "thử", ["equipment:read"], last, date(2026, 11, 1))
        session.flush()
        assert tokens.find(session, secret, last)
        assert tokens.find(session, secret, last + timedelta(days=1)) is None
        owner.active = False
        session.flush()
        assert tokens.find(session, secret, last) is None
        session.rollback()


def _own(program: Program) -> int:
    return program.get(f"{REQUESTS}?limit=1").json["rows"][0]["id"]


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        node = list(node.values())
    for inner in node if isinstance(node, list) else []:
        yield from _references(inner)
