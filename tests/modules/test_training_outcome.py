"""A class is over: who passed gets a certificate, signed, sealed, checked by anybody; opinions stay anonymous."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.data.base import db
from app.data.batch import BatchRow
from app.data.job import JobRow, JobState
from app.data.people import User
from app.data.stored import Attachment
from app.engine import jobs
from modules.signing.anchors import anchors
from modules.signing.verification import examine
from modules.training.attendance.presences import Mark, Presence, Way
from modules.training.catalogue.courses import Course
from modules.training.joining.enrolments import Enrolment, Place
from modules.training.outcome.certificates import Certificate, Worth, holds
from modules.training.outcome.opinions import Opinion, Summary
from modules.training.timetable.cohorts import Cohort, Progress
from modules.training.timetable.lessons import Lesson

HERE = "/training/certificates"


def run_all(site: Flask) -> None:
    with site.app_context():
        while waiting := db.session.scalars(select(JobRow.id).where(JobRow.state == JobState.WAITING)).all():
            for number in waiting:
                jobs.run(number)
            db.session.remove()


def held(rows: Any) -> Cohort:
    """The class that is being held in the demo."""
    return rows.scalars(select(Cohort).where(Cohort.name.like("%lớp bổ sung"))).one()


def certificates_of(rows: Any, cohort: Cohort) -> list[Certificate]:
    rows.rollback()
    return list(rows.scalars(select(Certificate).where(Certificate.cohort_id == cohort.id)))


def take(browse: Any, login: str, row: int, step: str, **typed: str) -> Any:
    browser = browse(login)
    page = f"{HERE}/{row}/steps/{step}"
    return browser.post(page, {"version": browser.version(page)} | typed)


def proposed(rows: Any) -> list[int]:
    rows.rollback()
    where = Certificate.state == Worth.PROPOSED
    return list(rows.scalars(select(Certificate.id).where(where).order_by(Certificate.id)))


def final(rows: Any, browse: Any, row: int) -> bytes:
    rows.rollback()
    where = (Attachment.resource == "training.certificates", Attachment.row_id == row, Attachment.slot == "final")
    return browse("dieuphoi").get(f"{HERE}/{row}/files/{rows.scalar(select(Attachment.id).where(*where))}").data


def code_of(content: bytes) -> str:
    text = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout.decode()
    return re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", text)[1]


def test_a_class_that_ends_is_settled_once(site: Flask, rows: Any, browse: Any) -> None:
    cohort = held(rows)
    lesson = rows.scalars(select(Lesson).where(Lesson.cohort_id == cohort.id).order_by(Lesson.day.desc())).first()
    seats = list(rows.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id).order_by(Enrolment.id)))
    for at, seat in enumerate(seats):
        seat.after = 60 if at == 1 else 90
        if at != 2:  # the third one misses half of the class, the second one fails the test
            told = {"lesson_id": lesson.id, "enrolment_id": seat.id, "at": clock.now()}
            rows.add(Presence(mark=Mark.PRESENT, way=Way.LIST, **told))
    lesson.starts_at = clock.now() - timedelta(hours=1)
    rows.commit()
    coordinator, page = browse("dieuphoi"), f"/training/classes/{cohort.id}/steps/finish"
    assert coordinator.post(page, {"version": coordinator.version(page)}).status_code == 303
    run_all(site)
    rows.rollback()
    assert rows.get(Cohort, cohort.id).state is Progress.FINISHED
    states = [rows.get(Enrolment, seat.id).state for seat in seats]
    assert states[1] is states[2] is Place.FAILED and states[0] is Place.PASSED
    assert rows.get(Enrolment, seats[2].id).presence == 50
    first = sorted((one.id, one.trainee_id) for one in certificates_of(rows, cohort))
    assert len(first) == states.count(Place.PASSED)
    with site.app_context():
        from app.engine.access import SYSTEM
        from app.engine.work import later, work

        with work(SYSTEM) as session:
            later(session, "training.settle", cohort_id=cohort.id)
    run_all(site)
    assert sorted((one.id, one.trainee_id) for one in certificates_of(rows, cohort)) == first


def test_a_certificate_is_signed_sealed_and_believed(site: Flask, rows: Any, browse: Any, tmp_path: Path) -> None:
    row = proposed(rows)[0]
    assert take(browse, "vanthusokhcn", row, "sign").status_code in (403, 404, 409)
    assert take(browse, "duyetkehoach", row, "sign").status_code == 303
    page = browse("vanthusokhcn").get(f"/training/certificates/{row}").text
    assert page.count(rows.get(Certificate, row).name) > 2  # whoever seals sees for whom, not only in the heading
    assert take(browse, "vanthusokhcn", row, "seal").status_code == 303
    rows.rollback()
    found = rows.get(Certificate, row)
    assert found.state is Worth.ISSUED and re.fullmatch(r"\d{4}/\d{4}/GCN-SKHCN", found.number)
    content = final(rows, browse, row)
    file = tmp_path / "chung-nhan.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdfsig", "-nocert", str(file)], check=False, capture_output=True, text=True).stdout
    assert said.count("Signature is Valid.") == 2
    with site.app_context():
        assert examine(content, anchors()).valid
    text = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout
    assert found.name in text and found.number in text and "KT. GIÁM ĐỐC" in text and "BẢN THỬ NGHIỆM" in text


def test_the_address_at_which_a_certificate_is_checked_stands_whole_on_paper(
    site: Flask, rows: Any, browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site.config, "PUBLIC_URL", "https://mot-cua.tphcm.example")
    row = proposed(rows)[0]
    assert take(browse, "duyetkehoach", row, "sign").status_code == 303
    assert take(browse, "vanthusokhcn", row, "seal").status_code == 303
    file = tmp_path / "chung-nhan.pdf"
    file.write_bytes(final(rows, browse, row))
    text = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout
    assert "https://mot-cua.tphcm.example/chung-nhan" in text


def test_anybody_checks_a_certificate_by_its_code(rows: Any, browse: Any) -> None:
    row = proposed(rows)[0]
    take(browse, "duyetkehoach", row, "sign")
    rows.rollback()
    signed = (Attachment.resource == "training.certificates", Attachment.row_id == row, Attachment.slot == "signed")
    file = rows.scalar(select(Attachment.id).where(*signed))
    code, stranger = code_of(browse("dieuphoi").get(f"{HERE}/{row}/files/{file}").data), browse()
    early, unknown = stranger.get(f"/chung-nhan/{code}"), stranger.get("/chung-nhan/AAAA-BBBB-CCCC")
    assert (early.status_code, unknown.status_code) == (404, 404)
    assert "Không có giấy chứng nhận" in early.text and "Không có giấy chứng nhận" in unknown.text
    take(browse, "vanthusokhcn", row, "seal")
    rows.rollback()
    found = rows.get(Certificate, row)
    good = stranger.get(f"/chung-nhan/{code.lower()}")
    assert good.status_code == 200 and found.name in good.text and "verdict bad" not in good.text
    with clock.frozen(clock.now().replace(year=found.expires_on.year + 1)):
        ended = stranger.get(f"/chung-nhan/{code}").text
    assert "verdict bad" in ended and f"{found.expires_on:%d/%m/%Y}" in ended
    assert take(browse, "duyetkehoach", row, "revoke", reason="Cấp nhầm người").status_code == 303
    revoked = stranger.get(f"/chung-nhan/{code}").text
    assert "đã bị thu hồi" in revoked and "Cấp nhầm" not in revoked


def test_twenty_five_certificates_are_signed_in_the_background(site: Flask, rows: Any, browse: Any) -> None:
    where = (Enrolment.state == Place.PASSED, Enrolment.cohort_id != held(rows).id)
    for seat in rows.scalars(select(Enrolment).where(*where).order_by(Enrolment.id).limit(25)):
        old = rows.scalars(
            select(Certificate).where(Certificate.trainee_id == seat.trainee_id).order_by(Certificate.id)
        ).first()
        told = {"trainee_id": seat.trainee_id, "cohort_id": seat.cohort_id, "course_id": old.course_id}
        rows.add(Certificate(unit_id=seat.unit_id, name=old.name, issuer_id=old.issuer_id, **told))
    rows.commit()
    chosen = proposed(rows)[-25:]
    approver = browse("duyetkehoach")
    answer = approver.post(f"{HERE}/bulk", {"rows": [str(one) for one in chosen], "step": "sign"})
    assert "/batches/" in answer.location
    run_all(site)
    rows.rollback()
    number = int(answer.location.rsplit("/", 1)[1])
    done = select(func.count()).select_from(BatchRow).where(BatchRow.batch_id == number, BatchRow.done)
    problems = list(rows.scalars(select(BatchRow.problem).where(BatchRow.batch_id == number)))
    assert rows.scalar(done) == 25, problems
    assert "25" in approver.get(answer.location).text
    numbers = [rows.get(Certificate, one).number for one in chosen]
    assert len(set(numbers)) == 25
    assert {rows.get(Certificate, one).state for one in chosen} == {Worth.SIGNED}


def test_other_modules_ask_whether_an_official_is_certified(rows: Any, site: Flask) -> None:
    valid = select(Certificate).where(Certificate.state == Worth.ISSUED, Certificate.expires_on.is_not(None))
    user = rows.scalar(select(User.id).where(User.login == "motcua"))
    from modules.training.catalogue.people import Trainee

    own = valid.join(Trainee, Trainee.id == Certificate.trainee_id).where(Trainee.user_id == user)
    found = rows.scalars(own.order_by(Certificate.id)).first()
    code = rows.get(Course, found.course_id).code
    with site.app_context():
        session = db.session()
        assert holds(session, user, code, found.issued_on)
        assert not holds(session, user, code, found.issued_on - timedelta(days=1))
        assert not holds(session, user, code, date(2099, 1, 1))
        assert not holds(session, 0, code, found.issued_on)


def test_opinions_are_shown_from_five_answers_on_and_name_nobody(rows: Any, site: Flask, browse: Any) -> None:
    counted = select(Opinion.cohort_id, func.count()).group_by(Opinion.cohort_id)
    by_class = dict(rows.execute(counted).all())
    few = next(one for one, number in by_class.items() if number < 5)
    many = next(one for one, number in by_class.items() if number >= 5)
    with site.app_context():
        assert Opinion.summary(db.session(), few) == by_class[few]
        assert isinstance(Opinion.summary(db.session(), many), Summary)
    words = rows.scalar(select(Opinion.words).where(Opinion.cohort_id == few, Opinion.words.is_not(None)).limit(1))
    page = browse("dieuphoi").get(f"/training/classes/{few}").text
    assert words not in page and f"{by_class[few]} phiếu" in page
    assert not {"user_id", "trainee_id", "enrolment_id", "at", "created_at"} & set(Opinion.__table__.columns.keys())


def test_a_trainee_says_what_he_thinks_once(rows: Any, browse: Any) -> None:
    browser = browse("motcua")
    address = re.search(r'action="(/training/mine/opinion/\d+)"', browser.get("/training/mine/").text)[1]
    before = rows.scalar(select(func.count()).select_from(Opinion))
    assert browser.post(address, {"content": "5", "teaching": "4"}).status_code == 303  # one mark is missing
    for _twice in range(2):
        browser.post(address, {"content": "5", "teaching": "4", "logistics": "3", "words": "Tốt"})
    rows.rollback()
    assert rows.scalar(select(func.count()).select_from(Opinion)) == before + 1


@pytest.mark.parametrize("login", ["hocvien", "tapsu2"])
def test_a_certificate_is_handed_out_to_its_holder_only(rows: Any, browse: Any, login: str) -> None:
    row = rows.scalar(select(Certificate.id).where(Certificate.sha256.is_not(None), Certificate.state == Worth.ISSUED))
    assert browse(login).get(f"/training/mine/certificate/{row}.pdf").status_code == 404
