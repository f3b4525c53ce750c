"""Strangers who ask by code: one answer for what is not there, no names, no full addresses, not too often."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.engine.access import SYSTEM
from app.engine.work import work
from modules.certified_copies.after import strangers
from modules.certified_copies.after.lookup import masked
from modules.certified_copies.after.strangers import LookUp, Outcome
from modules.certified_copies.models import Copy, State
from modules.signing.code import hash_of, shown

CODE = "7K2Q94TX1932"


@pytest.fixture
def known(rows: Any, site: Flask) -> Any:
    """A released copy of the demo whose code we know."""
    copy = rows.scalar(select(Copy).where(Copy.state == State.RELEASED).order_by(Copy.id).limit(1))
    rows.expunge(copy)
    rows.rollback()
    with site.app_context():
        _write(site, copy.id, code_hash=hash_of(CODE))
    yield copy
    _write(site, copy.id, code_hash=copy.code_hash)


def _write(site: Flask, row: int, **values: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Copy).where(Copy.id == row).values(values))


def _body(answer: Any) -> str:
    return re.sub(r'(csrf[-_]token" (?:value|content)=)"[^"]+"', r"\1", answer.text)


@pytest.mark.parametrize(("name", "seen"), [("Lê Thị Kim Ngân", "L** T** K** N***"), ("An", "A**"), ("", "")])
def test_a_name_keeps_its_first_letters_only(name: str, seen: str) -> None:
    assert masked(name) == seen


def test_a_found_copy_names_nobody_and_shows_no_scan(known: Any, browse: Any) -> None:
    page = browse().get(f"/xac-thuc/{shown(CODE)}")
    assert page.status_code == 200
    assert known.book in page.text
    assert masked(known.requester) in page.text
    assert known.requester not in page.text and known.citizen_id not in page.text
    assert ".jpg" not in page.text and "data:image" not in page.text
    told = browse().client.get(f"/xac-thuc/{shown(CODE)}.json").json
    assert told["found"] and told["number"] == known.number
    assert known.requester not in str(told)


def test_unknown_unfinished_and_asked_too_often_get_the_same_page(known: Any, browse: Any, site: Flask) -> None:
    citizen = browse()
    unknown = citizen.get("/xac-thuc/AAAA-AAAA-AAAA")
    _write(site, known.id, state=State.SIGNED)
    unfinished = citizen.get(f"/xac-thuc/{shown(CODE)}")
    _write(site, known.id, state=State.RELEASED)
    most, site.config["LOOKUPS_PER_MINUTE"] = site.config["LOOKUPS_PER_MINUTE"], 0
    try:
        blocked = citizen.get(f"/xac-thuc/{shown(CODE)}")
    finally:
        site.config["LOOKUPS_PER_MINUTE"] = most
    assert {one.status_code for one in (unknown, unfinished, blocked)} == {404}
    same = _body(unknown).replace("AAAA-AAAA-AAAA", shown(CODE))
    assert _body(unfinished) == _body(blocked) == same


def test_an_address_may_ask_so_often_and_no_more(site: Flask) -> None:
    with site.test_request_context("/", environ_base={"REMOTE_ADDR": "203.0.113.7"}):
        answers = [strangers.admitted("code") for _n in range(site.config["LOOKUPS_PER_MINUTE"] + 5)]
    assert answers.count(False) >= 1
    with site.test_request_context("/", environ_base={"REMOTE_ADDR": "203.0.113.8"}):
        assert strangers.admitted("code")


def test_the_log_knows_no_code_and_no_full_address(known: Any, rows: Any, site: Flask) -> None:
    last = rows.scalar(select(func.max(LookUp.id))) or 0
    rows.rollback()
    for address in ("198.51.100.77", "2001:db8:1:2:3:4:5:6"):
        site.test_client().get(f"/xac-thuc/{shown(CODE)}", environ_base={"REMOTE_ADDR": address})
    rows.rollback()
    lines = rows.scalars(select(LookUp).where(LookUp.id > last).order_by(LookUp.id)).all()
    assert [one.network for one in lines] == ["198.51.100.0/24", "2001:db8:1::/48"]
    assert all(one.code_hash and CODE not in one.code_hash for one in lines)


def test_the_log_tells_once_a_minute_that_a_network_was_turned_away(rows: Any, site: Flask) -> None:
    last = rows.scalar(select(func.max(LookUp.id))) or 0
    rows.rollback()
    most, site.config["LOOKUPS_PER_MINUTE"] = site.config["LOOKUPS_PER_MINUTE"], 0
    try:
        for path in ("/xac-thuc/AAAA-AAAA-AAAA", f"/xac-thuc/tep/{'0' * 64}", "/xac-thuc/AAAA-AAAA-AAAA"):
            site.test_client().get(path, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    finally:
        site.config["LOOKUPS_PER_MINUTE"] = most
    lines = rows.scalars(select(LookUp).where(LookUp.id > last)).all()
    assert 1 <= len(lines) <= 2, "two when a minute has ended meanwhile"
    assert {(one.outcome, one.network) for one in lines} == {(Outcome.BLOCKED, "192.0.2.0/24")}


@pytest.mark.parametrize("typed", ["x" * 5000, "%00", "../../etc/passwd", "7K2Q-94TX-193U", "🙂" * 12])
def test_whatever_is_typed_gets_the_one_answer(typed: str, browse: Any) -> None:
    assert browse().client.get(f"/xac-thuc?code={typed}", follow_redirects=True).status_code == 404


def test_a_stranger_reads_english_too(known: Any, browse: Any) -> None:
    citizen, path = browse(), f"/xac-thuc/{shown(CODE)}"
    answer = citizen.post("/language", {"language": "en", "next": path}, path)
    assert answer.location == path
    page = citizen.client.get(path).text
    assert '<html lang="en"' in page and "The certified copy is valid" in page and "Tiếng Việt" in page
