"""What a person has already is not asked for again: from the store, with consent, never of somebody else."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.data import clock
from app.data.stored import Attachment
from app.data.trail import Trail
from app.engine.access import SYSTEM
from app.engine.demo import OTHER_WARD, WARD, add_person, unit_of
from app.engine.work import work
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import HandedPaper, Shape
from modules.dossiers.desk.states import State
from modules.dossiers.store.consents import Consent, Means
from modules.dossiers.store.readings import StoreReading, What
from modules.dossiers.store.results import StoredResult
from tests.modules.test_dossiers import handed_in, read, take

STORE, DESK = "/dossiers/store", "/dossiers/dossiers"
PERSON, ANOTHER, NOBODY = "079191004821", "079085013377", "079199000001"


def result(rows: Any, person: str = PERSON, title: str = "Giấy chứng nhận kết hôn") -> StoredResult:
    where = (StoredResult.citizen_id == person, StoredResult.title == title)
    return rows.scalars(select(StoredResult).where(*where).limit(1)).one()


def search(browse: Any, person: str = PERSON, **words: str) -> Any:
    typed = {"citizen_id": person, "means": "present", "reason": "Đăng ký khai sinh cho con"} | words
    return browse("motcua").post(STORE, typed)


def dossier_of(rows: Any, browse: Any, person: str = PERSON) -> int:
    return handed_in(rows, browse, citizen_id=person)


def agree(browse: Any, row: int, login: str = "motcua", means: str = "signed") -> Any:
    return browse(login).post(f"{DESK}/{row}/consent", {"means": means, "reason": "Đăng ký khai sinh"})


def use(browse: Any, row: int, paper: int, number: int, login: str = "motcua") -> str:
    """Let a result stand for a paper; returns the page that follows."""
    clerk = browse(login)
    answer = clerk.post(f"{DESK}/{row}/stored", {"paper": str(paper), "result": str(number)})
    assert answer.status_code == 303
    return clerk.get(f"{DESK}/{row}").text


def first_paper(rows: Any, row: int) -> HandedPaper:
    rows.rollback()
    rows.expire_all()
    return rows.scalars(select(HandedPaper).where(HandedPaper.dossier_id == row).order_by(HandedPaper.position)).first()


def receive(browse: Any, row: int, stored: int) -> Any:
    """Receive a dossier of which one paper comes from the store."""
    clerk, path = browse("motcua"), f"{DESK}/{row}/steps/receive"
    form = dict(re.findall(r'name="(papers-\d+-id)"[^>]*value="(\d+)"', clerk.get(path).text))
    shapes = {name.replace("-id", "-shape"): "stored" if one == str(stored) else "data" for name, one in form.items()}
    return clerk.post(path, {"version": clerk.version(path)} | form | shapes)


def told(browse: Any, row: int) -> str:
    return browse("motcua").get(f"{DESK}/{row}").text


def count(rows: Any, model: Any) -> int:
    rows.rollback()
    return rows.scalar(select(func.count()).select_from(model))


def test_before_he_agrees_the_desk_is_told_how_many_and_not_which(rows: Any, browse: Any) -> None:
    page = told(browse, dossier_of(rows, browse))
    assert "Kho có 2 kết quả" in page and "Giấy chứng nhận kết hôn" not in page
    assert "Kho có" not in told(browse, dossier_of(rows, browse, NOBODY))


def test_a_result_stands_for_a_paper_and_the_dossier_is_received(rows: Any, browse: Any) -> None:
    row = dossier_of(rows, browse)
    assert agree(browse, row).status_code == 303
    assert "Giấy chứng nhận kết hôn" in told(browse, row)
    paper, stored = first_paper(rows, row), result(rows)
    assert "Đã dùng kết quả thay giấy tờ" in use(browse, row, paper.id, stored.id)
    paper = first_paper(rows, row)
    assert (paper.shape, paper.stored_id, paper.digitised) == (Shape.STORED, stored.id, True)
    answer = receive(browse, row, paper.id)
    assert answer.status_code == 303, answer.text
    assert read(rows, row).state is State.RECEIVED
    reading = rows.scalars(select(StoreReading).where(StoreReading.what == What.USED)).all()[-1]
    assert reading.result_id == stored.id
    noted = select(Trail.changes).where(
        Trail.table == "dossiers_result", Trail.row_id == stored.id, Trail.act == "read"
    )
    assert any("Dùng thay giấy tờ: Đăng ký khai sinh" in line for line in rows.scalars(noted))


def test_the_file_of_a_result_is_read_by_consent_alone(rows: Any, browse: Any) -> None:
    leader = browse("lanhdao")
    shown = leader.get("/dossiers/results").text
    one = next(one for one in rows.scalars(select(StoredResult)) if one.number in shown)
    here = (Attachment.resource == "dossiers.results", Attachment.row_id == one.id)
    file = rows.scalars(select(Attachment).where(*here)).one()
    assert leader.get(f"/dossiers/results/{one.id}").status_code == 200
    assert leader.get(f"/dossiers/results/{one.id}/files/{file.id}").status_code == 404


def test_without_consent_nothing_is_used(rows: Any, browse: Any) -> None:
    row = dossier_of(rows, browse)
    paper, before = first_paper(rows, row), count(rows, StoreReading)
    assert "Chỉ khai thác khi người dân đồng ý" in use(browse, row, paper.id, result(rows).id)
    agree(browse, row, means="")
    assert first_paper(rows, row).stored_id is None and count(rows, StoreReading) == before


def test_saying_that_it_comes_from_the_store_is_not_enough(rows: Any, browse: Any) -> None:
    row = dossier_of(rows, browse)
    answer = receive(browse, row, first_paper(rows, row).id)
    assert answer.status_code == 422 and "chưa lấy từ kho kết quả" in answer.text
    assert read(rows, row).state is State.REGISTERED


def test_another_persons_result_does_not_exist_here(rows: Any, browse: Any) -> None:
    row = dossier_of(rows, browse)
    agree(browse, row)
    paper = first_paper(rows, row)
    for number in (result(rows, ANOTHER).id, 999_999):
        assert "Người yêu cầu không có kết quả này trong kho." in use(browse, row, paper.id, number)
    assert first_paper(rows, row).stored_id is None


def test_a_paper_of_another_dossier_is_not_touched(rows: Any, browse: Any) -> None:
    row, other = dossier_of(rows, browse), dossier_of(rows, browse, ANOTHER)
    agree(browse, row)
    use(browse, row, first_paper(rows, other).id, result(rows).id)
    assert first_paper(rows, other).stored_id is None


def test_another_applicant_is_asked_himself(rows: Any, browse: Any, site: Any) -> None:
    row = dossier_of(rows, browse)
    agree(browse, row)
    use(browse, row, first_paper(rows, row).id, result(rows).id)
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(Dossier, row).citizen_id = ANOTHER
    answer = receive(browse, row, first_paper(rows, row).id)
    assert answer.status_code == 422 and "chưa lấy từ kho kết quả" in answer.text


@pytest.mark.parametrize("how", ["revoked", "ended"])
def test_what_has_lost_its_value_is_neither_offered_nor_received(rows: Any, browse: Any, site: Any, how: str) -> None:
    row = dossier_of(rows, browse)
    agree(browse, row)
    stored = result(rows, title="Giấy khai sinh (bản chính)")
    use(browse, row, first_paper(rows, row).id, stored.id)
    if how == "revoked":
        leader, path = browse("lanhdao"), f"/dossiers/results/{stored.id}/steps/revoke"
        answer = leader.post(path, {"version": leader.version(path), "reason": "Cấp sai họ của mẹ."})
        assert answer.status_code == 303, answer.text
        sentence = "đã bị thu hồi"
    else:
        with site.app_context(), work(SYSTEM) as session:
            session.get_one(StoredResult, stored.id).valid_to = clock.today() - timedelta(days=1)
        sentence = "chỉ có giá trị đến hết ngày"
    assert "Kho có 1 kết quả" in told(browse, row)
    answer = receive(browse, row, first_paper(rows, row).id)
    assert answer.status_code == 422 and sentence in answer.text
    with site.app_context(), work(SYSTEM) as session:
        one = session.get_one(StoredResult, stored.id)
        one.valid_to, one.state = None, type(one.state)("in_force")


def test_the_desk_reads_which_result_stands_for_which_paper_until_the_consent_ends(rows: Any, browse: Any) -> None:
    row = dossier_of(rows, browse)
    agree(browse, row)
    paper, found = first_paper(rows, row), result(rows)
    name, title = paper.name, str(found)
    assert f"{title} trong kho thay cho “{name}”." in use(browse, row, paper.id, found.id)
    consent = rows.scalars(select(Consent).where(Consent.dossier_id == row)).one().id
    assert f'href="/dossiers/consents/{consent}"' in told(browse, row)
    path = f"/dossiers/consents/{consent}/steps/withdraw"
    assert browse("motcua").post(path, {"version": browse("motcua").version(path)}).status_code == 303
    page = told(browse, row)
    assert f"“{name}” lẽ ra lấy từ kho nhưng không có sự đồng ý" in page and title not in page


def test_a_search_needs_number_reason_and_consent(rows: Any, browse: Any) -> None:
    before = count(rows, Consent)
    for words, sentence in (
        ({"means": ""}, "Chỉ khai thác khi người dân đồng ý"),
        ({"reason": ""}, "Hãy ghi mục đích khai thác."),
        ({"person": "123"}, "12"),
    ):
        answer = search(browse, **words)
        assert answer.status_code == 422 and sentence in answer.text
    assert count(rows, Consent) == before


def test_a_consent_is_noted_where_the_official_sits_first(rows: Any, browse: Any, site: Any) -> None:
    with site.app_context(), work(SYSTEM) as session:
        later, first = sorted((WARD, OTHER_WARD), key=lambda code: unit_of(session, code).id)
        for code in (first, later):
            add_person(session, "hainoi", "dossiers.reception", code, "Thử")
        unit = unit_of(session, first).id
    typed = {"citizen_id": PERSON, "means": "present", "reason": "Đăng ký khai sinh cho con"}
    there = browse("hainoi").post(STORE, typed).location
    assert rows.scalar(select(Consent.unit_id).where(Consent.id == int(there.rpartition("/")[2]))) == unit


def test_a_search_finds_the_persons_results_of_all_wards_and_opens_one(rows: Any, browse: Any) -> None:
    answer = search(browse)
    page = browse("motcua").get(answer.location)
    assert "37/2023" in page.text and "118/2024" in page.text
    assert "402/2022" not in page.text and "12/2025" not in page.text
    file = browse("motcua").get(f"{answer.location}/{result(rows).id}")
    assert file.status_code == 200 and file.mimetype == "image/png"
    row = int(answer.location.rsplit("/", 1)[1])
    rows.rollback()
    done = [one.what for one in rows.scalars(select(StoreReading).where(StoreReading.consent_id == row))]
    assert sorted(done, key=str) == sorted([What.LISTED, What.LISTED, What.OPENED], key=str)
    assert "Mở tệp" in browse("giamdoctt").get(f"/dossiers/consents/{row}").text


def test_a_consent_opens_no_other_persons_file_and_only_for_its_own_desk(rows: Any, browse: Any) -> None:
    there = search(browse).location
    assert browse("motcua").client.get(f"{there}/{result(rows, ANOTHER).id}").status_code == 404
    assert browse("motcua2").client.get(there).status_code == 404
    assert browse("hotich").client.get(there).status_code in (403, 404)
    assert browse("hotich").client.get(STORE).status_code == 403


def test_a_consent_is_over_when_withdrawn_and_after_its_day(rows: Any, browse: Any, site: Any) -> None:
    there = search(browse).location
    row = int(there.rsplit("/", 1)[1])
    with site.app_context(), work(SYSTEM) as session:
        session.get_one(Consent, row).holds_on = clock.today() - timedelta(days=1)
    assert "chỉ có giá trị trong ngày" in browse("motcua").get(there).text
    assert browse("motcua").get(f"{there}/{result(rows).id}").status_code == 303
    there = search(browse).location
    clerk, path = browse("motcua"), f"/dossiers/consents/{there.rsplit('/', 1)[1]}/steps/withdraw"
    assert clerk.post(path, {"version": clerk.version(path)}).status_code == 303
    assert "đã rút lại sự đồng ý" in clerk.get(there).text and "37/2023" not in clerk.get(there).text


def test_the_result_of_a_finished_dossier_goes_into_the_store(rows: Any, browse: Any) -> None:
    row = dossier_of(rows, browse, NOBODY)
    take(browse, "motcua", row, "receive")
    for login, step in (("motcua", "begin"), ("hotich", "hand_on"), ("lanhdao", "hand_on")):
        take(browse, login, row, step)
    day = f"{clock.today():%d/%m/%Y}"
    assert take(browse, "vanthu", row, "finish", result_number="77/2026", result_on=day).status_code == 303
    file = {"file": (io.BytesIO(_png()), "khai-sinh.png"), "valid_to": ""}
    assert browse("vanthu").post(f"{DESK}/{row}/result", file).status_code == 303
    rows.rollback()
    made = rows.scalars(select(StoredResult).where(StoredResult.dossier_id == row)).one()
    assert (made.title, made.number, made.citizen_id) == ("Giấy chứng nhận kết hôn (bản chính)", "77/2026", NOBODY)
    page = browse("vanthu")
    page.post(f"{DESK}/{row}/result", {"file": (io.BytesIO(_png()), "khai-sinh.png")})
    assert "đã có trong kho" in page.get(f"{DESK}/{row}").text
    assert "77/2026" in browse("motcua").get(search(browse, NOBODY).location).text


def test_the_result_of_a_person_without_a_number_is_not_stored(rows: Any, browse: Any) -> None:
    row = rows.scalar(select(Dossier.id).where(Dossier.state == State.RETURNED, Dossier.citizen_id.is_(None)).limit(1))
    before = count(rows, StoredResult)
    browse("motcua").post(f"{DESK}/{row}/result", {"file": (io.BytesIO(_png()), "a.png")})
    assert "không đưa kết quả vào kho" in told(browse, row) and count(rows, StoredResult) == before


def test_the_log_says_how_he_agreed(rows: Any, browse: Any) -> None:
    row = int(search(browse, means="signed").location.rsplit("/", 1)[1])
    rows.rollback()
    consent = rows.get(Consent, row)
    assert consent.means is Means.SIGNED and consent.created_by_id and consent.holds_on == clock.today()


def _png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "PNG")
    return out.getvalue()
