"""A service made of rows alone: its form is filled in at the desk, its letter is what the citizen takes home."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.data import clock
from app.data.trail import Trail
from modules.dossiers.configured.issued import Stage
from modules.dossiers.configured.matters import Answer, Correction, Matter
from modules.dossiers.configured.request_forms import RequestForm
from modules.dossiers.demo.sample import ANSWERS, CODE
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State
from modules.procedures.catalogue.procedures import Procedure
from tests.filled import form_of
from tests.modules.test_dossiers import HERE, take
from tests.modules.test_dossiers import read as read_dossier

FORMS, LETTERS = "/dossiers/request-forms", "/dossiers/result-letters"


def procedure_of(rows: Any) -> int:
    rows.rollback()
    return rows.scalar(select(Procedure.id).where(Procedure.code == CODE))


def handed_in(rows: Any, browse: Any, **words: str) -> int:
    """A dossier of the sample service, typed in and not filled."""
    form = {"version": "0", "procedure_id": str(procedure_of(rows)), "way": "direct", "kind": "citizen", "sets": "1"}
    form |= {"applicant": "Phạm Thu Hà", "phone": "0903001234", "address": "12 Cộng Hòa, Phường Tân Bình"} | words
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def fill_in(browse: Any, row: int, login: str = "motcua", **words: str) -> Any:
    """Fill the request in as a browser would: what stands there, and what is typed over it."""
    clerk, path = browse(login), f"{HERE}/{row}/content"
    sent = form_of(clerk.get(path).text, path)
    return clerk.post(path, sent | {(key if key == "reason" else f"f-{key}"): text for key, text in words.items()})


def received(rows: Any, browse: Any, **words: str) -> int:
    row = handed_in(rows, browse, **words)
    assert fill_in(browse, row, **ANSWERS[0]).status_code == 303
    assert take(browse, "motcua", row, "receive").status_code == 303
    return row


def solved(rows: Any, browse: Any, **words: str) -> int:
    row = received(rows, browse, **words)
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        assert take(browse, login, row, step).status_code == 303
    day = f"{clock.today():%d/%m/%Y}"
    assert take(browse, "vanthu", row, "finish", result_number="7", result_on=day).status_code == 303
    return row


def answers(rows: Any, row: int) -> dict[str, str]:
    rows.rollback()
    rows.expire_all()
    found = select(Answer).join(Matter, Matter.id == Answer.matter_id).where(Matter.dossier_id == row)
    return {one.code: one.content for one in rows.scalars(found)}


def version_of(text: str, **words: str) -> dict[str, str]:
    """The form of a new version of something."""
    return {"version": "0", "source": "Thử nghiệm"} | words


def test_a_request_is_filled_in_before_the_dossier_is_received(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    refused = take(browse, "motcua", row, "receive")
    assert refused.status_code == 422
    assert "Nội dung đề nghị chưa kê khai đủ: Họ và tên học sinh; Ngày sinh; Trường đang học" in refused.text
    assert "Còn phải kê khai trước khi tiếp nhận: Họ và tên học sinh" in browse("motcua").get(f"{HERE}/{row}").text
    assert fill_in(browse, row, hoc_sinh="Lê Bảo Anh", lop="4").status_code == 303, "half of it is kept, too"
    assert take(browse, "motcua", row, "receive").status_code == 422
    assert fill_in(browse, row, **ANSWERS[1]).status_code == 303
    assert take(browse, "motcua", row, "receive").status_code == 303
    dossier = read_dossier(rows, row)
    form = rows.scalars(select(RequestForm).where(RequestForm.procedure_id == dossier.procedure_id)).one()
    assert dossier.state is State.RECEIVED
    assert rows.scalar(select(Matter.form_id).where(Matter.dossier_id == row)) == form.id
    page = browse("hotich").get(f"{HERE}/{row}").text
    assert "Trường Trung học cơ sở Ngô Quyền" in page and "02/03/2011" in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    wrong = ANSWERS[0] | {
        "ngay_sinh": "31/02/2014",
        "lop": "13",
        "dien": "hộ giàu",
        "so_dinh_danh": "079",
        "truong": "x" * 301,
    }
    answer = fill_in(browse, row, **wrong)
    assert answer.status_code == 422 and "Có 5 chỗ cần xem lại" in answer.text
    for field, sentence in (
        ("ngay_sinh", "Không có ngày 31/02/2014"),
        ("lop", "Không được lớn hơn 12."),
        ("dien", "Chọn một giá trị trong danh sách"),
        ("so_dinh_danh", "mới có 3"),
        ("truong", "Nhiều nhất 300 ký tự, hiện có 301."),
    ):
        assert re.search(rf'id="f-{field}-error">.*?{sentence}', answer.text), (field, sentence)
    assert 'value="31/02/2014"' in answer.text and "Nguyễn Gia Hân" in answer.text
    assert answers(rows, row) == {}


def test_answers_are_rows_that_can_be_searched_and_unknown_fields_are_ignored(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    name = unicodedata.normalize("NFD", "Đỗ  Thị Ánh Nguyệt")
    assert fill_in(browse, row, **ANSWERS[0] | {"hoc_sinh": name, "la_gi": "x"}).status_code == 303
    kept = answers(rows, row)
    assert kept["hoc_sinh"] == "Đỗ Thị Ánh Nguyệt" and kept["ngay_sinh"] == "2014-08-14" and "la_gi" not in kept
    found = select(Matter.dossier_id).join(Answer, Answer.matter_id == Matter.id)
    assert row in rows.scalars(found.where(Answer.code == "hoc_sinh", Answer.found_by == "do thi anh nguyet")).all()
    assert row in rows.scalars(found.where(Answer.citizen_id == "079314006217")).all()


def test_a_personal_number_is_shown_masked_and_stays_when_left_so(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    fill_in(browse, row, **ANSWERS[0])
    page = browse("motcua").get(f"{HERE}/{row}/content").text
    assert "079314006217" not in page and "0793••••6217" in page
    assert fill_in(browse, row, lop="7").status_code == 303
    assert answers(rows, row)["so_dinh_danh"] == "079314006217" and answers(rows, row)["lop"] == "7"
    lines = rows.scalars(select(Trail).where(Trail.table == "dossiers_answer"))
    assert all("079314006217" not in str(one.changes) for one in lines)


def test_two_clerks_do_not_overwrite_each_other(rows: Any, browse: Any) -> None:
    row = handed_in(rows, browse)
    clerk, path = browse("motcua"), f"{HERE}/{row}/content"
    old = form_of(clerk.get(path).text, path)
    assert fill_in(browse, row, **ANSWERS[0]).status_code == 303
    answer = clerk.post(path, old | {"f-hoc_sinh": "Người khác"})
    assert answer.status_code == 409 and "Có người vừa lưu" in answer.text and "Người khác" in answer.text
    assert answers(rows, row)["hoc_sinh"] == "Nguyễn Gia Hân"


def test_after_reception_an_answer_is_corrected_with_a_reason_that_stays(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    take(browse, "motcua", row, "begin")
    refused = fill_in(browse, row, "hotich", lop="")
    assert refused.status_code == 422 and "Nhập lớp" in refused.text and "Hãy ghi lý do" in refused.text
    assert fill_in(browse, row, "hotich", lop="8", reason="Phụ huynh báo nhầm lớp.").status_code == 303
    rows.rollback()
    made = rows.scalars(select(Correction).order_by(Correction.id.desc()).limit(1)).one()
    assert (made.label, made.before, made.after) == ("Lớp", "6", "8") and made.reason == "Phụ huynh báo nhầm lớp."
    assert rows.scalar(select(func.count()).select_from(Trail).where(Trail.table == "dossiers_correction"))
    assert "Phụ huynh báo nhầm lớp." in browse("lanhdao").get(f"{HERE}/{row}").text
    for login in ("lanhdao", "vanthu", "hotich2"):
        assert browse(login).client.get(f"{HERE}/{row}/content").status_code in (403, 404), login


def test_nobody_corrects_when_the_result_is_made(rows: Any, browse: Any) -> None:
    row = solved(rows, browse)
    assert browse("motcua").client.get(f"{HERE}/{row}/content").status_code == 403
    assert "Sửa nội dung đề nghị" not in browse("hotich").get(f"{HERE}/{row}").text


def test_a_wrong_form_is_not_saved_and_says_where(rows: Any, browse: Any) -> None:
    typed = version_of("", procedure_id=str(procedure_of(rows)), title="Thử", valid_from=f"{clock.today():%d/%m/%Y}")
    line = {"items": "", "fields-0-id": "", "fields-0-code": "ten", "fields-0-label": "Tên", "fields-0-kind": "one"}
    answer = browse("vanphongub").post(f"{FORMS}/new", typed | line)
    assert answer.status_code == 422 and "Dòng 1: danh sách phải có ít nhất hai lựa chọn" in answer.text
    assert browse("motcua").client.get(f"{FORMS}/new").status_code == 403


def test_a_new_version_begins_on_its_day_and_old_dossiers_keep_theirs(rows: Any, browse: Any) -> None:
    office, row = browse("vanphongub"), received(rows, browse)
    old = rows.scalars(select(RequestForm).where(RequestForm.state == Stage.IN_FORCE)).one()
    old_id = old.id
    day = f"{clock.today() + timedelta(days=5):%d/%m/%Y}"
    typed = version_of("", procedure_id=str(old.procedure_id), title="Bản mới", valid_from=day)
    made = office.post(f"{FORMS}/new", typed)
    assert made.status_code == 303, made.text
    path = made.location
    sent = form_of(office.get(f"{path}/edit").text, f"{path}/edit")
    codes = [value for key, value in sent.items() if re.fullmatch(r"fields-\d+-code", key) and value]
    assert codes == list(dict.fromkeys(codes)) and "hoc_sinh" in codes, "it begins with the fields before"
    lost = {key: "" for key in sent if key.startswith("fields-4-") and not key.endswith("-id")}
    assert office.post(f"{path}/edit", sent | lost).status_code == 303
    refused = office.post(f"{path}/steps/begin", {"version": office.version(f"{path}/steps/begin")})
    assert refused.status_code == 422 and "cần {lop}: hãy giữ trường này" in refused.text
    sent = form_of(office.get(f"{path}/edit").text, f"{path}/edit")
    free = next(key.split("-")[1] for key in sent if re.fullmatch(r"fields-\d+-code", key) and not sent[key])
    again = {"code": "lop", "label": "Lớp đang học", "kind": "text", "required": "on"}
    again = {f"fields-{free}-{key}": value for key, value in again.items()}
    assert office.post(f"{path}/edit", sent | again).status_code == 303
    taken = office.post(f"{path}/steps/begin", {"version": office.version(f"{path}/steps/begin")})
    assert taken.status_code == 303, taken.text
    assert office.client.get(f"{path}/edit").status_code == 403, "what is in force is not changed"
    rows.rollback()
    rows.expire_all()
    assert rows.get(RequestForm, old_id).valid_to == clock.today() + timedelta(days=4)
    assert rows.scalar(select(Matter.form_id).where(Matter.dossier_id == row)) == old_id
    late = handed_in(rows, browse)
    fill_in(browse, late, **ANSWERS[1])
    with clock.frozen(clock.now() + timedelta(days=6)):
        assert "Lớp đang học" in browse("motcua").get(f"{HERE}/{late}").text
        assert "Lớp đang học" not in browse("motcua").get(f"{HERE}/{row}").text
    assert office.post(f"{path}/steps/withdraw", {"version": office.version(path), "reason": "Thử."}).status_code == 303
    rows.rollback()


def test_a_procedure_without_form_and_letter_is_as_it_was(rows: Any, browse: Any) -> None:
    row = rows.scalar(select(Dossier.id).where(Dossier.state == State.SOLVING).order_by(Dossier.id).limit(1))
    page = browse("motcua").get(f"{HERE}/{row}").text
    assert 'id="panel-content"' not in page and "van-ban-ket-qua" not in page
    assert browse("motcua").client.get(f"{HERE}/{row}/content").status_code == 404


def test_what_is_typed_and_not_saved_waits_for_its_writer(rows: Any, browse: Any) -> None:
    row, clerk = handed_in(rows, browse), browse("motcua")
    path = f"{HERE}/{row}/content"
    page = clerk.get(path).text
    token = re.search(r'csrf-token" content="([^"]+)"', page)[1]
    typed = {"f-hoc_sinh": "Lê Bảo Anh", "f-so_dinh_danh": "079314006217"}
    assert clerk.client.post(f"{path}/draft", json=typed, headers={"X-CSRFToken": token}).status_code == 200
    page = clerk.get(path).text
    assert "Có bản nháp" in page and "Lê Bảo Anh" in page and "079314006217" not in page
    assert answers(rows, row) == {}
    assert fill_in(browse, row, hoc_sinh="Lê Bảo Anh").status_code == 303
    assert "Có bản nháp" not in clerk.get(path).text
    assert browse("hotich").post(f"{path}/draft", {}).status_code == 403
