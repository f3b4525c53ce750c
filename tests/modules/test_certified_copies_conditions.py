"""Every original is asked R01–R12: a refusal carries its code, a conflict of interest only another signer."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.data.people import Post, User
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy, State
from modules.certified_copies.reception.answers import Answer
from modules.certified_copies.reception.barred import Bar
from modules.certified_copies.reception.conditions import Condition, Outcome, Said
from tests.modules.test_certified_copies_reception import copies_of, receive
from tests.modules.test_certified_copies_story import tick

HERE = "/certified_copies/copies"


def condition(rows: Any, code: str) -> Condition:
    return rows.scalars(select(Condition).where(Condition.code == code)).one()


def say(rows: Any, browse: Any, copy: Copy, code: str, said: str, **more: str) -> Any:
    form = {f"c-{condition(rows, code).id}": said} | more
    return browse("motcua").post(f"/certified-conditions/{copy.id}", form)


def submit(browse: Any, copy: Copy) -> Any:
    clerk = browse("motcua")
    clerk.post(f"{HERE}/{copy.id}/files", {"files": (io.BytesIO(picture("Bằng", "An")), "quet.jpg")})
    tick(clerk, copy.id)
    page = clerk.get(f"{HERE}/{copy.id}/steps/submit").text
    lines = re.findall(r'name="checks-(\d+)-id"[^>]*value="(\d+)"', page)
    checks = {f"checks-{at}-id": number for at, number in lines} | {f"checks-{at}-passed": "y" for at, _n in lines}
    return clerk.post(f"{HERE}/{copy.id}/steps/submit", checks)


@pytest.fixture
def copy(rows: Any, browse: Any) -> Copy:
    return copies_of(rows, receive(rows, browse, "Bằng kỹ sư"))[0]


def test_nothing_is_submitted_before_every_condition_is_answered(rows: Any, browse: Any, copy: Copy) -> None:
    assert "Điều kiện chưa kiểm tra: R01" in submit(browse, copy).text
    browse("motcua").post(f"/certified-conditions/visits/{copy.visit_id}", {})
    assert submit(browse, copy).status_code == 303
    rows.rollback()
    given = list(rows.scalars(select(Answer).where(Answer.copy_id == copy.id)))
    clerk = rows.scalar(select(User.id).where(User.login == "motcua"))
    assert len(given) == 12 and {(one.said, one.by_id) for one in given} == {(Said.YES, clerk)}


def test_an_answer_keeps_who_gave_it_until_it_changes(rows: Any, browse: Any, copy: Copy) -> None:
    say(rows, browse, copy, "R02", "yes", all="1")
    rows.rollback()
    first = {one.condition_id: one.at for one in rows.scalars(select(Answer).where(Answer.copy_id == copy.id))}
    say(rows, browse, copy, "R02", "no")
    rows.rollback()
    rows.expire_all()
    changed = condition(rows, "R02").id
    later = {one.condition_id: one.at for one in rows.scalars(select(Answer).where(Answer.copy_id == copy.id))}
    assert {number for number, at in later.items() if at != first[number]} == {changed}


@pytest.mark.parametrize("code", ["R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R12"])
def test_a_no_offers_the_refusal_with_its_code(rows: Any, browse: Any, copy: Copy, code: str) -> None:
    say(rows, browse, copy, code, "no", all="1")
    assert code in submit(browse, copy).text
    clerk, page = browse("motcua"), f"{HERE}/{copy.id}/steps/refuse"
    number = condition(rows, code).id
    assert re.search(rf'<option selected value="{number}"', clerk.get(page).text), "the reason is chosen already"
    assert clerk.post(page, {"refusal_id": str(number), "reason": " "}).status_code == 422
    assert clerk.post(page, {"refusal_id": str(number), "reason": "Như đã giải thích"}).status_code == 303
    rows.rollback()
    rows.refresh(copy)
    assert (copy.state, copy.refusal_id) == (State.REFUSED, number)


def test_a_refusal_without_a_lawful_reason_is_none(rows: Any, browse: Any, copy: Copy) -> None:
    clerk, page = browse("motcua"), f"{HERE}/{copy.id}/steps/refuse"
    for reason in ("", str(condition(rows, "R10").id), str(condition(rows, "R11").id)):
        answer = clerk.post(page, {"refusal_id": reason, "reason": "Không muốn làm"})
        assert answer.status_code == 422 and "Hãy chọn lý do từ chối theo luật." in answer.text
    rows.rollback()
    rows.refresh(copy)
    assert copy.state is State.DRAFT


def test_the_list_of_reasons_names_only_those_that_refuse(rows: Any, browse: Any, copy: Copy) -> None:
    page = browse("motcua").get(f"{HERE}/{copy.id}/steps/refuse").text
    offered = set(re.findall(r">(R\d\d):", page))
    assert offered == {f"R{number:02d}" for number in range(1, 13)} - {"R10", "R11"}


def test_the_refusal_slip_explains_it_with_the_law(rows: Any, browse: Any, copy: Copy, tmp_path: Path) -> None:
    clerk, number = browse("motcua"), str(condition(rows, "R01").id)
    form = {"refusal_id": number, "reason": "Năm sinh bị sửa bằng bút xóa"}
    answers = {f"c-{condition(rows, code).id}": "no" for code in ("R01", "R02", "R10")}
    assert clerk.post(f"/certified-conditions/{copy.id}", answers).status_code == 303
    clerk.post(f"{HERE}/{copy.id}/steps/refuse", form)
    (tmp_path / "slip.pdf").write_bytes(clerk.client.get(f"{HERE}/{copy.id}/print/phieu-tu-choi.pdf").data)
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "slip.pdf", "-"], check=True, capture_output=True)
    words = re.sub(r"\s+", " ", told.stdout.decode())
    for expected in (
        "PHIẾU TỪ CHỐI",
        "R01. Bản chính bị tẩy xóa",
        "điều 22 khoản 1",
        "R02. Bản chính bị hư hỏng",
        "Năm sinh bị sửa bằng bút xóa",
        "Bằng kỹ sư",
    ):
        assert expected in words, expected
    assert "R10" not in words, "another official signs: no reason to refuse"


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF on one line."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return re.sub(r"\s+", " ", told.stdout.decode())


def test_a_forged_original_gets_minutes_and_whoever_prints_later_signs_neither_paper(
    rows: Any, browse: Any, copy: Copy
) -> None:
    clerk, number = browse("motcua"), str(condition(rows, "R09").id)
    minutes, slip = (f"{HERE}/{copy.id}/print/{name}.pdf" for name in ("bien-ban", "phieu-tu-choi"))
    assert clerk.get(minutes).status_code == 404
    form = {"refusal_id": number, "reason": "Con dấu in màu, không có số hiệu phôi"}
    clerk.post(f"{HERE}/{copy.id}/steps/refuse", form)
    head = browse("lanhdao")
    for words in (words_of(head.get(minutes).data), words_of(head.get(slip).data)):
        assert "Con dấu in màu, không có số hiệu phôi" in words
        assert "Trần Ngọc Lan" in words and "Lê Minh Khoa" not in words
    assert "NGƯỜI LẬP BIÊN BẢN" in words_of(head.get(minutes).data)
    assert minutes in head.get(f"{HERE}/{copy.id}").text


def test_an_ordinary_refusal_has_no_minutes(rows: Any, browse: Any, copy: Copy) -> None:
    clerk, number = browse("motcua"), str(condition(rows, "R02").id)
    clerk.post(f"{HERE}/{copy.id}/steps/refuse", {"refusal_id": number, "reason": "Rách mất dòng ngày cấp"})
    assert clerk.get(f"{HERE}/{copy.id}/print/bien-ban.pdf").status_code == 404


def test_a_paper_that_lies_in_vneid_is_offered_as_data_and_may_go_on(rows: Any, browse: Any, copy: Copy) -> None:
    say(rows, browse, copy, "R11", "no", all="1")
    assert "Không yêu cầu xuất trình bản chính" in browse("motcua").get(f"{HERE}/{copy.id}").text
    assert submit(browse, copy).status_code == 303


def test_the_last_official_cannot_be_barred(rows: Any, browse: Any, copy: Copy) -> None:
    official = str(rows.scalar(select(User.id).where(User.login == "lanhdao")))
    answer = say(rows, browse, copy, "R10", "no", all="1", official=official)
    assert answer.status_code == 303
    rows.rollback()
    assert not rows.scalar(select(Bar.id).where(Bar.copy_id == copy.id))


def test_a_barred_official_does_not_sign_but_another_does(rows: Any, browse: Any, site: Any, copy: Copy) -> None:
    from app.data import clock
    from app.engine.access import SYSTEM
    from app.engine.work import work

    official = rows.scalar(select(User.id).where(User.login == "lanhdao"))
    chairman = rows.scalar(select(User.id).where(User.login == "canbo"))
    with site.app_context(), work(SYSTEM) as session:
        words = {"role": "certified_copies.certifier", "title": "CHỦ TỊCH", "valid_from": clock.today()}
        session.add(Post(user_id=chairman, unit_id=copy.unit_id, **words))
    try:
        say(rows, browse, copy, "R10", "no", all="1", official=str(official))
        assert submit(browse, copy).status_code == 303
        barred = browse("lanhdao")
        assert "/steps/sign" not in barred.get(f"{HERE}/{copy.id}").text
        refused = barred.post(f"{HERE}/{copy.id}/steps/sign", {})
        assert refused.status_code == 403 and "người khác sẽ ký" in refused.text
        assert "/steps/sign" in browse("canbo").get(f"{HERE}/{copy.id}").text
        aside = browse("canbo").post(f"{HERE}/{copy.id}/steps/stand_aside", {"reason": "Em ruột"})
        assert aside.status_code == 422 and "đề nghị Chủ tịch ủy quyền" in aside.text
    finally:
        with site.app_context(), work(SYSTEM) as session:
            session.delete(
                session.scalars(select(Post).where(Post.user_id == chairman, Post.title == "CHỦ TỊCH")).one()
            )


def test_conditions_are_rows_that_only_their_keeper_changes(rows: Any, browse: Any) -> None:
    twelve = list(rows.scalars(select(Condition).order_by(Condition.position)))
    assert [one.code for one in twelve] == [f"R{number:02d}" for number in range(1, 13)]
    assert {one.code: one.outcome for one in twelve if one.outcome is not Outcome.REFUSE} == {
        "R09": Outcome.HOLD,
        "R10": Outcome.REASSIGN,
        "R11": Outcome.OFFER,
    }
    page = f"/certified_copies/conditions/{twelve[0].id}/edit"
    assert browse("quantri").get(page).status_code == 200
    assert browse("motcua").client.get(page).status_code == 403


def test_strangers_to_the_ward_answer_nothing(rows: Any, browse: Any, copy: Copy) -> None:
    for login in ("motcua2", "vanthu"):
        answer = browse(login).post(f"/certified-conditions/{copy.id}", {"all": "1"})
        assert answer.status_code in (403, 404), login
    rows.rollback()
    assert not rows.scalar(select(Answer.id).where(Answer.copy_id == copy.id))
