"""Handing over: links that expire and run out, mail through a real relay, hand-overs; and what may not be kept goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import count
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.data import clock
from app.data.base import db
from app.data.job import JobRow
from app.data.stored import Attachment
from app.engine import jobs, mail
from app.engine.access import SYSTEM
from app.engine.keeping import the_store
from app.engine.work import rehearsal, work
from modules.certified_copies.after.purge import purge, trial
from modules.certified_copies.after.retention import Matter, RetentionRule
from modules.certified_copies.after.shares import Handover, Means, Share
from modules.certified_copies.after.strangers import LookUp, Outcome
from modules.certified_copies.key import COPIES
from modules.certified_copies.models import Copy, State
from modules.fees.charges import Charge
from modules.signing.longterm.preservation import Level, Preservation
from tests.modules.test_certified_copies_story import HERE, file_of, issue
from tests.servers import free_port


def pay(site: Flask, copy: int) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.execute(delete(Charge).where(Charge.row_id == copy, Charge.receipt_id.is_(None)))


DESK = "/certified-copies"
TITLES = (f"Bằng để giao số {number}" for number in count(1))  # two scans of one title would be the same file


@pytest.fixture
def paid(rows: Any, browse: Any, site: Flask) -> int:
    copy = issue(rows, browse, next(TITLES))
    pay(site, copy)
    return copy


def make_link(browse: Any, copy: int, **typed: str) -> Any:
    return browse("motcua").post(f"{DESK}/{copy}/links", {"days": "7", "views": "2", **typed})


def address_in(answer: Any) -> str:
    return re.search(r'value="https?://[^/]+(/tai/[\w-]+)"', answer.text)[1]


def test_a_link_leads_to_the_file_as_often_as_allowed(paid: int, rows: Any, browse: Any) -> None:
    path = address_in(make_link(browse, paid))
    stranger = browse()
    for _look in range(5):
        assert stranger.get(path).status_code == 200  # looking costs nothing
    original = file_of(rows, browse, paid)
    for _download in range(2):
        answer = stranger.post(path, {}, path)
        assert answer.data == original
        assert "attachment" in answer.headers["Content-Disposition"]
    assert stranger.post(path, {}, "/xac-thuc").status_code == 404
    used, unknown = stranger.get(path), stranger.get("/tai/" + "x" * 32)
    assert used.status_code == unknown.status_code == 404
    assert "không dùng được" in used.text
    rows.rollback()
    share = rows.scalar(select(Share).where(Share.copy_id == paid))
    assert share.views == 2
    assert share.token_hash not in path
    assert "Đã hết lượt tải" in browse("motcua").get(f"{HERE}/{paid}").text
    assert rows.get(Handover, paid).means is Means.LINK


def test_a_link_ends_with_its_day_with_its_revocation_and_with_the_copy(
    paid: int, rows: Any, browse: Any, site: Flask
) -> None:
    first, second, third = (address_in(make_link(browse, paid)) for _n in range(3))
    rows.rollback()
    ids = list(rows.scalars(select(Share.id).where(Share.copy_id == paid).order_by(Share.id)))
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        past = clock.now() - timedelta(seconds=1)
        session.execute(update(Share).where(Share.id == ids[0]).values(expires_at=past))
    clerk, path = browse("motcua"), f"/certified_copies/links/{ids[1]}/steps/revoke"
    assert clerk.post(path, {"version": clerk.version(path)}).status_code == 303
    assert [browse().get(one).status_code for one in (first, second, third)] == [404, 404, 200]
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Copy).where(Copy.id == paid).values(state=State.ANNULLED))
    assert browse().get(third).status_code == 404
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Copy).where(Copy.id == paid).values(state=State.RELEASED))


@pytest.mark.parametrize(
    "typed", [{"days": "0"}, {"days": "9999"}, {"views": "-1"}, {"views": "x"}, {"email": "a@b"}, {"email": "a b@c.vn"}]
)
def test_a_link_that_cannot_be_is_refused_with_a_sentence(paid: int, rows: Any, browse: Any, typed: Any) -> None:
    clerk = browse("motcua")
    assert clerk.post(f"{DESK}/{paid}/links", {"days": "7", "views": "2", **typed}).status_code == 303
    assert 'class="note bad"' in clerk.get(f"{HERE}/{paid}").text
    rows.rollback()
    assert rows.scalar(select(func.count()).where(Share.copy_id == paid)) == 0


def test_nothing_leaves_before_the_fee_is_paid(rows: Any, browse: Any) -> None:
    copy, clerk = issue(rows, browse, "Chưa thu phí"), browse("motcua")
    for act in ("links", "handover"):
        clerk.post(f"{DESK}/{copy}/{act}", {})
        assert "thu phí trước" in clerk.get(f"{HERE}/{copy}").text
    rows.rollback()
    assert rows.get(Handover, copy) is None


def test_only_the_clerk_of_the_unit_hands_over(paid: int, browse: Any) -> None:
    for login in ("vanthu", "canbo2"):
        assert browse(login).post(f"{DESK}/{paid}/handover", {}).status_code in (403, 404)
    clerk = browse("motcua")
    assert clerk.post(f"{DESK}/{paid}/handover", {}).status_code == 303
    assert "Đã giao" in clerk.get(f"{HERE}/{paid}").text


class Inbox:
    """What a relay has taken."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.open = True

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if not self.open:
            return "451 try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox(site: Flask) -> Iterator[Inbox]:
    found = Inbox()
    relay = Controller(found, hostname="127.0.0.1", port=free_port())
    relay.start()
    mail.relay["url"] = f"smtp://127.0.0.1:{relay.port}"
    yield found
    mail.relay["url"] = ""
    relay.stop()


def run_mail(site: Flask) -> JobRow:
    with site.app_context():
        number = db.session.scalar(select(func.max(JobRow.id)).where(JobRow.name == "certified_copies.mail_link"))
        with work(SYSTEM) as session:
            session.get(JobRow, number).run_at = clock.now()
        jobs.run(number)
        return db.session.get(JobRow, number)


def test_the_link_comes_by_mail_and_lies_nowhere_in_the_clear(
    paid: int, rows: Any, browse: Any, site: Flask, inbox: Inbox
) -> None:
    assert make_link(browse, paid, email="ngan@example.vn").status_code == 303
    inbox.open = False
    job = run_mail(site)
    assert "451" in job.error and not inbox.letters
    inbox.open = True
    job = run_mail(site)
    letter = inbox.letters[0]
    assert letter["To"] == "ngan@example.vn" and letter["Date"].datetime <= clock.now()
    assert letter["Message-ID"].rstrip(">").rpartition("@")[2] in letter["From"]
    path = re.search(r"https?://[^/]+(/tai/[\w-]+)", letter.get_content())[1]
    assert browse().get(path).status_code == 200
    assert path.rsplit("/", 1)[1] not in str(job.arguments) + str(job.error)
    rows.rollback()
    share = rows.scalar(select(Share).where(Share.copy_id == paid))
    assert share.sent_at and rows.get(Handover, paid).means is Means.EMAIL
    copy, told = rows.get(Copy, paid), letter.get_content()
    assert copy.requester not in told
    assert f"Số chứng thực: {copy.number}, quyển số {copy.book}" in told and copy.title in told, "which copy it is"
    assert "Ủy ban nhân dân phường Tân Bình đã phát hành" in told and letter["Subject"].startswith("UBND phường")
    run_mail(site)
    assert len(inbox.letters) == 1


def test_the_trial_names_what_the_purge_then_takes_and_nothing_else(
    paid: int, rows: Any, site: Flask, browse: Any
) -> None:
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        long_ago = clock.today() - timedelta(days=400)
        session.execute(update(Copy).where(Copy.id == paid).values(certified_on=long_ago))
        old = LookUp(at=clock.now() - timedelta(days=400), what="code", network="", outcome=Outcome.NOTHING)
        session.add(old)
    of_copy = (Attachment.resource == COPIES) & (Attachment.row_id == paid)
    scan = rows.scalar(select(Attachment).where(of_copy, Attachment.slot == "scan"))
    rows.expunge(scan)
    kept = {one.id for one in rows.scalars(select(Attachment).where(~of_copy))}
    rows.rollback()
    page = browse("lanhdao").get("/certified-copies/purge")
    assert page.status_code == 200 and scan.name in page.text
    assert browse("canbo2").get("/certified-copies/purge").status_code == 403
    said = site.test_cli_runner().invoke(args=["copies", "purge", "--trial"]).output
    assert scan.name in said
    with site.app_context():
        assert the_store().path_of(scan.sha256).exists()
        with work(SYSTEM) as session:
            told = {one.rule.matter: one.many for one in trial(session)}
            for _done in purge(session):
                pass
        assert told[Matter.SCANS] == 2 and told[Matter.LOOK_UPS] >= 1
        assert not the_store().path_of(scan.sha256).exists()
    slots = set(rows.scalars(select(Attachment.slot).where(of_copy)))
    assert slots == {"final"}
    assert kept <= set(rows.scalars(select(Attachment.id)))
    copy = rows.get(Copy, paid)
    assert copy.sha256 and copy.number and copy.state is State.RELEASED
    rows.rollback()
    page = browse("motcua").get(f"{HERE}/{paid}")
    assert page.status_code == 200 and f"Đã hủy tệp: {scan.name}" in page.text
    assert file_of(rows, browse, paid)[:5] == b"%PDF-"
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Copy).where(Copy.id == paid).values(certified_on=clock.today()))


def test_the_rule_of_the_day_decides_how_long(paid: int, site: Flask) -> None:
    with site.app_context(), rehearsal(SYSTEM) as session:
        before = {one.rule.matter: one.before for one in trial(session)}
        city = session.scalar(select(RetentionRule.unit_id).limit(1))
        words = {"unit_id": city, "matter": Matter.SCANS, "source": "Thử", "valid_from": clock.today()}
        session.add(RetentionRule(days=1, **words))
        session.flush()
        after = {one.rule.matter: one.before for one in trial(session)}
    assert before[Matter.LINKS] == after[Matter.LINKS]
    assert before[Matter.SCANS] < after[Matter.SCANS]


def test_the_desk_is_told_when_no_service_has_told_the_time_yet(paid: int, site: Flask, browse: Any) -> None:
    sentence = "dịch vụ cấp dấu thời gian không trả lời"
    of_copy = select(Attachment.id).where(Attachment.resource == COPIES, Attachment.row_id == paid)
    for level, told in ((Level.BASIC, True), (Level.LONG, False)):
        with site.app_context(), work(SYSTEM) as session:
            raised = update(Preservation).where(Preservation.file_id.in_(of_copy)).values(level=level)
            assert session.execute(raised).rowcount == 1
        assert (sentence in browse("motcua").get(f"{HERE}/{paid}").text) is told
