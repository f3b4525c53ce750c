"""A birth or a death handed in at the one-stop desk: its case is opened, declared bit by bit, and the dossier follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.data import clock
from app.engine import modules
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.work import work
from modules.civil_registration.at_desk.case_of_dossier import dossier_code_of
from modules.civil_registration.births.birth import Birth, Proof
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import Kind
from modules.civil_registration.cases.actions import actions_of, made_of, values_of
from modules.civil_registration.cases.kinds import Event, Registration, State
from modules.civil_registration.deaths.death import Death
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.states import State as Stands
from modules.dossiers.journey.handlings import Handling
from modules.dossiers.served import following
from modules.dossiers.served.records import Served
from modules.procedures.catalogue.procedures import Procedure
from tests.modules.test_civil_registration import BIRTHS, NAMES, form
from tests.modules.test_dossiers import HERE, read, take
from tests.modules.test_dossiers_outside import ask
from tests.modules.test_dossiers_services import press, stored

DEATHS = "/civil_registration/deaths"
WORK = (("chutich", "sign"), ("vanthu", "seal"))
ASKED = {"missing": "Văn bản của người làm chứng", "missing_why": "Trẻ sinh tại nhà, chưa có người làm chứng."}


def handed_in(
    rows: Any, browse: Any, code: str = "1.001193", case: str = "Trẻ sinh tại cơ sở y tế", **words: str
) -> int:
    """What the desk types of somebody who has come to register a birth."""
    rows.rollback()
    procedure = rows.scalar(select(Procedure.id).where(Procedure.code == code))
    typed = {"version": "0", "procedure_id": str(procedure), "case": case, "way": "direct", "kind": "citizen"}
    typed |= {"applicant": "Nguyễn Văn Thành", "citizen_id": "079092104729", "phone": "0903 551 234", "sets": "1"}
    answer = browse("motcua").post(f"{HERE}/new", typed | {"address": "12 Cộng Hòa, Phường Tân Bình"} | words)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def received(
    rows: Any, browse: Any, code: str = "1.001193", case: str = "Trẻ sinh tại cơ sở y tế", **words: str
) -> int:
    row = handed_in(rows, browse, code, case, **words)
    answer = take(browse, "motcua", row, "receive")
    assert answer.status_code == 303, answer.text
    return row


def case_of(rows: Any, row: int) -> Any:
    read(rows, row)
    held = rows.get(Served, row)
    return rows.get(Birth if held.resource.endswith("births") else Death, held.row_id)


def page_of(rows: Any, row: int) -> str:
    case = case_of(rows, row)
    return f"{BIRTHS if isinstance(case, Birth) else DEATHS}/{case.id}"


def declare(rows: Any, browse: Any, row: int, **others: str) -> Any:
    """The official types what the paper of the hospital says."""
    page, clerk = page_of(rows, row), browse("hotich")
    words = form(rows, mother_name=f"Trần Thị {next(NAMES)}", **others) | {"version": clerk.version(f"{page}/edit")}
    return clerk.post(f"{page}/edit", words)


def step(rows: Any, browse: Any, login: str, row: int, name: str, **words: str) -> Any:
    return press(browse, login, f"{page_of(rows, row)}/steps/{name}", **words)


def registered(rows: Any, browse: Any, **words: str) -> int:
    """A dossier whose birth is in the book."""
    row = received(rows, browse)
    assert declare(rows, browse, row, **words).status_code == 303
    for login, name in (("hotich", "put_forward"), *WORK):
        answer = step(rows, browse, login, row, name)
        assert answer.status_code == 303, answer.text
    return row


@pytest.fixture
def switched_off(site: Flask) -> Iterator[None]:
    """Civil registration is switched off for a while."""
    with site.app_context():
        modules.disable("civil_registration")
    yield
    with site.app_context():
        modules.install("civil_registration")


def test_an_interconnected_dossier_wants_residence_and_insurance_which_learn_what_is_declared(
    rows: Any, browse: Any
) -> None:
    row = received(rows, browse, "3.000722", "")
    case = case_of(rows, row)
    wanted = {branch.kind: branch for branch in Branch.of(rows, case)}
    assert set(wanted) == {Kind.RESIDENCE, Kind.INSURANCE}
    assert wanted[Kind.RESIDENCE].address is None
    assert declare(rows, browse, row, father_home="12 Cộng Hòa, Phường Tân Bình").status_code == 303
    told = {branch.kind: branch for branch in Branch.of(rows, case_of(rows, row))}[Kind.RESIDENCE]
    assert told.address == "12 Cộng Hòa, Phường Tân Bình" and told.about == "Nguyễn Văn Minh Khôi"
    assert not Branch.of(rows, case_of(rows, received(rows, browse)))


def test_receiving_a_birth_opens_its_case_with_what_the_desk_knows(site: Flask, rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    dossier, birth = read(rows, row), case_of(rows, row)
    assert birth.state is State.DRAFTED and birth.unit_id == dossier.competent_id
    known = (birth.declarer_name, birth.declarer_citizen_id, birth.declarer_home, birth.phone)
    assert known == ("Nguyễn Văn Thành", "079092104729", "12 Cộng Hòa, Phường Tân Bình", "0903551234")
    empty = (birth.child_name, birth.born, birth.sex, birth.born_at, birth.relation, birth.ethnicity_id)
    assert empty == (None,) * 6 and birth.registration is Registration.ON_TIME
    assert birth.due_at == birth.promised_at == dossier.promised_at, "one promise, one clock"
    with site.app_context():
        assert dossier_code_of(birth) == ("1.001193", dossier.code)
    page = browse("hotich").get(f"{HERE}/{row}").text
    assert f'href="{page_of(rows, row)}"' in page
    beside = browse("hotich").get(page_of(rows, row)).text
    assert dossier.code in beside and f'href="{HERE}/{row}"' in beside and "Hẹn trả" in beside


@pytest.mark.parametrize(
    ("code", "kind", "kept"),
    [
        ("1.004884", Birth, {"registration": Registration.AGAIN, "proof": Proof.PROMISE}),
        ("3.000722", Birth, {"registration": Registration.ON_TIME, "proof": Proof.CERTIFICATE}),
        ("1.000656", Death, {"registration": Registration.ON_TIME}),
        ("1.005461", Death, {"registration": Registration.AGAIN}),
        ("2.002913", Death, {"registration": Registration.ON_TIME}),
    ],
)
def test_each_procedure_opens_its_kind_of_case(rows: Any, browse: Any, code: str, kind: Any, kept: Any) -> None:
    row = received(rows, browse, code, "")
    case = case_of(rows, row)
    assert type(case) is kind and {name: getattr(case, name) for name in kept} == kept
    dossier = read(rows, row)
    assert (dossier.state, dossier.step_role) == (Stands.SOLVING, "dossiers.expert")


def test_an_empty_draft_stands_on_every_page(rows: Any, browse: Any) -> None:
    for code in ("1.001193", "1.000656"):
        row = received(rows, browse, code, "Trẻ sinh tại cơ sở y tế" if code == "1.001193" else "")
        page, clerk = page_of(rows, row), browse("hotich")
        folder, number = page.rsplit("/", 1)
        prefix = "KS" if folder == BIRTHS else "KT"
        for path in (page, f"{page}/edit", f"{folder}?sort=-id", f"{folder}?view=board", f"{folder}?group=sex",
                     f"{page}/steps/put_forward"):  # fmt: skip
            answer = clerk.get(path)
            assert answer.status_code == 200 and "None" not in re.sub(r"<[^>]+>", " ", answer.text), path
        assert f"{prefix}-{int(number):05d}" in clerk.get(page).text
        case = case_of(rows, row)
        values, state = made_of(actions_of(rows, case.event, case.id))
        assert values == {name: one for name, one in values_of(case).items() if one is not None}
        assert state is State.DRAFTED


def test_a_half_typed_form_is_kept_and_not_put_forward(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    page, clerk = page_of(rows, row), browse("hotich")
    text = clerk.get(f"{page}/edit").text
    assert re.search(r'<label for="child_name">[^<]*<span class="req">', text), "marked as needed all the same"
    answer = clerk.post(
        f"{page}/edit", {"version": clerk.version(f"{page}/edit"), "declarer_name": "Nguyễn Văn Thành",
                         "child_name": "Nguyễn Minh An", "proof": "certificate", "registration": "on_time"},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    assert case_of(rows, row).child_name == "Nguyễn Minh An"
    answer = step(rows, browse, "hotich", row, "put_forward")
    assert answer.status_code == 422
    for lacks in (
        "Nhập ngày, tháng, năm sinh",
        "Chọn giới tính",
        "Chọn dân tộc",
        "Chọn quốc tịch",
        "Nhập nơi sinh",
        "Chọn quan hệ",
    ):
        assert lacks in answer.text, lacks
    assert "Nhập họ" not in answer.text and case_of(rows, row).state is State.DRAFTED


def test_a_birth_goes_through_the_house_and_its_dossier_follows(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    stands = [(read(rows, row).state, read(rows, row).step_code)]
    assert declare(rows, browse, row).status_code == 303
    for login, name in (("hotich", "put_forward"), *WORK):
        assert step(rows, browse, login, row, name).status_code == 303, name
        stands.append((read(rows, row).state, read(rows, row).step_code))
    on = Stands.SOLVING
    assert stands == [(on, "B2"), (on, "B3"), (on, "B4"), (Stands.SOLVED, "B5")]
    dossier, birth = read(rows, row), case_of(rows, row)
    assert (dossier.result_number, dossier.result_on) == (birth.entry, birth.registered_on)
    (result,) = stored(rows, row)
    assert result.number == birth.entry and "khai sinh" in result.title.lower()
    assert take(browse, "motcua", row, "hand_over").status_code == 303
    assert read(rows, row).state is Stands.RETURNED and case_of(rows, row).state is State.ISSUED
    assert [stay.code for stay in Handling.of(rows, row)] == ["B1", "B2", "B3", "B4", "B5"]


def test_handed_over_by_the_official_it_is_handed_over_at_the_desk(rows: Any, browse: Any) -> None:
    row = registered(rows, browse)
    assert step(rows, browse, "hotich", row, "hand_over").status_code == 303
    assert read(rows, row).state is Stands.RETURNED and case_of(rows, row).state is State.ISSUED


def test_the_signer_sends_it_back_and_the_official_has_the_dossier_again(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    declare(rows, browse, row)
    step(rows, browse, "hotich", row, "put_forward")
    assert read(rows, row).step_code == "B3"
    assert step(rows, browse, "chutich", row, "return", reason="Quê quán thiếu tỉnh.").status_code == 303
    assert read(rows, row).step_code == "B2"


def test_papers_asked_of_the_citizen_let_both_clocks_stand(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    assert step(rows, browse, "hotich", row, "ask").status_code == 422, "nothing said"
    assert step(rows, browse, "hotich", row, "ask", **ASKED).status_code == 303
    dossier, birth = read(rows, row), case_of(rows, row)
    assert (dossier.state, dossier.missing) == (Stands.WAITING, ASKED["missing"]) and dossier.due_at is None
    assert birth.state is State.WAITING and birth.due_at is None
    code = dossier.code
    told = ask(browse, code, "0903551234").text
    assert "Văn bản của người làm chứng" in told
    assert step(rows, browse, "hotich", row, "complete").status_code == 303
    dossier, birth = read(rows, row), case_of(rows, row)
    assert (dossier.state, birth.state) == (Stands.SOLVING, State.DRAFTED)
    assert birth.due_at == dossier.promised_at


def test_a_day_put_off_at_the_desk_is_the_day_of_the_case(rows: Any, browse: Any) -> None:
    row = received(rows, browse)
    later = clock.today() + timedelta(days=3)
    while later.weekday() > 4:
        later += timedelta(days=1)
    words = {"extended_until": f"{later:%d/%m/%Y}", "reason": "Chờ xác minh."}
    answer = press(browse, "hotich", f"{HERE}/{row}/steps/extend", **words)
    assert answer.status_code == 303, answer.text
    dossier, birth = read(rows, row), case_of(rows, row)
    assert clock.local(dossier.promised_at).date() == later and birth.due_at == dossier.promised_at


def test_another_ward_receives_and_the_competent_one_declares(rows: Any, browse: Any) -> None:
    other = rows.scalar(select(Dossier.competent_id).where(Dossier.competent_id != Dossier.unit_id))
    row = received(rows, browse, competent_id=str(other))
    dossier, birth = read(rows, row), case_of(rows, row)
    assert birth.unit_id == other and (dossier.state, dossier.at_id) == (Stands.SOLVING, other)
    page = page_of(rows, row)
    assert browse("hotich").get(page).status_code == 404
    assert browse("hotich2").get(page).status_code == 200
    assert "Hồ sơ một cửa" in browse("hotich2").get(page).text


def test_news_that_comes_twice_or_late_changes_nothing_more(
    site: Flask, rows: Any, browse: Any, monkeypatch: Any
) -> None:
    row = received(rows, browse)
    declare(rows, browse, row)
    with monkeypatch.context() as deaf:
        deaf.setattr(registry, "listeners", lambda _event: [])
        for login, name in (("hotich", "put_forward"), *WORK):
            assert step(rows, browse, login, row, name).status_code == 303
    birth = case_of(rows, row).id
    assert read(rows, row).step_code == "B2"
    rows.rollback()
    for _turn in range(2):
        with site.app_context(), work(SYSTEM) as session:
            list(following.follow_all(session))
        with site.app_context():
            following.follow("civil_registration.births", birth)
    assert read(rows, row).state is Stands.SOLVED and len(stored(rows, row)) == 1
    stays = rows.scalar(select(func.count()).select_from(Handling).where(Handling.dossier_id == row))
    assert stays == 4, "from the official to the desk, for what the dossier was told of"
    assert not [one for one in actions_of(rows, Event.BIRTH, birth) if one.kind == "hand_over"]
