"""One vote per dossier: by the code on the paper or at the tablet; what units are told, and what nobody is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.satisfaction.questions import Question
from modules.dossiers.satisfaction.votes import Vote, VoteAnswer

RATINGS = "/dossiers/ratings"
DESK = "/dossiers/dossiers"


def anew(one: Ballot) -> None:
    one.used, one.passed_over, one.closes_at = False, False, clock.now() + timedelta(days=3)


def fresh(site: Any, rows: Any, *where: Any) -> Ballot:
    """The vote of a dossier, as if its citizen had not rated it."""
    row = rows.scalars(select(Ballot.id).join(Dossier).where(*where).order_by(Ballot.id).limit(1)).one()
    change(site, row, anew)
    rows.rollback()
    rows.expire_all()
    return rows.get(Ballot, row)


@pytest.fixture
def ballot(site: Any, rows: Any) -> Ballot:
    return fresh(site, rows, Dossier.state == State.RETURNED)


@pytest.fixture
def address(site: Any, ballot: Ballot) -> str:
    with site.app_context():
        return "/danh-gia/" + ballot.address.rsplit("/", 1)[1]


def answers(rows: Any, **others: str) -> dict[str, str]:
    questions = rows.scalars(select(Question).order_by(Question.position))
    return {f"q{one.id}": str(one.kind.options[0][0]) for one in questions} | others


def votes(rows: Any) -> int:
    rows.rollback()
    return rows.scalar(select(func.count()).select_from(Vote))


def change(site: Any, row: int, what: Callable[[Ballot], None]) -> None:
    with site.app_context(), work(SYSTEM) as session:
        what(session.get_one(Ballot, row))


def test_a_citizen_rates_his_dossier_once(rows: Any, browse: Any, address: str, ballot: Ballot) -> None:
    before, citizen = votes(rows), browse()
    page = citizen.get(address)
    assert page.status_code == 200 and "Thái độ phục vụ" in page.text and page.text.count("<fieldset") == 8
    assert "Cảm ơn quý ông/bà" in citizen.post(address, answers(rows), page=address).text
    again = citizen.post(address, answers(rows), page="/ho-so")
    assert again.status_code == 410 and "chỉ đánh giá một lần" in again.text
    assert citizen.get(address).status_code == 410
    assert votes(rows) == before + 1


def test_of_two_who_send_at_once_one_is_told_that_it_is_done(site: Any, rows: Any, ballot: Ballot) -> None:
    row, before, typed = ballot.id, votes(rows), answers(rows)
    with site.app_context():
        with work(SYSTEM) as session:
            late = session.get_one(Ballot, row)
            session.expunge(late)
        with work(SYSTEM) as session:
            Vote.cast(session, session.get_one(Ballot, row), typed)
        with pytest.raises(ValueError, match="chỉ đánh giá một lần"), work(SYSTEM) as session:
            late.use(session)  # it was read before the other had sent
    assert votes(rows) == before + 1


def test_an_open_question_is_asked_again_and_nothing_is_lost(rows: Any, browse: Any, address: str) -> None:
    before, citizen, typed = votes(rows), browse(), answers(rows)
    first = next(iter(typed))
    answer = citizen.post(address, typed | {first: "7"}, page=address)
    assert answer.status_code == 422 and "Xin trả lời đủ các câu hỏi." in answer.text and "checked" in answer.text
    assert votes(rows) == before and citizen.get(address).status_code == 200


def test_a_wrong_address_says_so(browse: Any, address: str) -> None:
    answer = browse().get(address[:-1])
    assert answer.status_code == 404 and "không dẫn đến hồ sơ nào" in answer.text
    assert browse().post("/danh-gia/x", {"q1": "5"}, page="/ho-so").status_code == 404


def test_too_late_says_until_when(site: Any, rows: Any, browse: Any, address: str, ballot: Ballot) -> None:
    before, closed = votes(rows), clock.now() - timedelta(hours=1)
    change(site, ballot.id, lambda one: setattr(one, "closes_at", closed))
    answer = browse().get(address)
    assert answer.status_code == 410 and f"{clock.local(closed):%d/%m/%Y}" in answer.text
    assert browse().post(address, answers(rows), page="/ho-so").status_code == 410 and votes(rows) == before


def test_nothing_kept_tells_whose_vote_it_is(rows: Any) -> None:
    kept = {column.name for table in (Vote, VoteAnswer) for column in table.__table__.columns}
    assert kept == {"id", "unit_id", "year", "vote_id", "question_id", "value"}


def test_the_desk_shows_the_code_others_only_that_it_is_open(rows: Any, browse: Any, ballot: Ballot) -> None:
    desk, expert = (browse(login).get(f"{DESK}/{ballot.dossier_id}").text for login in ("motcua", "hotich"))
    assert "Mã QR đánh giá" in desk and "Mã QR đánh giá" not in expert and "Chưa đánh giá" in expert


def test_the_tablet_shows_the_dossier_just_handed_over_then_waits_again(site: Any, rows: Any, browse: Any) -> None:
    row = fresh(site, rows, Dossier.state == State.SOLVED).dossier_id
    clerk, tablet = browse("motcua"), browse()
    page = clerk.post("/dossiers/tablet", {}).text
    path = "/may-danh-gia/" + re.search(r"/may-danh-gia/([\w-]+)", page)[1]
    assert "Kính chào quý ông/bà" in tablet.get(path).text
    there = f"{DESK}/{row}/steps/hand_over"
    assert clerk.post(there, {"version": clerk.version(there)}).status_code == 303
    page = tablet.get(path)
    assert "Thái độ phục vụ" in page.text
    rows.rollback()
    dossier = rows.get(Dossier, row)
    assert dossier.applicant not in page.text and dossier.code not in page.text
    number = re.search(r'name="ballot" value="(\d+)"', page.text)[1]
    before, other = votes(rows), answers(rows, ballot="0")
    gone = tablet.post(path, other, page=path)
    assert gone.status_code == 410 and "Máy này không còn hỏi về hồ sơ đó" in gone.text and votes(rows) == before
    thanks = tablet.post(path, answers(rows, ballot=number), page=path)
    assert "Cảm ơn quý ông/bà" in thanks.text and votes(rows) == before + 1
    assert "Kính chào quý ông/bà" in tablet.get(path).text
    assert clerk.post("/dossiers/tablet", {"take_back": "1"}).status_code == 303
    assert tablet.client.get(path).status_code == 404


def test_a_form_that_is_passed_over_leaves_the_tablet_but_not_the_citizen(
    site: Any, rows: Any, browse: Any, ballot: Ballot
) -> None:
    clerk, tablet = browse("motcua"), browse()
    path = "/may-danh-gia/" + re.search(r"/may-danh-gia/([\w-]+)", clerk.post("/dossiers/tablet", {}).text)[1]
    change(site, ballot.id, lambda one: setattr(one, "handed_at", clock.now() + timedelta(seconds=1)))
    assert tablet.post(path, {"ballot": str(ballot.id), "pass": "1"}, page=path).status_code == 303
    assert "Kính chào quý ông/bà" in tablet.get(path).text
    rows.rollback()
    rows.expire_all()
    assert not rows.get(Ballot, ballot.id).used


def test_a_new_key_of_the_site_costs_nobody_his_vote(site: Any, rows: Any, browse: Any) -> None:
    ballot = fresh(site, rows, Dossier.state == State.SOLVED)
    row, clerk = ballot.dossier_id, browse("motcua")
    change(site, ballot.id, lambda one: setattr(one, "token_hash", "of the key before"))
    assert "Mời người dân quét mã này" not in clerk.get(f"{DESK}/{row}").text
    path = f"{DESK}/{row}/steps/hand_over"
    assert clerk.post(path, {"version": clerk.version(path)}).status_code == 303
    assert "Mời người dân quét mã này" in clerk.get(f"{DESK}/{row}").text


def test_only_the_desk_sets_a_tablet_up(browse: Any) -> None:
    assert browse("hotich").client.get("/dossiers/tablet").status_code == 403
    assert browse("hotich").post("/dossiers/tablet", {}).status_code == 403


def test_results_are_shown_from_five_votes_on(site: Any, rows: Any, browse: Any) -> None:
    text = browse("giamdoctt").get(RATINGS).text
    assert "Phường Tân Bình" in text and "hiện kết quả từ" not in text
    unit = rows.scalar(select(Dossier.competent_id).where(Dossier.competent_id != Dossier.unit_id))
    question = rows.scalar(select(Question.id).where(Question.code == "speed"))
    with site.app_context(), work(SYSTEM) as session:
        for at in range(4):
            session.add(Vote(id=f"few{at}", unit_id=unit, year=clock.today().year))
            session.flush()
            session.add(VoteAnswer(id=f"few{at}", vote_id=f"few{at}", question_id=question, value=1))
    text = browse("vanphongub").get(RATINGS).text
    assert "hiện kết quả từ 5 phiếu trở lên" in text


def test_the_mean_is_that_of_the_rows_and_the_sum_leaves_small_units_out(rows: Any, browse: Any) -> None:
    head = browse("vanphongub")
    book = load_workbook(io.BytesIO(head.get(f"{RATINGS}.xlsx").data))
    sheet = book["Kết quả"]
    found = {str(row[1]): row for row in sheet.iter_rows(values_only=True)}
    ward = rows.scalar(select(Vote.unit_id).group_by(Vote.unit_id).order_by(func.count().desc()).limit(1))
    where = (Vote.unit_id == ward, Question.code == "attitude")
    mean = rows.scalar(
        select(func.avg(VoteAnswer.value))
        .join(Vote, Vote.id == VoteAnswer.vote_id)
        .join(Question, Question.id == VoteAnswer.question_id)
        .where(*where)
    )
    column = next(at for at, head in enumerate(found["Đơn vị"]) if str(head).startswith("Thái độ phục vụ"))
    assert found["Phường Tân Bình"][column] == round(float(mean), 2)
    assert found["Cộng các đơn vị có kết quả"][column] == found["Phường Tân Bình"][column]


def test_a_ward_sees_its_own_results_and_the_desk_none(browse: Any) -> None:
    text = browse("giamdoctt").get(RATINGS).text
    assert text.count("<tr>") == 2
    assert browse("motcua").client.get(RATINGS).status_code == 403
    assert browse("motcua").client.get(f"{RATINGS}.xlsx").status_code == 403


def test_the_overseer_words_a_question_anew_from_a_day_on(rows: Any, browse: Any) -> None:
    overseer, day = browse("vanphongub"), clock.today()
    row = rows.scalar(select(Question.id).where(Question.code == "easy"))
    path = f"/dossiers/questions/{row}/edit"
    page = overseer.get(path).text
    form = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', page)) | {"kind": "five"}
    form["valid_to"] = f"{day - timedelta(days=1):%d/%m/%Y}"
    assert overseer.post(path, form).status_code == 303, overseer.post(path, form).text
    words = {
        "code": "easy",
        "wording": "Có dễ tìm thông tin không?",
        "short": "Dễ tìm",
        "kind": "five",
        "position": "6",
    }
    words |= {"source": "Văn bản mới", "valid_from": f"{day:%d/%m/%Y}", "version": "0"}
    assert overseer.post("/dossiers/questions/new", words).status_code == 303
    assert browse("giamdoctt").post("/dossiers/questions/new", words).status_code == 403
    rows.rollback()
    asked = [one.wording for one in Question.asked_on(rows, day) if one.code == "easy"]
    assert asked == ["Có dễ tìm thông tin không?"]
