"""What no person types and every scanner sends: no address breaks, each gets a sentence, nothing changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data.people import Post, UnitKind, User
from app.data.row_id import row_id, row_ids, whole_number
from app.data.trail import Trail
from app.engine.registry import registry
from app.web.answers import public_address
from app.web.rate import PerMinute
from tests.conftest import Browser
from tests.program import Program

VALUES = ["a\x00b", "9" * 30, "-1", "²", "٣", "1e400", "'\"<>{}[]", "../..", "x" * 3000, "ph\u1ee9\u0301c"]
REQUESTS = "/equipment/requests"


def refused_well(answer: Any, what: str) -> None:
    assert answer.status_code < 500, f"{what[:120]!r}: {answer.status}"


@pytest.fixture(scope="module")
def readers(site: Flask) -> dict[str, str]:
    """Who reads each list: one account is enough to ask it."""
    found: dict[str, str] = {}
    for login in ("canbo", "motcua", "quantri", "hotich", "lienthong"):
        client = Browser(site, login).client
        for key in registry.resources.keys() - found.keys():
            if client.head(f"/{key.replace('.', '/')}").status_code == 200:
                found[key] = login
    assert len(found) > len(registry.resources) * 0.8, "most lists are asked"
    return found


@pytest.mark.parametrize("value", VALUES)
def test_lists_take_any_word_in_their_address(readers: dict[str, str], browse: Any, value: str) -> None:
    clients = {login: browse(login).client for login in set(readers.values())}
    for key, login in readers.items():
        resource, path = registry.resources[key], f"/{key.replace('.', '/')}"
        words = ["q", "sort", "group", "page", "month", *(column.key for column in resource.filters)]
        query = "&".join(f"{word}={quote(value)}" for word in words)
        for address in (f"{path}?{query}", f"{path}?view=calendar&{query}", f"{path}/new?{query}"):
            refused_well(clients[login].get(address), address)


@pytest.mark.parametrize("number", ["0", "9" * 10, "9" * 20, "9" * 40, "-5", "٣"])
def test_a_number_that_no_row_has_leads_nowhere(browse: Any, number: str) -> None:
    client = browse("canbo").client
    for tail in ("", "/edit", "/workflow", "/steps/submit", f"/files/{number}", "/print/to-trinh.pdf"):
        answer = client.get(f"{REQUESTS}/{number}{tail}")
        assert answer.status_code == 404, tail
        assert "Không có trang này" in answer.text


@pytest.mark.parametrize("value", VALUES)
def test_other_pages_take_anything_too(browse: Any, value: str) -> None:
    client = browse("quantri").client
    for path in ("/palette", "/my-work", "/lookup/core_user", "/admin/users", "/admin/units", "/xac-thuc"):
        words = "&".join(f"{word}={quote(value)}" for word in ("q", "page", "tab", "under", "kind", "code", "hands"))
        refused_well(client.get(f"{path}?{words}"), path)
    for path in ("/lookup/", "/xac-thuc/", f"{REQUESTS}/1/steps/", "/admin/users/", "/account/sessions/"):
        refused_well(client.get(path + quote(value, safe="")), path)
    refused_well(browse("canbo").client.get(f"{REQUESTS}/1/mention?q={quote(value)}"), "mention")


@pytest.mark.parametrize("value", VALUES)
def test_forms_answer_with_a_sentence(rows: Any, site: Flask, browse: Any, value: str) -> None:
    canbo, count = browse("canbo"), select(func.count()).select_from(Trail)
    rows.rollback()
    before = rows.scalar(count)
    whole = {"version": "0", "title": "x", "campaign_id": value, "fund": value, "reason": value}
    whole |= {"lines-0-item_id": value, "lines-0-quantity": value, "lines-0-price": value, "lines-0-id": value}
    for form in (whole, whole | {"title": value, "version": value}):
        assert canbo.post(f"{REQUESTS}/new", form).status_code in {400, 422}
    for path, form in (
        (f"{REQUESTS}/bulk", {"rows": value, "step": value}),
        (f"{REQUESTS}/bulk", {"rows": value, "print": value}),
        ("/delegations/new", {"holder_id": value, "user_id": value, "unit_id": value, "valid_from": value}),
    ):
        refused_well(canbo.post(path, form), path)
    unit = rows.scalar(select(Post.unit_id).join(User, User.id == Post.user_id).where(User.login == "canbo"))
    refused_well(canbo.post(f"/equipment/gap/{unit}/draft", {"campaign": value, "item": value, "fund": value}), "gap")
    rows.rollback()
    assert rows.scalar(count) == before
    stranger = Browser(site, "")
    refused_well(stranger.post("/sign-in", {"login": value, "password": value}, page="/sign-in"), "sign-in")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', '{"title": {"a": 1}}', '{"campaign_id": 1e400}'])
def test_programs_get_a_problem_not_an_incident(site: Flask, body: str) -> None:
    program = Program(site, "canbo", ["equipment:read", "equipment:write"])
    answer = program.post(f"/api/v1{REQUESTS}", body)
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "application/problem+json"
    for address in ("?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "?limit=99999999999999999999", f"/{'9' * 30}"):
        refused_well(program.get(f"/api/v1{REQUESTS}{address}"), address)


@pytest.mark.parametrize("typed", [None, "", "0", "-1", "²", "٣", "1.0", "2147483648", "9" * 5000, "1\x00"])
def test_what_no_row_can_be_is_none(typed: Any) -> None:
    assert row_id(typed) is None


def test_what_a_row_can_be_is_its_number() -> None:
    assert [row_id(typed) for typed in ("1", 7, "2147483647")] == [1, 7, 2147483647]


def test_rows_that_were_ticked_count_once_in_their_order() -> None:
    assert row_ids(["3", "1", "x", "3", ""]) == [3, 1]


def test_a_whole_number_keeps_to_its_limits() -> None:
    typed = ("0", "1", " 30 ", "31", "-1", "1.0", "²", "9" * 5000, "", None)
    assert [whole_number(one, 1, 30) for one in typed] == [None, 1, 30, None, None, None, None, None, None, None]


def test_only_the_code_of_a_choice_is_a_choice() -> None:
    assert [UnitKind.typed(code) for code in ("ward", "WARD", "", None)] == [UnitKind.WARD, None, None, None]


def test_one_house_has_one_address_of_the_old_internet_and_a_whole_range_of_the_new(site: Flask) -> None:
    calls = PerMinute()

    def asks(address: str) -> bool:
        with site.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return calls.admit_caller(1)

    assert [asks(one) for one in ("203.0.113.5", "203.0.113.6", "203.0.113.5")] == [True, True, False]
    assert [asks(one) for one in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")] == [True, False, True]


def test_the_address_on_paper_leads_to_its_page(site: Flask) -> None:
    with site.app_context():  # a job has no request
        address = public_address("equipment_counting.label", code="TS 1")
    assert address == f"{site.config['PUBLIC_URL']}/tai-san/TS%201"
