"""Tests of a class: drawn anew for each try, kept while one answers, bounded by our clock, and silent about what is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from modules.training.catalogue.people import Trainee
from modules.training.joining.enrolments import Enrolment
from modules.training.quizzes.attempts import Attempt, is_right
from modules.training.quizzes.materials import Material, Reading
from modules.training.quizzes.questions import Form, Question
from modules.training.quizzes.quizzes import Moment, Quiz
from tests.filled import form_of


@pytest.fixture
def quiz(rows: Any) -> Quiz:
    """The open test of the class that is being held; two tries, twenty minutes, six questions."""
    return rows.scalars(select(Quiz).where(Quiz.when == Moment.AFTER, Quiz.closes_at.is_(None))).one()


def begin(browse: Any, quiz: Quiz, login: str) -> tuple[Any, str]:
    browser = browse(login)
    answer = browser.post(f"/training/test/{quiz.id}/begin", {})
    return browser, answer.location


def attempt_of(rows: Any, address: str) -> Attempt:
    rows.rollback()
    return rows.get(Attempt, int(address.rsplit("/", 1)[1]))


def right(attempt: Attempt) -> dict[str, Any]:
    """What somebody types who knows everything; words without any mark."""
    typed: dict[str, Any] = {}
    for one in attempt.questions:
        chosen = [str(option["id"]) for option in one["options"] if option["right"]]
        typed[f"q{one['id']}"] = chosen or one["accepted"][0].upper()
    return typed


@pytest.fixture
def fresh(rows: Any, quiz: Quiz) -> Iterator[None]:
    yield
    rows.rollback()
    rows.execute(Attempt.__table__.delete().where(Attempt.quiz_id == quiz.id))
    rows.commit()


@pytest.mark.usefixtures("fresh")
def test_a_trainee_answers_leaves_comes_back_and_hands_in(rows: Any, browse: Any, quiz: Quiz) -> None:
    browser, address = begin(browse, quiz, "motcua")
    attempt = attempt_of(rows, address)
    assert len({one["id"] for one in attempt.questions}) == quiz.count == 6
    answers, first = right(attempt), f"q{attempt.questions[0]['id']}"
    kept = browser.post(f"{address}/keep", {first: answers[first]})
    assert kept.status_code == 200 and "Đã lưu" in kept.json["sentence"]
    assert begin(browse, quiz, "motcua")[1] == address  # the same questions, not new ones
    page = browser.get(address).text
    assert "checked" in page or "value=" in page
    answer = browser.post(address, answers)
    assert answer.status_code == 303, answer.text
    assert attempt_of(rows, address).score == 100, browser.get(address).text
    assert "100%" in browser.get(address).text
    assert browser.post(f"{address}/keep", {first: ""}).status_code == 409
    seat = rows.get(Enrolment, attempt_of(rows, address).enrolment_id)
    assert seat.after == 100


@pytest.mark.usefixtures("fresh")
def test_what_is_right_never_stands_in_the_page(rows: Any, browse: Any, quiz: Quiz) -> None:
    browser, address = begin(browse, quiz, "hocvien")
    page = browser.get(address).text
    for one in attempt_of(rows, address).questions:
        assert one["text"] in page
        for words in one["accepted"]:
            assert words not in page.casefold().replace(one["text"].casefold(), "") or len(words) < 6
    assert "right" not in page.replace("arrow-right", "").replace("chevron-right", "").replace("right-", "")
    assert json.dumps("accepted") not in page


@pytest.mark.usefixtures("fresh")
def test_after_the_time_what_was_kept_counts(rows: Any, browse: Any, quiz: Quiz) -> None:
    browser, address = begin(browse, quiz, "motcua")
    attempt = attempt_of(rows, address)
    answers = right(attempt)
    most = sum(one["points"] for one in attempt.questions)
    one = next(question for question in attempt.questions if question["options"])
    browser.post(f"{address}/keep", {f"q{one['id']}": answers[f"q{one['id']}"]})
    with clock.frozen(clock.now() + timedelta(minutes=quiz.minutes + 2)):
        answer = browser.post(address, answers)
        page = browser.get(answer.location).text
    assert "Đã hết giờ" in page or "hết thời gian" in page.casefold()
    assert attempt_of(rows, address).score == one["points"] * 100 // most


@pytest.mark.usefixtures("fresh")
def test_tries_are_counted(rows: Any, browse: Any, quiz: Quiz) -> None:
    for _try in range(quiz.tries):
        browser, address = begin(browse, quiz, "lanhdao")
        browser.post(address, {})
    assert begin(browse, quiz, "lanhdao")[1] == "/training/mine/"
    assert "2 lượt" in browser.get("/training/mine/").text


@pytest.mark.usefixtures("fresh")
def test_of_another_ones_try_nobody_learns_that_it_exists(browse: Any, quiz: Quiz) -> None:
    _browser, address = begin(browse, quiz, "motcua")
    other = browse("hocvien")
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/keep", {}).status_code == 404
    assert other.post(address, {}).status_code == 404


def test_who_does_not_sit_in_the_class_does_not_take_its_test(browse: Any, quiz: Quiz) -> None:
    assert browse("tapsu2").post(f"/training/test/{quiz.id}/begin", {}).status_code == 404


def test_words_count_without_marks_and_several_options_only_together() -> None:
    text = {"form": Form.TEXT.value, "accepted": ["so chung thuc"], "options": []}
    assert is_right(text, "Sổ CHỨNG thực") and not is_right(text, "sổ hộ tịch") and not is_right(text, None)
    options = [{"id": at, "text": "", "right": at < 3} for at in (1, 2, 3)]
    several = {"form": Form.MULTIPLE.value, "options": options, "accepted": []}
    assert is_right(several, ["2", "1"])
    assert not is_right(several, ["1"]) and not is_right(several, ["1", "2", "3"]) and not is_right(several, None)


def test_a_question_without_a_right_option_is_refused(rows: Any, browse: Any) -> None:
    course = rows.scalar(select(Question.course_id).limit(1))
    form = {"version": "0", "course_id": str(course), "form": "single", "text": "Câu hỏi?", "points": "1"}
    answer = browse("dieuphoi").post("/training/questions/new", form)
    assert answer.status_code == 422
    assert "ít nhất hai phương án" in answer.text


def test_a_material_is_handed_out_and_its_reader_noted(rows: Any, browse: Any) -> None:
    row = rows.scalars(select(Material).where(Material.title.like("%đối chiếu%")).order_by(Material.id)).first()
    browser = browse("motcua")
    for _twice in range(2):
        assert browser.get(f"/training/mine/material/{row.id}").data.startswith(b"PK")
    rows.rollback()
    who = rows.scalar(select(Trainee.id).where(Trainee.code == "CC-27004-001"))
    noted = rows.scalars(select(Reading).where(Reading.material_id == row.id, Reading.trainee_id == who)).one()
    assert noted.times == 2
    said = browse("dieuphoi").get(f"/training/materials/{row.id}").text
    assert "1 học viên đã mở" in said and "học viên các lớp đang học chưa mở" in said.casefold()
    assert (
        "học viên đã mở" not in browser.get(f"/training/materials/{row.id}").text
    )  # trainees do not read of each other


def test_a_new_version_of_a_material_replaces_the_one_before(rows: Any, browse: Any) -> None:
    old = rows.scalars(select(Material).where(Material.title.like("%ký số%"), Material.replaced.is_(False))).first()
    form = {"version": "0", "course_id": str(old.course_id), "title": old.title, "edition": "9.0"}
    form |= {"issued_on": f"{clock.today():%d/%m/%Y}"}
    edition, trainer = old.edition, browse("giangvien")
    assert trainer.post("/training/materials/new", form).status_code == 303
    page = browse("hocvien").get("/training/mine/").text
    rows.rollback()
    assert rows.get(Material, old.id).replaced
    assert "9.0" not in page and edition in page, "nothing can be opened there yet: the one before is still offered"
    with_address = form | {"edition": "9.1", "address": "https://hop.example/ghi-hinh"}
    assert trainer.post("/training/materials/new", with_address).status_code == 303
    page = browse("hocvien").get("/training/mine/").text
    assert "9.1" in page and page.count(old.title) == 1


def test_an_older_version_of_a_material_that_is_entered_late_is_offered_to_nobody(rows: Any, browse: Any) -> None:
    newest = rows.scalars(select(Material).where(Material.title.like("%ký số%"), Material.replaced.is_(False))).first()
    form = {"version": "0", "course_id": str(newest.course_id), "title": newest.title, "edition": "0.1"}
    late = form | {"issued_on": f"{newest.issued_on - timedelta(days=1):%d/%m/%Y}"}
    assert browse("giangvien").post("/training/materials/new", late).status_code == 303
    page = browse("hocvien").get("/training/mine/").text
    rows.rollback()
    older = rows.scalars(select(Material).where(Material.title == newest.title, Material.edition == "0.1")).one()
    assert older.replaced and not rows.get(Material, newest.id).replaced
    assert "0.1" not in page and page.count(newest.title) == 1


@pytest.mark.usefixtures("fresh")
def test_of_two_tabs_the_older_takes_back_nothing_that_the_newer_has_kept(rows: Any, browse: Any, quiz: Quiz) -> None:
    browser, address = begin(browse, quiz, "motcua")
    attempt = attempt_of(rows, address)
    answers, (first, second) = right(attempt), [f"q{one['id']}" for one in attempt.questions[:2]]
    page = form_of(browser.get(address).text, address)  # the older tab: nothing is answered on it yet
    browser.post(f"{address}/keep", page | {first: answers[first]})
    newer = form_of(browser.get(address).text, address)
    browser.post(f"{address}/keep", page | {second: answers[second]})
    assert {f"q{key}" for key in attempt_of(rows, address).answers} == {first, second}
    newer = {key: value for key, value in newer.items() if key != first}
    browser.post(address, newer)  # the newer one takes its answer back, and hands in
    assert {f"q{key}" for key in attempt_of(rows, address).answers} == {second}
