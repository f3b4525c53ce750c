"""The inbox of the one-stop desk: what waits by role and step, taken upon oneself, handed on together; who is told when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from app.data import clock
from app.data.base import db
from app.data.batch import Batch, BatchRow
from app.data.messages import Notice
from app.data.people import User
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.escalation import reminding
from modules.dossiers.escalation.rules import EscalationRule
from modules.dossiers.escalation.told import Escalation
from modules.dossiers.journey.handlings import Handling
from tests.modules.test_dossiers import handed_in, read, received, take

INBOX = "/dossiers/inbox"


def waits(page: str) -> list[str]:
    return re.findall(r'<td class="code"><a href="/dossiers/dossiers/(\d+)"', page)


def counts(page: str) -> dict[str, int]:
    return {
        tab: int(number.replace(".", ""))
        for tab, number in re.findall(r"tab=(\w+)[^>]*>[^<]*<span class=\"n\">([\d.]+)", page)
    }


def begun(rows: Any, browse: Any) -> int:
    row = received(rows, browse)
    assert take(browse, "motcua", row, "begin").status_code == 303
    return row


def test_everybody_finds_what_waits_for_his_own_role(rows: Any, browse: Any) -> None:
    row = begun(rows, browse)
    assert str(row) in waits(browse("hotich").get(f"{INBOX}?tab=free&q=Kim+Ngan").text)
    for login in ("motcua", "lanhdao", "hotich2"):
        assert str(row) not in waits(browse(login).get(f"{INBOX}?tab=free").text)
    assert str(row) in waits(browse("giamdoctt").get(f"{INBOX}?tab=free").text)
    assert browse("vanphongub").get(INBOX).status_code == 403


def test_the_inbox_is_the_first_page_of_the_desk(browse: Any) -> None:
    page = browse("hotich").get(INBOX).text
    assert page.index("Hộp hồ sơ") < page.index("Hồ sơ chờ các vai trò của bạn") and "Lọc" in page


def test_what_one_takes_is_nobody_elses_any_more(rows: Any, browse: Any) -> None:
    row = begun(rows, browse)
    clerk = browse("hotich")
    before = counts(clerk.get(INBOX).text)
    answer = clerk.post(f"{INBOX}/take", {"one": str(row)}, page=INBOX)
    assert answer.status_code == 303 and answer.location.endswith("tab=mine")
    page = clerk.get(answer.location).text
    assert "Đã nhận xử lý 1 hồ sơ." in page and str(row) in waits(page)
    assert counts(page)["mine"] == before["mine"] + 1 and counts(page)["free"] == before["free"] - 1
    clerk.post(f"{INBOX}/take", {"rows": [str(row)]}, page=INBOX)
    assert "đã chuyển cho người khác" in clerk.get(INBOX).text


def test_what_is_handed_on_together_has_its_list(rows: Any, browse: Any) -> None:
    row, clerk = begun(rows, browse), browse("hotich")
    sent = {"rows": [str(row)], "step": "hand_on", "back": INBOX}
    page = clerk.get(clerk.post("/dossiers/dossiers/bulk", sent, page=INBOX).location).text
    assert "đã thực hiện với 1 hồ sơ" in page
    paper = clerk.get(re.search(r'href="([^"]*ban-giao[.]pdf[?]rows=\d+)"', page)[1])
    assert paper.status_code == 200 and paper.data.startswith(b"%PDF-")


def test_a_long_batch_offers_its_list_when_it_has_ended(site: Any, rows: Any, browse: Any) -> None:
    row, clerk = begun(rows, browse), browse("hotich")
    assert take(browse, "hotich", row, "hand_on").status_code == 303
    with site.app_context(), work(SYSTEM) as session:
        who = session.scalars(select(User.id).where(User.login == "hotich")).one()
        batch = Batch(resource="dossiers.dossiers", step="hand_on", user_id=who, ended_at=clock.now())
        session.add(batch)
        session.flush()
        session.add(BatchRow(batch_id=batch.id, row_id=row, done=True))
        number = batch.id
    assert f"/batches/{number}/paper.pdf" in clerk.get(f"/batches/{number}").text
    assert clerk.get(f"/batches/{number}/paper.pdf").data.startswith(b"%PDF-")
    assert browse("motcua2").get(f"/batches/{number}/paper.pdf").status_code == 404


def test_what_is_not_handed_on_together_says_why(rows: Any, browse: Any) -> None:
    served = rows.scalars(select(Dossier).where(Dossier.served, Dossier.step_role == "dossiers.leader")).first()
    leader = browse("lanhdao")
    sent = {"rows": [str(served.id)], "step": "hand_on", "back": INBOX}
    page = leader.get(leader.post("/dossiers/dossiers/bulk", sent, page=INBOX).location).text
    assert "mở hồ sơ và làm tiếp ở đó" in page


def test_nobody_takes_what_is_not_his_turn_or_another_wards(rows: Any, browse: Any) -> None:
    row = begun(rows, browse)
    for login in ("lanhdao", "hotich2"):
        browse(login).post(f"{INBOX}/take", {"one": str(row)}, page=INBOX)
    assert browse("giamdoctt").post(f"{INBOX}/take", {"one": str(row)}, page=INBOX).status_code == 403
    assert str(row) in waits(browse("hotich").get(f"{INBOX}?tab=free&q=Kim+Ngan").text)


def test_ticked_dossiers_are_handed_on_together_and_the_inbox_comes_back(rows: Any, browse: Any) -> None:
    chosen = [begun(rows, browse), begun(rows, browse)]
    clerk = browse("hotich")
    assert "Chuyển bước tiếp theo" in clerk.get(f"{INBOX}?tab=free").text
    form = {"rows": [str(row) for row in chosen], "step": "hand_on", "back": f"{INBOX}?tab=free"}
    answer = clerk.post("/dossiers/dossiers/bulk", form, page=INBOX)
    assert answer.status_code == 303 and answer.location == f"{INBOX}?tab=free"
    assert {read(rows, row).step_code for row in chosen} == {"B3"}


def test_the_list_is_narrowed_to_a_step_and_says_how_many_there_are(rows: Any, browse: Any) -> None:
    begun(rows, browse)
    page = browse("hotich").get(f"{INBOX}?tab=free").text
    code, many = re.search(r'<option value="(dossiers\.expert\|[^"]+)">[^<]*\((\d+)\)', page).groups()  # type: ignore[union-attr]
    found = browse("hotich").get(f"{INBOX}?tab=free&place={code}").text
    assert len(waits(found)) == min(int(many), 30)
    assert waits(browse("hotich").get(f"{INBOX}?tab=free&place=dossiers.leader|x").text) == []


def test_what_waits_for_the_citizen_is_in_a_tab_of_its_own(rows: Any, browse: Any) -> None:
    row = begun(rows, browse)
    words = {"missing": "Giấy chứng sinh", "missing_why": "Bản nộp bị rách."}
    assert take(browse, "hotich", row, "ask", **words).status_code == 303
    for login in ("hotich", "motcua"):
        assert str(row) in waits(browse(login).get(f"{INBOX}?tab=citizen&q=Kim+Ngan").text)
        assert str(row) not in waits(browse(login).get(f"{INBOX}?tab=free&q=Kim+Ngan").text)
    new = handed_in(rows, browse)
    assert str(new) in waits(browse("motcua").get(f"{INBOX}?tab=free&q=Kim+Ngan").text)


@pytest.fixture
def statements(site: Any) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_thirty_rows_ask_as_often_as_one(rows: Any, browse: Any, statements: list[str]) -> None:
    for _number in range(4):
        begun(rows, browse)
    clerk = browse("hotich")
    clerk.get(f"{INBOX}?tab=free")
    statements.clear()
    many = len(waits(clerk.get(f"{INBOX}?tab=free").text))
    first = asked(statements)
    statements.clear()
    assert many > 3 and not waits(clerk.get(f"{INBOX}?tab=free&q=khongcoai").text)
    assert len(first) == len(asked(statements)), set(first) ^ set(statements)


def asked(statements: list[str]) -> list[str]:
    """Without the look at which modules are at work, which comes every few seconds."""
    return [one for one in statements if "FROM core_module" not in " ".join(one.split())]


def late(site: Any, row: int, hours: float) -> None:
    """Let the step that a dossier is in be due so many hours of a working day ago (or ahead, below nothing)."""
    due = clock.now() - timedelta(hours=hours)
    stay = (Handling.dossier_id == row, Handling.left_at.is_(None))
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Dossier).where(Dossier.id == row).values(step_due_at=due))
        session.execute(update(Handling).where(*stay).values(due_at=due))


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four in the afternoon of a Wednesday, so that working hours can be counted."""
    day = clock.today()
    while day.weekday() != 2:
        day += timedelta(days=1)
    with clock.frozen(clock.begin_of(day) + timedelta(hours=16)):
        yield


def remind(site: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        for _done in reminding.remind_all(session):
            pass


def told(rows: Any, row: int) -> list[str]:
    rows.rollback()
    rows.expire_all()
    found = select(EscalationRule.told).join(Escalation, Escalation.rule_id == EscalationRule.id)
    return [one.value for one in rows.scalars(found.where(Escalation.dossier_id == row).order_by(Escalation.id))]


def heard(rows: Any, row: int) -> list[str]:
    rows.rollback()
    found = select(User.login).join(Notice, Notice.user_id == User.id)
    return list(rows.scalars(found.where(Notice.resource == "dossiers.dossiers", Notice.row_id == row)))


def test_a_step_nearly_due_is_reminded_of_once(site: Any, rows: Any, browse: Any, noon: None) -> None:
    row = begun(rows, browse)
    late(site, row, -0.5)
    remind(site)
    remind(site)
    assert told(rows, row) == ["handler"] and heard(rows, row) == ["hotich"]
    assert str(row) in waits(browse("hotich").get(f"{INBOX}?tab=soon").text)
    page = browse("hotich").get(f"/dossiers/dossiers/{row}").text
    assert "Nhắc hạn, báo cấp trên" in page and "Trước hạn của bước" in page


def test_a_late_step_goes_up_level_by_level(site: Any, rows: Any, browse: Any, noon: None) -> None:
    row = begun(rows, browse)
    late(site, row, 0.5)
    remind(site)
    assert told(rows, row) == ["handler"]
    late(site, row, 1.5)
    remind(site)
    assert told(rows, row) == ["handler", "leader"]
    late(site, row, 6)
    remind(site)
    remind(site)
    assert told(rows, row) == ["handler", "leader", "head"]
    assert {"hotich", "lanhdao", "giamdoctt"} <= set(heard(rows, row)) and "lanhdao2" not in heard(rows, row)
    assert str(row) in waits(browse("giamdoctt").get(f"{INBOX}?tab=told").text)
    assert str(row) in waits(browse("hotich").get(f"{INBOX}?tab=late").text)


def test_nobody_is_reminded_while_the_citizen_is_waited_for(site: Any, rows: Any, browse: Any, noon: None) -> None:
    row = begun(rows, browse)
    words = {"missing": "Giấy chứng sinh", "missing_why": "Bản nộp bị rách."}
    assert take(browse, "hotich", row, "ask", **words).status_code == 303
    assert read(rows, row).state is State.WAITING
    with clock.frozen(clock.now() + timedelta(days=7)):
        remind(site)
    assert told(rows, row) == []


def test_whoever_did_the_step_is_told_when_it_comes_back(rows: Any, browse: Any) -> None:
    row = begun(rows, browse)
    assert take(browse, "hotich", row, "hand_on").status_code == 303
    assert take(browse, "lanhdao", row, "send_back", reason="Thiếu quê quán.").status_code == 303
    code = read(rows, row).code
    told = select(Notice.body).join(User, User.id == Notice.user_id)
    assert rows.scalars(told.where(User.login == "hotich", Notice.row_id == row)).all() == [
        f"Lê Minh Khoa trả lại {code} về bước B2: Thiếu quê quán."
    ]
    assert "Đã trả lại: Thiếu quê quán." in browse("hotich").get(f"/dossiers/dossiers/{row}").text
