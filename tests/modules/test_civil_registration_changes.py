"""Changes after registration: what may be changed, what the entry says then, its own extract, the other place."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.data import clock
from app.data.stored import Attachment
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.annotations.notes import notes_of
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.book.books import RegisterBook
from modules.civil_registration.cases.actions import actions_of, made_of, values_of
from modules.civil_registration.cases.kinds import Event, State
from tests.modules.test_civil_registration import BIRTHS, THIS_YEAR, again, declared, registered, take
from tests.modules.test_civil_registration import paper_of as printed

CHANGES = "/civil_registration/changes"
HOME = "9 Lê Lai, phường Bến Thành, Thành phố Hồ Chí Minh"


def form(birth: Birth | None, kind: str, *parts: tuple[str, str], **others: str) -> dict[str, str]:
    """What an officer types for somebody who wants an entry changed."""
    typed = {
        "version": "0",
        "declarer_name": "Trần Thị Hồng Nhung",
        "relation": "mother",
        "declarer_citizen_id": "079194104730",
        "kind": kind,
        "birth_id": str(birth.id) if birth else "",
        "grounds": "Giấy khai sinh ghi sai so với căn cước của người mẹ",
        "proof": "Căn cước của người mẹ",
    }
    for place, (what, new) in enumerate(parts):
        typed |= {f"lines-{place}-what": what, f"lines-{place}-new": new}
    if kind == "correction":
        typed["fault"] = "officer"
    return typed | others


def asked(browse: Any, rows: Any, typed: dict[str, str]) -> Change:
    answer = browse("hotich").post(f"{CHANGES}/new", typed)
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return rows.scalars(select(Change).order_by(Change.id.desc()).limit(1)).one()


def go(browse: Any, login: str, change: Change, step: str, **typed: str) -> Any:
    browser = browse(login)
    page = f"{CHANGES}/{change.id}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def anew(rows: Any, change: Change) -> Change:
    row = change.id
    rows.rollback()
    rows.expire_all()
    return rows.get(Change, row)


def entered(browse: Any, rows: Any, change: Change) -> Change:
    for login, step in (("hotich", "put_forward"), ("chutich", "sign"), ("vanthu", "seal")):
        answer = go(browse, login, change, step)
        assert answer.status_code == 303, (step, answer.text)
    return anew(rows, change)


def paper_of(browse: Any, rows: Any, change: Change) -> str:
    where = (Attachment.resource == "civil_registration.changes", Attachment.row_id == change.id)
    rows.rollback()
    number = rows.scalar(select(Attachment.id).where(*where, Attachment.slot == "final"))
    content = browse("hotich").get(f"{CHANGES}/{change.id}/files/{number}").data
    return text_of(content)


def noted(site: Any, birth: Birth) -> str:
    with site.test_request_context():
        return notes_of([birth])[birth.id][0]


def text_of(content: bytes) -> str:
    read = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True)
    return " ".join(read.stdout.decode().split())


def test_a_wrong_name_of_the_mother_is_corrected_after_the_certificate_was_handed_over(
    site: Any, browse: Any, rows: Any
) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    assert take(browse, "hotich", birth, "hand_over").status_code == 303
    was, certificate = again(rows, birth).mother_name, printed(browse, rows, birth)
    assert f"birth_id={birth.id}" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    change = asked(browse, rows, form(birth, "correction", ("birth.mother_name", "Trần Thị Hồng Nhụng")))
    assert change.person_name == birth.child_name
    change = entered(browse, rows, change)
    birth = again(rows, birth)
    assert birth.mother_name == "Trần Thị Hồng Nhụng" and birth.state is State.ISSUED
    text = paper_of(browse, rows, change)
    assert "TRÍCH LỤC CẢI CHÍNH HỘ TỊCH" in text and f"từ “{was}” thành “Trần Thị Hồng Nhụng”" in text
    assert change.entry in text and birth.entry in text
    assert noted(site, birth).startswith("Cải chính hộ tịch: ")
    book = rows.scalars(select(RegisterBook).where(*THIS_YEAR)).first()
    births = text_of(browse("luutru").get(f"/civil_registration/books/{book.id}/print/so-ho-tich.pdf").data)
    assert "Cải chính hộ tịch" in births
    own = rows.scalars(select(RegisterBook).where(RegisterBook.event == Event.CHANGE)).first()
    assert own.last >= change.number
    whole = text_of(browse("luutru").get(f"/civil_registration/books/{own.id}/print/so-ho-tich.pdf").data)
    assert "SỔ ĐĂNG KÝ THAY ĐỔI HỘ TỊCH" in whole and "từ số 01 đến số" in whole
    code = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", certificate)[1]
    page = browse("hotich").get(f"/ho-tich/{code}").text
    assert "Cải chính hộ tịch" in page and change.entry in page and "Nhụng" not in page
    for event, case in ((Event.BIRTH, birth), (Event.CHANGE, change)):
        values, state = made_of(actions_of(rows, event, case.id))
        assert state is case.state
        assert values == {name: value for name, value in values_of(case).items() if value is not None}


@pytest.mark.parametrize(
    ("kind", "part", "sentence"),
    [
        ("supplement", ("birth.mother_name", "Trần Thị Hai"), "chỉ bổ sung thông tin còn thiếu"),
        ("correction", ("birth.child_name", "Nguyễn Văn M1nh"), "chữ số"),
        ("correction", ("birth.born", "30/2/2026"), "30/2/2026"),
        ("correction", ("birth.sex", "con trai"), "không phải một trong"),
        ("correction", ("birth.ethnicity_id", "Tày"), "chỉ thay đổi bằng loại việc này"),
        ("ethnicity", ("birth.ethnicity_id", "Sao Hỏa"), "Danh mục không có"),
        ("correction", ("death.person_name", "Lê Văn Bảy"), "Không thuộc việc hộ tịch này"),
        ("correction", ("birth.mother_born", "2019"), "tuổi"),
        ("change", ("birth.child_name", "Nguyễn Văn Minh Khôi"), "đã ghi như vậy"),
    ],
)
def test_what_the_law_does_not_let_one_change(
    browse: Any, rows: Any, kind: str, part: tuple[str, str], sentence: str
) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    change = asked(browse, rows, form(birth, kind, part))
    go(browse, "hotich", change, "put_forward")
    assert anew(rows, change).state is State.DRAFTED
    assert sentence in browse("hotich").get(f"{CHANGES}/{change.id}").text


def test_a_missing_native_place_is_supplemented_the_same_day_and_a_correction_takes_three(
    browse: Any, rows: Any
) -> None:
    birth = registered(browse, rows, declared(browse, rows, native_place=""))
    change = asked(browse, rows, form(birth, "supplement", ("birth.native_place", HOME)))
    longer = asked(browse, rows, form(birth, "correction", ("birth.born_at", HOME)))
    longest = asked(browse, rows, form(birth, "correction", ("birth.mother_home", HOME), looked_into="y"))
    due = [clock.local(one.due_at).date() for one in (change, longer, longest)]
    assert due[0] <= clock.today() + timedelta(days=7) and due == sorted(set(due))
    entered(browse, rows, change)
    assert again(rows, birth).native_place == HOME


def test_a_child_of_ten_agrees_to_another_name_himself(browse: Any, rows: Any) -> None:
    born = clock.today().replace(year=clock.today().year - 10, day=1)
    birth = declared(browse, rows, born=f"{born:%d/%m/%Y}", proof_on="", mother_born="1990")
    assert take(browse, "hotich", birth, "put_forward").status_code == 303
    for login, step in (("chutich", "sign"), ("vanthu", "seal")):
        assert take(browse, login, birth, step).status_code == 303
    part = ("birth.child_name", "Nguyễn Văn Khang")
    change = asked(browse, rows, form(birth, "change", part))
    go(browse, "hotich", change, "put_forward")
    assert anew(rows, change).state is State.DRAFTED
    assert "10 tuổi" in browse("hotich").get(f"{CHANGES}/{change.id}").text
    agreed = asked(browse, rows, form(birth, "change", part, agrees="y"))
    refused = go(browse, "hotich", agreed, "put_forward")
    assert anew(rows, agreed).state is State.DRAFTED, "the first is under way"
    assert (
        "chờ việc đó xong" in refused.text or "chờ việc đó xong" in browse("hotich").get(f"{CHANGES}/{agreed.id}").text
    )
    assert go(browse, "hotich", change, "withdraw", reason="Lập lại").status_code == 303
    entered(browse, rows, agreed)
    assert again(rows, birth).child_name == "Nguyễn Văn Khang"


def test_an_entry_that_is_revoked_meanwhile_is_not_written_to(browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    change = asked(browse, rows, form(birth, "correction", ("birth.mother_name", "Trần Thị Hai")))
    for login, step in (("hotich", "put_forward"), ("chutich", "sign")):
        assert go(browse, login, change, step).status_code == 303
    assert take(browse, "chutich", birth, "revoke", reason="Đăng ký sai thẩm quyền").status_code == 303
    go(browse, "vanthu", change, "seal")
    assert anew(rows, change).state is State.SIGNED
    assert again(rows, birth).mother_name != "Trần Thị Hai"


def test_a_revoked_change_lets_the_entry_say_what_it_said(site: Any, browse: Any, rows: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows))
    was = birth.mother_name
    change = entered(
        browse, rows, asked(browse, rows, form(birth, "correction", ("birth.mother_name", "Trần Thị Hai")))
    )
    assert again(rows, birth).mother_name == "Trần Thị Hai"
    assert go(browse, "chutich", change, "revoke", reason="Giấy tờ chứng minh bị sửa chữa").status_code == 303
    birth = again(rows, birth)
    assert birth.mother_name == was
    assert noted(site, birth).endswith("đã thu hồi, hủy bỏ")


def test_another_place_that_keeps_the_book_gets_a_notice(browse: Any, rows: Any) -> None:
    typed = form(
        None,
        "correction",
        ("birth.mother_name", "Trần Thị Hai"),
        former_place="UBND xã Cần Giuộc, tỉnh Tây Ninh",
        person_name="Lê Văn Tám",
    )
    change = asked(browse, rows, typed)
    go(browse, "hotich", change, "put_forward")
    assert anew(rows, change).state is State.DRAFTED, "number and book are missing"
    typed |= {"former_entry": "15/1998, quyển 01/1998", "lines-0-old": "Trần Thị Hài"}
    change = entered(browse, rows, asked(browse, rows, typed))
    assert change.notice and change.notice.endswith("/TB-UBND")
    letter = text_of(browse("hotich").get(f"{CHANGES}/{change.id}/print/thong-bao-noi-dang-ky.pdf").data)
    assert "Kính gửi: UBND xã Cần Giuộc" in letter and "từ “Trần Thị Hài” thành “Trần Thị Hai”" in letter
    assert browse("hotich2").get(f"{CHANGES}/{change.id}").status_code == 404


def test_what_is_made_for_births_and_deaths_is_not_offered_for_changes(browse: Any, rows: Any) -> None:
    own = rows.scalars(select(RegisterBook).where(RegisterBook.event == Event.CHANGE)).first()
    keeper, clerk = browse("luutru"), browse("hotich")
    page = keeper.get(f"/civil_registration/books/{own.id}").text
    assert "Mỗi số đều có việc đăng ký" in page and "national.xlsx" not in page
    change = rows.scalars(select(Change).limit(1)).one()
    typed = {
        "event": "change",
        "asker": "Lê Văn Tám",
        "purpose": "Nhập học",
        "number": "1",
        "year": "2026",
        "unit": "1",
    }
    assert clerk.post("/civil-registration/entries", typed).status_code == 422
    assert "Thay đổi hộ tịch" not in clerk.get("/civil-registration/entries").text.split("<main", 1)[1]
    assert clerk.post(f"/civil-registration/change/{change.id}/extract", {}).status_code == 404
    assert clerk.get(f"/civil-registration/branches/change/{change.id}").status_code == 404
