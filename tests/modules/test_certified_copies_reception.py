"""At the desk: one person with many originals, the hour that makes it tomorrow, a later day only for a reason."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.data.base import db
from app.data.format import format_day_in_words
from app.data.stored import Attachment
from app.data.task import Task
from app.engine.hours import calendar_of
from app.engine.principals import as_person
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.conditions import Condition
from modules.certified_copies.reception.limits import ExtensionReason, TimeLimit
from modules.certified_copies.reception.papers import PaperType
from modules.certified_copies.reception.visits import Progress, Visit

HERE = "/certified_copies/visits"


def paper(rows: Any, code: str) -> int:
    return rows.scalar(select(PaperType.id).where(PaperType.code == code))


def receive(rows: Any, browse: Any, *titles: str, requester: str = "Đặng Thị Tiếp Nhận", **more: str) -> Visit:
    lines = {}
    for at, title in enumerate(titles or ("Bằng cử nhân",)):
        lines |= {f"originals-{at}-title": title, f"originals-{at}-paper_type_id": str(paper(rows, "BTN"))}
    form = {"version": "0", "requester": requester, "channel": "desk"} | lines | more
    answer = browse("motcua").post(f"{HERE}/new", form)
    assert answer.status_code == 303, answer.text
    rows.rollback()
    return rows.get(Visit, int(answer.location.rsplit("/", 1)[1]))


def step(browse: Any, visit: Visit, name: str, form: dict[str, str]) -> Any:
    clerk, page = browse("motcua"), f"{HERE}/{visit.id}/steps/{name}"
    return clerk.post(page, {"version": clerk.version(page)} | form)


def copies_of(rows: Any, visit: Visit) -> list[Copy]:
    return list(rows.scalars(select(Copy).where(Copy.visit_id == visit.id).order_by(Copy.id)))


def test_many_scans_become_as_many_originals_and_a_bad_one_is_named(rows: Any, browse: Any) -> None:
    visit = receive(rows, browse, "Đã có sẵn")
    files = [
        (io.BytesIO(picture("Bằng lái", "Võ An")), unicodedata.normalize("NFD", "Giấy phép lái xe.jpg")),
        (io.BytesIO(b"%PDF-1.7 hong"), "Hỏng.pdf"),
        (io.BytesIO(picture("Học bạ", "Võ An")), "Học bạ.jpg"),
    ]
    path = f"/certified-reception/{visit.id}/scans"
    answer = browse("motcua").post(path, {"files": files, "paper_type_id": ""}, f"{HERE}/{visit.id}")
    assert answer.status_code == 303
    page = browse("motcua").get(answer.location).text
    rows.rollback()
    assert [copy.title for copy in copies_of(rows, visit)] == ["Đã có sẵn", "Giấy phép lái xe", "Học bạ"]
    scans = select(Attachment.name).where(Attachment.resource == "certified_copies.copies", Attachment.slot == "scan")
    ids = [copy.id for copy in copies_of(rows, visit)]
    assert list(rows.scalars(scans.where(Attachment.row_id.in_(ids)))) == ["Giấy phép lái xe.jpg", "Học bạ.jpg"]
    assert "Giấy phép lái xe" in page
    assert browse("canbo2").post(path, {}, "/").status_code in {403, 404}


def test_one_person_with_many_originals_is_received_with_one_form(rows: Any, browse: Any) -> None:
    titles = [f"Bằng số {number}" for number in range(1, 41)]
    visit = receive(rows, browse, *titles, citizen_id="079188012345", **{"originals-3-copies": "7"})
    copies = copies_of(rows, visit)
    assert [copy.title for copy in copies] == titles
    assert [copy.copies for copy in copies] == [1, 1, 1, 7, *[1] * 36]
    assert {copy.requester for copy in copies} == {visit.requester}
    assert {copy.citizen_id for copy in copies} == {"079188012345"}
    assert {copy.due_at for copy in copies} == {visit.due_at}
    page = browse("motcua").get(f"{HERE}/{visit.id}").text
    assert all(title in page for title in titles) and "079188012345" not in page
    tasks = select(func.count()).select_from(Task).where(Task.resource == "certified_copies.copies")
    assert rows.scalar(tasks.where(Task.row_id.in_([copy.id for copy in copies]), Task.closed_at.is_(None))) == 40


def test_a_walk_in_needs_a_name_and_a_kind_of_paper(rows: Any, browse: Any) -> None:
    form = {"version": "0", "requester": "Lê Văn Nhanh", "channel": "desk"}
    answer = browse("motcua").post(f"{HERE}/new", form | {"originals-0-paper_type_id": str(paper(rows, "HB"))})
    assert answer.status_code == 303
    rows.rollback()
    (copy,) = copies_of(rows, rows.get(Visit, int(answer.location.rsplit("/", 1)[1])))
    assert copy.title == "Học bạ"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({}, "Hãy nhập ít nhất một bản chính."),
        ({"originals-0-original_number": "12"}, "Hãy nhập tên bản chính hoặc chọn loại giấy tờ."),
        ({"originals-0-paper_type_id": "MAT"}, "không được sao"),
        ({"originals-0-title": "Bằng", "originals-0-copies": "0"}, "từ 1"),
        ({"originals-0-title": "Bằng", "citizen_id": "12"}, "12 chữ số"),
    ],
)
def test_what_cannot_be_received_is_said_and_leaves_nothing(
    rows: Any, browse: Any, line: dict[str, str], sentence: str
) -> None:
    before = rows.scalar(select(func.max(Visit.id))), rows.scalar(select(func.max(Copy.id)))
    line = {key: str(paper(rows, value)) if value == "MAT" else value for key, value in line.items()}
    answer = browse("motcua").post(f"{HERE}/new", {"version": "0", "requester": "An", "channel": "desk"} | line)
    assert answer.status_code == 422 and sentence in answer.text
    rows.rollback()
    assert before == (rows.scalar(select(func.max(Visit.id))), rows.scalar(select(func.max(Copy.id))))


def test_a_forgotten_original_is_added_and_a_wrong_name_corrected(rows: Any, browse: Any) -> None:
    visit = receive(rows, browse, "Bằng thứ nhất")
    clerk = browse("motcua")
    clerk.post(f"/certified-reception/{visit.id}/originals", {"title": "Bằng thứ hai", "copies": "3"})
    clerk.post(f"/certified-reception/{visit.id}/originals", {"title": "Sai", "copies": "nhiều"})
    clerk.post(f"/certified-reception/{visit.id}/originals", {"title": "", "copies": "1"})
    other = browse("canbo2").post(f"/certified-reception/{visit.id}/originals", {"title": "Lạ", "copies": "1"})
    assert other.status_code in (403, 404)
    assert step(browse, visit, "correct", {"requester": "Đặng Thị Tên Đúng", "channel": "desk"}).status_code == 303
    rows.rollback()
    assert [(copy.title, copy.copies) for copy in copies_of(rows, visit)] == [
        ("Bằng thứ nhất", 1),
        ("Bằng thứ hai", 3),
    ]
    assert {copy.requester for copy in copies_of(rows, visit)} == {"Đặng Thị Tên Đúng"}


@pytest.fixture
def desk(site: Flask) -> Iterator[Any]:
    """The session of somebody at work; what the test does is taken back."""
    with site.app_context(), as_person(None):
        yield db.session()
        db.session.rollback()


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in October 2026, a month without public holidays; the 5th is a Monday."""
    return datetime(2026, 10, day, hour, minute, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("received", "extended", "due"),
    [
        (moment(5, 8), None, moment(5, 17)),
        (moment(5, 14, 59), None, moment(5, 17)),
        (moment(5, 15), None, moment(5, 17)),
        (moment(5, 15, 1), None, moment(6, 17)),
        (moment(9, 15, 1), None, moment(12, 17)),  # Friday afternoon
        (moment(10, 9), None, moment(12, 17)),  # Saturday
        (moment(5, 8), 2, moment(7, 17)),
        (moment(8, 16), 2, moment(13, 17)),  # Thursday after the cut-off: Friday, then two working days
    ],
)
def test_due_the_same_day_and_after_the_cut_off_the_next(
    desk: Any, received: datetime, extended: int | None, due: datetime
) -> None:
    unit = desk.scalar(select(Visit.unit_id).limit(1))
    visit = Visit(unit_id=unit, requester="An", counted_from=received, extended_days=extended)
    assert visit.promise() == due


def test_the_cut_off_is_a_dated_row(desk: Any) -> None:
    old = desk.scalar(select(TimeLimit))
    old.valid_to = date(2026, 9, 30)
    words = {"unit_id": old.unit_id, "procedure": old.procedure, "longest": 3, "source": "Nghị định thử"}
    desk.add(TimeLimit(**words, days=1, cut_off="11:00", valid_from=date(2026, 10, 1)))
    desk.flush()
    visit = Visit(unit_id=desk.scalar(select(Visit.unit_id).limit(1)), requester="An")
    visit.counted_from = moment(5, 11, 1)
    assert visit.promise() == moment(7, 17)
    visit.counted_from = datetime(2026, 9, 30, 11, tzinfo=clock.ZONE)
    assert visit.promise() == datetime(2026, 9, 30, 17, tzinfo=clock.ZONE)


def test_a_later_day_needs_a_reason_and_a_much_later_one_an_agreement(rows: Any, browse: Any) -> None:
    visit = receive(rows, browse, "Học bạ", "Bảng điểm")
    reason = str(rows.scalar(select(ExtensionReason.id).where(ExtensionReason.code == "KD1")))
    first = visit.due_at
    for form, sentence in (
        ({"extended_days": "2"}, "Hãy chọn lý do kéo dài."),
        ({"extended_days": "3", "extension_id": reason}, "tối đa 2 ngày làm việc"),
        ({"extension_id": reason}, "tối đa 2 ngày làm việc"),
        ({"agreed_until": "31/12/2030"}, "Hãy ghi thỏa thuận"),
        ({"agreed_until": "31/12/2020", "agreement": "Giấy hẹn"}, "Ngày thỏa thuận phải sau hôm nay."),
        ({"agreed_until": f"{_monday(rows) - timedelta(days=1):%d/%m/%Y}", "agreement": "Giấy hẹn"}, "là ngày nghỉ"),
    ):
        answer = step(browse, visit, "extend", form)
        assert answer.status_code == 422 and sentence in answer.text, form
    rows.rollback()
    rows.refresh(visit)
    assert visit.due_at == first
    assert step(browse, visit, "extend", {"extended_days": "2", "extension_id": reason}).status_code == 303
    rows.rollback()
    rows.refresh(visit)
    assert visit.due_at > first and visit.later()
    assert {copy.due_at for copy in copies_of(rows, visit)} == {visit.due_at}
    tasks = select(Task.due_at).where(Task.resource == "certified_copies.copies", Task.closed_at.is_(None))
    mine = [copy.id for copy in copies_of(rows, visit)]
    assert set(rows.scalars(tasks.where(Task.row_id.in_(mine)))) == {visit.due_at}
    agreed = _monday(rows)
    form = {"agreed_until": f"{agreed:%d/%m/%Y}", "agreement": "ghi trên giấy hẹn"}
    assert step(browse, visit, "extend", form).status_code == 303
    rows.rollback()
    rows.refresh(visit)
    assert visit.due_at.date() == agreed and visit.extended_days is None


def _monday(rows: Any) -> date:
    """A working Monday some two months ahead; the day before it is a day off."""
    calendar = calendar_of(rows, None)
    days = (clock.today() + timedelta(days=ahead) for ahead in range(60, 120))
    return next(day for day in days if day.weekday() == 0 and calendar.is_working_day(day))


def test_the_slip_says_hour_and_day(rows: Any, browse: Any, tmp_path: Path) -> None:
    visit = receive(rows, browse, "Bằng kỹ sư", phone="0909 000 111")
    paper = browse("motcua").client.get(f"{HERE}/{visit.id}/print/giay-hen-tra.pdf")
    (tmp_path / "slip.pdf").write_bytes(paper.data)
    with pikepdf.open(tmp_path / "slip.pdf") as slip:
        assert len(slip.pages) == 1, "one sheet to sign and to take home"
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "slip.pdf", "-"], check=True, capture_output=True)
    words = re.sub(r"\s+", " ", text.stdout.decode())
    due = clock.local(visit.due_at)
    for expected in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        visit.number,
        "Đặng Thị Tiếp Nhận",
        "Bằng kỹ sư",
        f"{due:%H} giờ {due:%M} phút, {format_day_in_words(due.date())}",
        "theo quy định: trong ngày làm việc; tiếp nhận sau 15:00 thì tính từ ngày làm việc tiếp theo",
        f"Vào Sổ theo dõi hồ sơ năm {clock.today().year}, số thứ tự: {int(visit.number[-5:])}.",
    ):
        assert expected in words, expected


def test_a_visit_ends_when_every_copy_has_its_answer(rows: Any, browse: Any) -> None:
    visit = receive(rows, browse, "Bằng còn thiếu")
    clerk = browse("motcua")
    clerk.post(f"{HERE}/{visit.id}/steps/finish", {})
    assert "Chưa có kết quả: Bằng còn thiếu." in clerk.get(f"{HERE}/{visit.id}").text
    (copy,) = copies_of(rows, visit)
    reason = {"refusal_id": str(rows.scalar(select(Condition.id).where(Condition.code == "R01"))), "reason": "Tẩy xóa"}
    refused = clerk.post(f"/certified_copies/copies/{copy.id}/steps/refuse", reason)
    assert refused.status_code == 303
    assert step(browse, visit, "finish", {}).status_code == 303
    rows.rollback()
    rows.refresh(visit)
    assert visit.state is Progress.FINISHED


def test_all_copies_of_a_visit_are_paid_with_one_receipt(rows: Any, browse: Any) -> None:
    from modules.fees.receipts import Receipt

    visit = receive(rows, browse, "Bằng một", "Bằng hai")
    with browse("motcua").client.application.app_context(), as_person(None):
        from modules.certified_copies import fee
        from modules.fees.rules import Channel

        for pages, copy in enumerate(db.session.scalars(select(Copy).where(Copy.visit_id == visit.id)), 3):
            copy.pages, copy.copies = pages, 2
            fee.put(db.session(), copy, Channel.DESK)
        db.session.commit()
    clerk = browse("motcua")
    page = clerk.get(f"{HERE}/{visit.id}").text
    assert "22.000" in page  # twice 5.000 and 6.000
    link = re.search(r'href="(/fees/take/certified_copies\.copies/[\d,]+)"', page)[1]
    assert clerk.post(link, {"payer": visit.requester, "means": "cash", "exemption": ""}).status_code == 303
    rows.rollback()
    receipt = rows.scalars(select(Receipt).order_by(Receipt.id.desc()).limit(1)).one()
    assert receipt.total == 22_000
