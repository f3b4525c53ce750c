"""The interconnected groups: what the citizen wants from other agencies, sent with the registration, until each has answered."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.data import clock
from app.data.messages import Notice
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.branches.answers import answered, refused
from modules.civil_registration.branches.branch import Branch
from modules.civil_registration.branches.kinds import State
from modules.civil_registration.cases.kinds import State as CaseState
from modules.interconnect import Refused
from modules.interconnect.messages.outgoing import Outgoing
from tests.modules import interconnected as house
from tests.modules import test_civil_registration_deaths as of_death
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file
from tests.modules.test_civil_registration import BIRTHS, again, declared, registered, take

PAGES, BRANCHES = "/civil-registration/branches", "/civil_registration/branches"
HOME = {"father_home": "12 Hoàng Văn Thụ, phường Tân Bình", "father_citizen_id": "079092104729"}
HEAD = {
    "residence-head_name": "Nguyễn Văn Thành",
    "residence-head_citizen_id": "079092104729",
    "residence-head_relation": "Con",
    "residence-address": "12 Hoàng Văn Thụ, phường Tân Bình",
    "residence-consent": "1",
}
CARD = {"insurance-clinic": "Trạm Y tế phường Tân Bình", "insurance-delivery": "electronic"}
ALL = {"want-residence": "1", "want-insurance": "1", "want-id_card": "1", "id_card-delivery": "ward", **HEAD, **CARD}
DEAD = {
    "want-end_of_residence": "1",
    "end_of_residence-address": "70 Cộng Hòa, phường Tân Bình",
    "want-funeral": "1",
    "funeral-benefit": "pension",
    "funeral-payment": "bank",
    "funeral-holder": "Lê Văn Con",
    "funeral-bank": "Ngân hàng Nông nghiệp",
    "funeral-account": "123456789",
}


def birth_with(browse: Any, rows: Any, **typed: str) -> Birth:
    birth = declared(browse, rows, **HOME)
    answer = browse("hotich").post(f"{PAGES}/birth/{birth.id}", ALL | typed)
    assert answer.status_code == 303, answer.text
    return again(rows, birth)


def branches(rows: Any, case: Any) -> dict[str, Branch]:
    event, row = case.event, case.id
    rows.rollback()
    rows.expire_all()
    found = rows.scalars(select(Branch).where(Branch.event == event, Branch.case_id == row))
    return {one.kind.value: one for one in found}


def states(rows: Any, case: Any) -> dict[str, str]:
    return {name: one.state.value for name, one in branches(rows, case).items()}


def step(browse: Any, branch: Branch, name: str, login: str = "hotich", **typed: str) -> Any:
    browser, there = browse(login), f"{BRANCHES}/{branch.id}/steps/{name}"
    return browser.post(there, {"version": browser.version(f"{BRANCHES}/{branch.id}")} | typed)


def mended(browse: Any, branch: Branch, then: str, **typed: str) -> Any:
    """Save its form and take a step, as the button of its page does."""
    browser, there = browse("hotich"), f"{BRANCHES}/{branch.id}"
    words = {"version": browser.version(there), "then": then, "delivery": "electronic"}
    return browser.post(f"{there}/edit", words | typed)


def heard(rows: Any, branch: Branch) -> list[str]:
    here = (Notice.resource == "civil_registration.branches", Notice.row_id == branch.id)
    return list(rows.scalars(select(Notice.body).where(*here).order_by(Notice.id)))


def result(state: str = "DONE", **words: str) -> dict[str, str]:
    return {"trangThai": state, **words}


def test_all_branches_of_a_birth_are_chosen_on_one_page_and_come_back_with_their_numbers(
    site: Flask, rows: Any, browse: Any
) -> None:
    birth = declared(browse, rows, **HOME)
    page = browse("hotich").get(f"{PAGES}/birth/{birth.id}").text
    for words in ("Đăng ký thường trú cho trẻ", "Cấp thẻ bảo hiểm y tế cho trẻ", "Cấp thẻ căn cước cho trẻ"):
        assert words in page
    assert (
        'value="12 Hoàng Văn Thụ, phường Tân Bình"' in page and "079092104729" not in page
    )  # filled in, the number masked
    assert browse("hotich").post(f"{PAGES}/birth/{birth.id}", ALL).status_code == 303
    birth = again(rows, birth)
    assert states(rows, birth) == {"residence": "wanted", "insurance": "wanted", "id_card": "wanted"}
    birth = registered(browse, rows, birth)
    assert states(rows, birth) == {"residence": "sent", "insurance": "number", "id_card": "number"}
    before = clock.today()
    house.turn(site)  # the Ministry's number comes, and passes on what has waited for it
    house.turn(site)
    house.turn(site)
    found = branches(rows, birth)
    assert {one.state for one in found.values()} == {State.DONE}
    assert found["insurance"].result_number.startswith("TE1790")
    assert before <= found["residence"].result_on <= clock.today()  # a day may begin between two turns
    shown = browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    for one in found.values():
        assert one.result_number in shown
    assert "Bộ Tư pháp trả lời" in shown and "Cơ quan trả kết quả" in shown  # one timeline
    assert any("đã có đủ kết quả" in text for one in found.values() for text in heard(rows, one))


def test_nothing_leaves_before_the_registration_and_what_is_missing_is_said_in_words(rows: Any, browse: Any) -> None:
    birth = birth_with(browse, rows, **{"residence-consent": "", "insurance-clinic": ""})
    shown = browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    assert "Còn thiếu chủ hộ, chủ sở hữu đồng ý" in shown and "Còn thiếu nơi đăng ký khám, chữa bệnh ban đầu" in shown
    answer = take(browse, "hotich", birth, "put_forward")
    assert answer.status_code == 422 and "nơi đăng ký khám, chữa bệnh ban đầu" in answer.text
    assert again(rows, birth).state is CaseState.DRAFTED
    browse("hotich").post(f"{PAGES}/birth/{birth.id}", ALL)
    assert take(browse, "hotich", birth, "put_forward").status_code == 303
    here = select(Outgoing.id).where(Outgoing.about_resource == "civil_registration_branch")
    assert rows.scalar(here.where(Outgoing.key.like(f"birth-{birth.id}-%"))) is None


def test_the_number_comes_the_next_day_and_residence_need_not_wait_for_it(site: Flask, rows: Any, browse: Any) -> None:
    house.mood(site, "civil_status", "late", seconds=86400)
    birth = birth_with(browse, rows)
    take(browse, "hotich", birth, "put_forward")
    house.turn(site)
    for login, name in (("chutich", "sign"), ("vanthu", "seal")):
        assert take(browse, login, birth, name).status_code == 303
    house.turn(site)
    house.turn(site)
    birth = again(rows, birth)
    assert states(rows, birth) == {"residence": "done", "insurance": "number", "id_card": "number"}
    assert "Chờ số định danh" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    house.mood(site, "civil_status", hurry=True)
    for _turn in range(3):
        house.turn(site)
    birth = again(rows, birth)
    assert set(states(rows, birth).values()) == {"done"}
    with site.app_context():
        content = outgoing(rows, f"birth-{birth.id}-insurance-1").content
    assert content["hoTich"]["soDinhDanh"] == birth.citizen_id and content["maTTHC"] == "3.000722"
    assert content["thongTin"] == {"noiKCBBanDau": "Trạm Y tế phường Tân Bình", "hinhThucNhan": "electronic"}


def outgoing(rows: Any, key: str) -> Outgoing:
    return rows.scalars(select(Outgoing).where(Outgoing.key == key)).one()


def test_insurance_that_is_down_for_an_hour_stops_no_other_and_is_sent_by_itself(
    site: Flask, rows: Any, browse: Any
) -> None:
    house.mood(site, "health_insurance", "down")
    birth = birth_with(browse, rows)
    take(browse, "hotich", birth, "put_forward")
    house.turn(site)
    for login, name in (("chutich", "sign"), ("vanthu", "seal")):
        take(browse, login, birth, name)
    house.turn(site)
    house.turn(site)
    birth = again(rows, birth)
    assert states(rows, birth) == {"residence": "done", "insurance": "sent", "id_card": "done"}
    assert "không trả lời từ" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    house.mood(site, "health_insurance", "well")
    house.turn(site)
    house.turn(site)
    assert (
        states(rows, birth)["insurance"] == "done"
        and house.received(site, "health_insurance")[f"birth-{birth.id}-insurance-1"] == 1
    )


def test_a_refused_branch_leaves_the_rest_and_is_sent_again_once_mended(site: Flask, rows: Any, browse: Any) -> None:
    birth = registered(browse, rows, birth_with(browse, rows, **{"insurance-clinic": "Phòng khám Từ Chối"}))
    for _turn in range(3):
        house.turn(site)
    found = branches(rows, birth)
    assert found["insurance"].state is State.REFUSED and found["residence"].state is State.DONE
    assert heard(rows, found["insurance"]) == ["Bị từ chối: Thông tin không khớp với dữ liệu của cơ quan"]
    assert "Sửa và gửi lại" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    assert f"{found['insurance'].case_code}" in browse("hotich").get(f"{BRANCHES}?state=refused").text
    assert step(browse, found["insurance"], "again", "vanthu").status_code in (403, 404)
    answer = mended(browse, found["insurance"], "again", clinic="Trạm Y tế phường Tân Bình")
    assert answer.status_code == 303 and f"/births/{birth.id}" in answer.location, answer.text
    house.turn(site)
    house.turn(site)
    one = branches(rows, birth)["insurance"]
    assert one.state is State.DONE and one.key == f"birth-{birth.id}-insurance-2" and one.says is None


def test_what_an_agency_asks_for_is_handed_in_within_its_window(site: Flask, rows: Any, browse: Any) -> None:
    birth = registered(browse, rows, birth_with(browse, rows, **{"insurance-clinic": "Trạm Bổ Sung"}))
    for _turn in range(3):
        house.turn(site)
    one = branches(rows, birth)["insurance"]
    assert one.state is State.SUPPLEMENT and one.supply_by > clock.today() and one.due_at is not None
    assert clock.local(one.due_at).date() == one.supply_by
    assert heard(rows, one) == ["Chờ bổ sung: Thiếu giấy tờ kèm theo"]
    assert "Thiếu giấy tờ kèm theo" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    assert mended(browse, one, "supply", clinic="Trạm Y tế phường Tân Bình").status_code == 303
    house.turn(site)
    house.turn(site)
    assert states(rows, birth)["insurance"] == "done"


def test_an_answer_to_an_earlier_sending_and_one_without_a_number_are_not_taken(
    site: Flask, rows: Any, browse: Any
) -> None:
    house.mood(site, "residence", "late", seconds=86400)
    birth = registered(browse, rows, birth_with(browse, rows))
    house.turn(site)
    assert states(rows, birth)["residence"] == "received"
    row = branches(rows, birth)["residence"].id
    rows.rollback()

    def hears(key: str, say: Any) -> State:
        with site.app_context():
            with work(SYSTEM) as session:
                say(session, session.scalars(select(Outgoing).where(Outgoing.key == key)).one())
            with work(SYSTEM) as session:
                return session.get_one(Branch, row).state

    first, second = f"birth-{birth.id}-residence-1", f"birth-{birth.id}-residence-2"
    for rubbish in (result(), result("LẠ"), result(soKetQua="  "), {}):
        with pytest.raises(ValueError, match=r"(?i)cơ quan"):
            hears(first, lambda session, message, told=rubbish: answered(session, message, told))
    no = Refused("REJECTED", "Chủ hộ không đồng ý")
    assert hears(first, lambda session, message: refused(session, message, no)) is State.REFUSED
    assert mended(browse, branches(rows, birth)["residence"], "again", **plain(HEAD)).status_code == 303
    late = result(soKetQua="CT-1")
    assert hears(first, lambda session, message: answered(session, message, late)) is State.SENT
    assert hears(second, lambda session, message: answered(session, message, late)) is State.DONE
    twice = result(soKetQua="CT-2")
    hears(second, lambda session, message: answered(session, message, twice))
    assert branches(rows, birth)["residence"].result_number == "CT-1"


def plain(typed: dict[str, str]) -> dict[str, str]:
    return {name.partition("-")[2]: value for name, value in typed.items()}


def test_a_late_death_ends_the_residence_and_brings_the_funeral_support(site: Flask, rows: Any, browse: Any) -> None:
    died = clock.today() - timedelta(days=40)
    death = of_death.declared(browse, rows, died_on=f"{died:%d/%m/%Y}", notice_on=f"{died:%d/%m/%Y}")
    row = death.id
    assert browse("hotich").post(f"{PAGES}/death/{row}", DEAD).status_code == 303
    for login, name in (("hotich", "put_forward"), ("chutich", "sign"), ("vanthu", "seal")):
        answer = of_death.take(browse, login, death, name)
        assert answer.status_code == 303, answer.text
    assert states(rows, death) == {"end_of_residence": "sent", "funeral": "sent"}
    house.turn(site)
    house.turn(site)
    assert states(rows, death) == {"end_of_residence": "done", "funeral": "done"}
    with site.app_context():
        told = outgoing(rows, f"death-{row}-funeral-1").content
    assert told["maTTHC"] == "2.002913" and told["thongTin"]["soTaiKhoan"] == "123456789"
    assert "soTaiKhoan" not in str(outgoing_content(site, rows, f"death-{row}-end_of_residence-1"))
    paper = browse("hotich").get(f"{PAGES}/death/{row}/thong-bao.pdf").data
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=paper, check=True, capture_output=True
    ).stdout.decode()
    assert "khai tử" in text and branches(rows, death)["funeral"].result_number in text


def outgoing_content(site: Flask, rows: Any, key: str) -> dict[str, Any]:
    with site.app_context():
        return outgoing(rows, key).content


def test_survivors_benefit_goes_to_the_insurance_and_needs_its_number(site: Flask, rows: Any, browse: Any) -> None:
    death = of_death.declared(browse, rows)
    typed = DEAD | {
        "want-survivor": "1",
        "survivor-survivors": "once",
        "survivor-payment": "cash",
        "survivor-holder": "Lê Con",
    }
    browse("hotich").post(f"{PAGES}/death/{death.id}", typed)
    answer = of_death.take(browse, "hotich", death, "put_forward")
    assert answer.status_code == 422 and "mã số bảo hiểm xã hội, thân nhân" in answer.text
    typed |= {"survivor-insurance_number": "7912345678", "survivor-dependants": "Lê Thị Vợ, 1950, vợ"}
    browse("hotich").post(f"{PAGES}/death/{death.id}", typed)
    for login, name in (("hotich", "put_forward"), ("chutich", "sign"), ("vanthu", "seal")):
        assert of_death.take(browse, login, death, name).status_code == 303
    house.turn(site)
    house.turn(site)
    assert states(rows, death) == {"end_of_residence": "done", "funeral": "done", "survivor": "done"}
