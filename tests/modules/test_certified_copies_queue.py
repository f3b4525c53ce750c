"""What an official must have looked at before he signs: each copy, or a sample where the unit has decided so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.data.people import Post, Unit, User
from app.engine.access import SYSTEM
from app.engine.keeping import keep
from app.engine.principals import as_person
from app.engine.steps import take_steps
from app.engine.work import work
from modules.certified_copies.capture.pages import tick_all
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy, State
from modules.certified_copies.queue.rules import SigningRule
from modules.certified_copies.queue.samples import Pick, Sample
from tests.modules.test_certified_copies_story import HERE

QUEUE = "/certified-queue"


@pytest.fixture
def ward(site: Flask, rows: Any) -> int:
    """The ward without what the demo has waiting, and without a rule of its own."""
    with site.app_context(), work(SYSTEM) as session:
        found = session.scalar(select(Unit.id).where(Unit.code == "27004", Unit.valid_to.is_(None)))
        for copy in session.scalars(select(Copy).where(Copy.unit_id == found, Copy.state == State.SUBMITTED)):
            copy.state = State.DRAFT
        session.execute(delete(Pick))
        session.execute(delete(Sample))
        session.execute(delete(SigningRule))
    return found


def submitted(site: Flask, ward: int, *titles: str, by: str = "motcua") -> list[int]:
    """Copies that wait for a signature, received by one person."""
    made = []
    with site.app_context(), work(SYSTEM) as session:
        clerk = session.scalar(select(User.id).where(User.login == by))
        for title in titles:
            copy = Copy(unit_id=ward, created_by_id=clerk, title=title, requester="Lê Thị Kim Ngân")
            session.add(copy)
            session.flush()
            copy.saved()
            for check in copy.checks:
                check.passed = True
            with as_person(clerk):
                keep(session, copy, "quet.jpg", picture(title, "Lê Thị Kim Ngân"), slot="scan")
                tick_all(session, copy)
                take_steps(session, copy, [])
                take_steps(session, copy, [("submit", clerk)])
            made.append(copy.id)
    return made


def rule(site: Flask, ward: int, **words: Any) -> None:
    told = {"source": "Quyết định 12/QĐ-UBND", "valid_from": date(2026, 1, 1)}
    with site.app_context(), work(SYSTEM) as session:
        session.add(SigningRule(unit_id=ward, **told, **words))


def sign(browser: Any, row: int) -> Any:
    step = f"{HERE}/{row}/steps/sign"
    return browser.post(step, {"version": browser.version(step)})


def sign_all(browser: Any, rows: list[int]) -> str:
    form = {"rows": [str(row) for row in rows], "step": "sign", "sure": "1", "back": f"{QUEUE}/sign"}
    answer = browser.post(f"{HERE}/bulk", form)
    assert answer.status_code == 303 and answer.location == f"{QUEUE}/sign"
    return browser.get(answer.location).text


def states(rows: Any, made: list[int]) -> list[State]:
    rows.rollback()
    return list(rows.scalars(select(Copy.state).where(Copy.id.in_(made)).order_by(Copy.id)))


def test_a_copy_is_opened_before_it_is_signed(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    (row,) = submitted(site, ward, "Chưa mở")
    head = browse("lanhdao")
    assert "Hãy mở bản này" in head.get(f"{QUEUE}/sign").text
    assert sign(head, row).status_code in {403, 422}
    assert states(rows, [row]) == [State.SUBMITTED]
    head.get(f"{HERE}/{row}")
    assert "Hãy mở bản này" not in head.get(f"{QUEUE}/sign").text
    assert sign(head, row).status_code == 303
    assert "Đã mở trước khi ký" in head.get(f"{HERE}/{row}").text


def test_other_scans_are_opened_again(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    (row,) = submitted(site, ward, "Quét lại")
    head = browse("lanhdao")
    head.get(f"{HERE}/{row}")
    with site.app_context(), work(SYSTEM) as session:
        keep(session, session.get(Copy, row), "trang-2.jpg", picture("Trang sau", "Võ An"), slot="scan")
    assert "Hãy mở bản này" in head.get(f"{QUEUE}/sign").text
    assert sign(head, row).status_code in {403, 422}


def test_a_look_of_somebody_else_does_not_count(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    (row,) = submitted(site, ward, "Người khác mở")
    for login in ("motcua", "vanthu"):
        browse(login).get(f"{HERE}/{row}")
    assert sign(browse("lanhdao"), row).status_code in {403, 422}


def test_a_sample_lets_the_batch_be_signed(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    rule(site, ward, sample_percent=20, sample_least=3)
    made = submitted(site, ward, *[f"Đợt ký {at:02d}" for at in range(10)])
    head = browse("lanhdao")
    assert "Rút mẫu" in head.get(f"{QUEUE}/sign").text
    assert head.post(f"{QUEUE}/sample/{ward}", {}).status_code == 303
    page = head.get(f"{QUEUE}/sign").text
    assert page.count("Rút trúng: cần mở") == 3 and "Rút mẫu" not in page
    rows.rollback()
    drawn = list(rows.scalars(select(Pick.copy_id).where(Pick.drawn, Pick.copy_id.in_(made))))
    for row in drawn[:2]:
        head.get(f"{HERE}/{row}")
    others = [row for row in made if row not in drawn]
    assert "Hãy mở bản này" in sign_all(head, others), "one of the sample is not opened yet"
    assert set(states(rows, others)) == {State.SUBMITTED}
    head.get(f"{HERE}/{drawn[2]}")
    assert "đã thực hiện với 10 hồ sơ" in sign_all(head, made)
    assert set(states(rows, made)) == {State.SIGNED}
    rows.rollback()
    assert len(rows.scalars(select(Pick).where(Pick.copy_id.in_(made))).all()) == 10, "what was drawn stays on record"
    for row, told in ((others[0], "bản này không được rút"), (drawn[0], "bản này được rút, phải mở")):
        page = browse("vanthu").get(f"{HERE}/{row}").text
        assert "rút ngẫu nhiên 3 trong 10 bản" in page and told in page, "whoever reads the copy reads how it was seen"


def test_no_sample_where_the_unit_has_not_decided(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    submitted(site, ward, "Không rút mẫu")
    head = browse("lanhdao")
    assert "Rút mẫu" not in head.get(f"{QUEUE}/sign").text
    answer = head.post(f"{QUEUE}/sample/{ward}", {})
    assert "chưa có quyết định cho ký theo mẫu" in head.get(answer.location).text
    assert browse("motcua").post(f"{QUEUE}/sample/{ward}", {}).status_code == 403


@pytest.fixture
def both(site: Flask, ward: int) -> Any:
    """The certifying official works at the desk, too."""
    with site.app_context(), work(SYSTEM) as session:
        head = session.scalar(select(User.id).where(User.login == "lanhdao"))
        post = Post(user_id=head, unit_id=ward, role="certified_copies.clerk", valid_from=date(2026, 1, 1))
        session.add(post)
        session.flush()
        number = post.id
    yield
    with site.app_context(), work(SYSTEM) as session:
        session.delete(session.get(Post, number))


@pytest.mark.usefixtures("both")
def test_who_received_does_not_certify_unless_the_unit_says_so(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    (row,) = submitted(site, ward, "Tự ký", by="lanhdao")
    head = browse("lanhdao")
    head.get(f"{HERE}/{row}")
    assert "Bạn đã tiếp nhận hoặc quét bản này" in head.get(f"{QUEUE}/sign").text
    rule(site, ward, sample_percent=20)
    assert "Rút mẫu" not in head.get(f"{QUEUE}/sign").text, "nobody draws from what he may not sign"
    assert sign(head, row).status_code in {403, 422}
    rule(site, ward, same_person=True)
    assert sign(head, row).status_code == 303
    rows.rollback()
    assert rows.get(Copy, row).same_person, "each use is on record"


def test_the_seal_has_a_queue_of_its_own(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    made = submitted(site, ward, "Chờ dấu 1", "Chờ dấu 2")
    head, keeper = browse("lanhdao"), browse("vanthu")
    for row in made:
        head.get(f"{HERE}/{row}")
    sign_all(head, made)
    page = keeper.get(f"{QUEUE}/seal").text
    assert "Chờ dấu 1" in page and "Hãy mở bản này" not in page
    form = {"rows": [str(row) for row in made], "step": "seal", "sure": "1", "back": f"{QUEUE}/seal"}
    assert keeper.post(f"{HERE}/bulk", form).location == f"{QUEUE}/seal"
    assert set(states(rows, made)) == {State.RELEASED}
    assert head.get(f"{QUEUE}/seal").status_code == 403 and keeper.get(f"{QUEUE}/sign").status_code == 403


def test_the_queue_asks_as_often_for_many_as_for_few(site: Flask, rows: Any, browse: Any, ward: int) -> None:
    from tests.module_case import _queries

    head = browse("lanhdao")
    submitted(site, ward, "Một")
    few = _queries(site, lambda: head.client.get(f"{QUEUE}/sign"))
    submitted(site, ward, *[f"Nhiều {at}" for at in range(6)])
    assert _queries(site, lambda: head.client.get(f"{QUEUE}/sign")) <= few


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_the_way_back_stays_on_this_site(site: Flask, browse: Any, ward: int, back: str) -> None:
    (row,) = submitted(site, ward, "Đường về")
    head = browse("lanhdao")
    answer = head.post(f"{HERE}/bulk", {"rows": str(row), "step": "sign", "sure": "1", "back": back})
    assert re.match(r"^/certified_copies/copies", answer.location)
