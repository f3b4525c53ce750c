"""A dossier that a module serves: its record is opened at reception, does the work, and ends the dossier; one clock, one fee."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.data.task import Passage
from app.engine import modules
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.work import work
from modules.certified_copies.comparison import Check
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.visits import Visit
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.journey.handlings import Handling, Outcome
from modules.dossiers.served import following
from modules.dossiers.served.records import Served
from modules.dossiers.store.results import StoredResult
from modules.procedures.catalogue.procedures import Procedure
from tests.modules.test_certified_copies_story import tick
from tests.modules.test_dossiers import HERE, read, take
from tests.working_days import working_day

COPIES, VISITS = "/certified_copies/copies", "/certified_copies/visits"
WORKERS = {"sign": "lanhdao", "seal": "vanthu"}


def handed_in(rows: Any, browse: Any, subject: str = "Bằng cử nhân", **words: str) -> int:
    """A request for certified copies that the desk has typed in."""
    procedure = rows.scalar(select(Procedure.id).where(Procedure.code == "2.000815"))
    form = {"version": "0", "procedure_id": str(procedure), "way": "direct", "kind": "citizen", "sets": "1"}
    form |= {"applicant": "Vũ Thị Bản Sao", "phone": "0903771234", "email": "ban.sao@example.vn"}
    form |= {"citizen_id": "079188000777", "subject": subject} | words
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def received(rows: Any, browse: Any, subject: str = "Bằng cử nhân", **words: str) -> int:
    row = handed_in(rows, browse, subject, **words)
    assert take(browse, "motcua", row, "receive").status_code == 303
    return row


def visit_of(rows: Any, row: int) -> Visit:
    read(rows, row)
    return rows.get(Visit, rows.get(Served, row).row_id)


def copies_of(rows: Any, row: int) -> list[Copy]:
    visit = visit_of(rows, row).id
    return list(rows.scalars(select(Copy).where(Copy.visit_id == visit).order_by(Copy.id)))


def press(browse: Any, login: str, path: str, **form: str) -> Any:
    """Press a button of the record that a path names, having looked at it."""
    person = browse(login)
    person.get(path.rsplit("/steps/", 1)[0])
    return person.post(path, {"version": person.version(path)} | form)


def submit(rows: Any, browse: Any, copy: int) -> None:
    """Scan, compare and submit a copy, all conditions met."""
    clerk, page = browse("motcua"), f"{COPIES}/{copy}"
    clerk.post(f"{page}/files", {"files": (io.BytesIO(picture("Bằng", "Vũ Thị Bản Sao")), "quet.jpg")})
    tick(clerk, copy)
    clerk.post(f"/certified-conditions/{copy}", {"all": "1"})
    rows.rollback()
    lines = rows.scalars(select(Check.id).where(Check.copy_id == copy).order_by(Check.position)).all()
    form = {f"checks-{at}-id": str(number) for at, number in enumerate(lines)}
    form |= {f"checks-{at}-passed": "y" for at in range(len(lines))}
    answer = press(browse, "motcua", f"{page}/steps/submit", **form)
    assert answer.status_code == 303, answer.text


def issue(rows: Any, browse: Any, copy: int) -> None:
    submit(rows, browse, copy)
    for step, login in WORKERS.items():
        answer = press(browse, login, f"{COPIES}/{copy}/steps/{step}")
        assert answer.status_code == 303, answer.text


def refuse(rows: Any, browse: Any, copy: int, code: str = "R01") -> None:
    reason = rows.scalar(select(Condition.id).where(Condition.code == code))
    words = {"refusal_id": str(reason), "reason": "Bản chính bị tẩy xóa ở ngày cấp."}
    assert press(browse, "motcua", f"{COPIES}/{copy}/steps/refuse", **words).status_code == 303


def stored(rows: Any, row: int) -> list[StoredResult]:
    read(rows, row)
    return list(rows.scalars(select(StoredResult).where(StoredResult.dossier_id == row).order_by(StoredResult.id)))


@pytest.fixture
def switched_off(site: Flask) -> Iterator[None]:
    """Certified copies are switched off for a while."""
    with site.app_context():
        modules.disable("certified_copies")
    yield
    with site.app_context():
        modules.install("certified_copies")


def test_receiving_a_dossier_opens_the_visit_with_what_the_desk_knows(rows: Any, browse: Any) -> None:
    row = received(rows, browse, "Bằng cử nhân; Bảng điểm", address="12 Cộng Hòa")
    dossier, visit = read(rows, row), visit_of(rows, row)
    assert dossier.state is State.RECEIVED and visit.dossier_code == dossier.code
    known = (visit.requester, visit.citizen_id, visit.phone, visit.email, visit.address)
    assert known == ("Vũ Thị Bản Sao", "079188000777", "0903771234", "ban.sao@example.vn", "12 Cộng Hòa")
    assert [copy.title for copy in copies_of(rows, row)] == ["Bằng cử nhân", "Bảng điểm"]
    clerk = rows.scalar(select(Passage.actor_id).where(Passage.resource == "dossiers.dossiers", Passage.row_id == row))
    assert clerk and {visit.created_by_id, *(copy.created_by_id for copy in copies_of(rows, row))} == {clerk}
    page = browse("motcua").get(f"{HERE}/{row}").text
    assert f'href="{VISITS}/{visit.id}"' in page and "Bảng điểm" in page
    for address in (f"{VISITS}/{visit.id}", f"{COPIES}/{copies_of(rows, row)[0].id}"):
        beside = browse("motcua").get(address).text
        assert "Hồ sơ một cửa" in beside and f'href="{HERE}/{row}"' in beside and dossier.code in beside


def test_two_clicks_open_one_visit(rows: Any, browse: Any) -> None:
    row, path = handed_in(rows, browse), "steps/receive"
    clerk, before = browse("motcua"), rows.scalar(select(func.count()).select_from(Visit))
    form = {"version": clerk.version(f"{HERE}/{row}/{path}")}
    answers = [clerk.post(f"{HERE}/{row}/{path}", form).status_code for _click in range(2)]
    assert answers[0] == 303 and read(rows, row).state is State.RECEIVED
    assert rows.scalar(select(func.count()).select_from(Visit)) == before + 1


def test_what_the_visit_refuses_is_not_received_either(rows: Any, browse: Any, monkeypatch: Any) -> None:
    row = handed_in(rows, browse)

    def full(_visit: Visit) -> None:
        raise ValueError("Hết số")

    monkeypatch.setattr(Visit, "saved", full)
    before = rows.scalar(select(func.count()).select_from(Visit))
    answer = take(browse, "motcua", row, "receive")
    assert answer.status_code == 422 and "Hết số" in answer.text
    assert read(rows, row).state is State.REGISTERED and rows.get(Served, row) is None
    assert rows.scalar(select(func.count()).select_from(Visit)) == before


def test_the_inbox_shows_it_under_the_step_of_whoever_must_act(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)

    def seen_by(login: str) -> bool:
        return f'href="{HERE}/{row}"' in browse(login).get("/dossiers/inbox?tab=free&q=Ban+Sao").text

    assert seen_by("motcua") and not seen_by("lanhdao")
    submit(rows, browse, copy.id)
    assert seen_by("lanhdao") and not seen_by("motcua") and read(rows, row).step_code == "B2"
    assert press(browse, "lanhdao", f"{COPIES}/{copy.id}/steps/return", reason="Quét mờ.").status_code == 303
    assert seen_by("motcua") and not seen_by("lanhdao") and read(rows, row).step_code == "B1"
    assert Handling.of(rows, row)[1].outcome is Outcome.BACK
    assert press(browse, "lanhdao", f"{HERE}/{row}/steps/hand_on").status_code in (403, 422)


def test_while_it_is_served_its_own_steps_have_no_buttons(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    page = browse("motcua").get(f"{HERE}/{row}").text
    for step in ("begin", "ask", "finish", "stop", "charge"):
        press(browse, "motcua", f"{HERE}/{row}/steps/{step}", missing="a", missing_why="b", result_number="1")
        assert read(rows, row).state is State.RECEIVED, step
    assert f"{HERE}/{row}/steps/begin" not in page and f"{HERE}/{row}/steps/withdraw" in page


def test_papers_are_asked_for_at_the_visit_and_the_clock_of_the_dossier_stands_still(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    visit = f"{VISITS}/{visit_of(rows, row).id}"
    words = {"missing": "Trang 2 của bằng", "missing_why": "Bản chính phải đủ trang."}
    assert press(browse, "motcua", f"{visit}/steps/ask", **words).status_code == 303
    dossier = read(rows, row)
    assert dossier.state is State.WAITING and dossier.missing == "Trang 2 của bằng" and dossier.due_at is None
    assert Handling.of(rows, row)[-1].paused
    assert press(browse, "motcua", f"{visit}/steps/complete").status_code == 303
    assert read(rows, row).state is State.RECEIVED and not Handling.of(rows, row)[-1].paused


def test_a_later_day_promised_at_the_visit_puts_the_day_of_the_dossier_off(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    later = working_day(20)
    words = {"agreed_until": f"{later:%d/%m/%Y}", "agreement": "Trên giấy hẹn"}
    assert press(browse, "motcua", f"{VISITS}/{visit_of(rows, row).id}/steps/extend", **words).status_code == 303
    dossier = read(rows, row)
    assert (dossier.extended_until, dossier.extensions) == (later, 1) and dossier.apology_number
    assert clock.local(dossier.promised_at).date() == later and dossier.step_code == "B1"


def test_without_its_module_a_dossier_is_handled_by_hand(rows: Any, browse: Any, switched_off: None) -> None:
    row = received(rows, browse)
    assert rows.get(Served, row) is None and not read(rows, row).served
    for login, step in (("motcua", "begin"), ("lanhdao", "hand_on")):
        assert take(browse, login, row, step).status_code == 303
    words = {"result_number": "12/2026", "result_on": f"{clock.today():%d/%m/%Y}"}
    assert take(browse, "vanthu", row, "finish", **words).status_code == 303
    assert read(rows, row).state is State.SOLVED


def test_a_module_switched_off_under_a_dossier_leaves_it_to_people(site: Flask, rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    with site.app_context():
        modules.disable("certified_copies")
    try:
        assert "đang tắt" in browse("motcua").get(f"{HERE}/{row}").text
        assert take(browse, "motcua", row, "begin").status_code == 303
        assert read(rows, row).step_code == "B2"
    finally:
        with site.app_context():
            modules.install("certified_copies")


def test_what_was_missed_is_made_up_by_the_hour(site: Flask, rows: Any, browse: Any, monkeypatch: Any) -> None:
    row = received(rows, browse)
    (copy,) = copies_of(rows, row)
    with monkeypatch.context() as deaf:
        deaf.setattr(registry, "listeners", lambda _event: [])
        issue(rows, browse, copy.id)
    assert read(rows, row).state is State.RECEIVED
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        list(following.follow_all(session))
    assert read(rows, row).state is State.SOLVED and len(stored(rows, row)) == 1
    with site.app_context(), work(SYSTEM) as session:
        list(following.follow_all(session))
    assert len(stored(rows, row)) == 1, "asked again, nothing changes"


def test_a_ward_that_receives_for_another_opens_the_visit_there(rows: Any, browse: Any) -> None:
    other = rows.scalar(select(Dossier.competent_id).where(Dossier.competent_id != Dossier.unit_id))
    row = received(rows, browse, competent_id=str(other))
    dossier, visit = read(rows, row), visit_of(rows, row)
    assert visit.unit_id == other and (dossier.state, dossier.at_id) == (State.SOLVING, other)
    assert f'href="{HERE}/{row}"' in browse("motcua2").get("/dossiers/inbox?tab=free&q=Ban+Sao").text


def test_certified_copies_are_whole_without_the_desk() -> None:
    """Its declaration alone imports nothing of dossiers, and stands without them."""
    names = "('certified_copies', 'fees', 'signing')"
    code = f"""
import sys
from pathlib import Path
from app.engine.core import CORE
from app.engine.registry import Registry, discover
found, broken = discover(Path("modules"), {names})
house = Registry()
house.load([CORE, *found])
print(sorted(house.modules), broken, [one for one in sys.modules if one.startswith("modules.dossiers")])
"""
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "['certified_copies', 'core', 'fees', 'signing'] {} []"


def test_copies_taken_in_at_their_own_reception_have_no_dossier(rows: Any, browse: Any) -> None:
    before = rows.scalar(select(func.count()).select_from(Dossier))
    form = {"version": "0", "requester": "Lê Văn Nhanh", "channel": "desk", "originals-0-title": "Học bạ"}
    answer = browse("motcua").post(f"{VISITS}/new", form)
    assert answer.status_code == 303
    assert "Hồ sơ một cửa" not in browse("motcua").get(answer.location).text
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Dossier)) == before
