"""A case at the Ministry of Justice: sent when it is put forward, its number in time, late, other, or refused."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.data.messages import Notice
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.actions import actions_of, made_of, values_of
from modules.civil_registration.cases.kinds import AtMinistry, Event, PersonalNumber, State
from modules.interconnect.messages.outgoing import Outgoing
from modules.interconnect.messages.outgoing import State as Going
from tests.modules import interconnected as house
from tests.modules import test_civil_registration_deaths as of_death
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file
from tests.modules.test_civil_registration import BIRTHS, again, declared, paper_of, registered, take


def forward(browse: Any, rows: Any, **others: str) -> Birth:
    birth = declared(browse, rows, **others)
    answer = take(browse, "hotich", birth, "put_forward")
    assert answer.status_code == 303, answer.text
    return again(rows, birth)


def messages(rows: Any, birth: Birth) -> list[Outgoing]:
    here = (Outgoing.about_resource == "civil_registration_birth", Outgoing.about_row == birth.id)
    return list(rows.scalars(select(Outgoing).where(*here).order_by(Outgoing.id)))


def told(rows: Any, birth: Birth) -> list[str]:
    """What the officer has heard, but for the steps that others took."""
    here = (Notice.resource == "civil_registration.births", Notice.row_id == birth.id, Notice.body.not_like("%/20%"))
    return list(rows.scalars(select(Notice.body).where(*here).order_by(Notice.id)))


def test_a_number_that_comes_before_the_signature_stands_on_the_certificate(
    site: Flask, rows: Any, browse: Any
) -> None:
    birth = forward(browse, rows)
    assert birth.at_ministry is AtMinistry.WAITING and birth.pid is PersonalNumber.WAITING
    assert "Chờ Bộ Tư pháp trả kết quả" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    house.turn(site)
    birth = again(rows, birth)
    assert birth.at_ministry is AtMinistry.DONE and birth.pid is PersonalNumber.IN_TIME and birth.ministry_entry
    assert birth.citizen_id is not None and birth.citizen_id.startswith("0792")
    for login, step in (("chutich", "sign"), ("vanthu", "seal")):
        assert take(browse, login, birth, step).status_code == 303
    assert birth.citizen_id in paper_of(browse, rows, birth) and told(rows, birth) == []
    birth = again(rows, birth)
    values, state = made_of(actions_of(rows, Event.BIRTH, birth.id))
    assert state is State.REGISTERED
    assert values == {name: value for name, value in values_of(birth).items() if value is not None}


def test_a_certificate_without_the_number_is_valid_and_the_number_is_told_when_it_comes(
    site: Flask, rows: Any, browse: Any
) -> None:
    house.mood(site, "civil_status", "late", seconds=86400)
    birth = declared(browse, rows)
    house.turn(site)
    birth = registered(browse, rows, birth)
    house.turn(site)
    birth = again(rows, birth)
    assert birth.state is State.REGISTERED and birth.citizen_id is None and birth.pid is PersonalNumber.WAITING
    waiting = browse("hotich").get(f"{BIRTHS}?pid=waiting").text
    assert birth.entry in waiting
    house.mood(site, "civil_status", hurry=True)
    house.turn(site)
    birth = again(rows, birth)
    assert birth.citizen_id is not None and birth.pid is PersonalNumber.LATER
    assert birth.citizen_id not in paper_of(browse, rows, birth)  # what was signed stays as it was signed
    assert told(rows, birth) == ["Có số sau khi ký: giấy khai sinh chưa ghi số"]
    assert birth.entry not in browse("hotich").get(f"{BIRTHS}?pid=waiting").text


def test_a_birth_declared_at_home_is_told_as_mobile_registration(site: Flask, rows: Any, browse: Any) -> None:
    birth = forward(browse, rows, mobile_at="Nhà riêng, 12 Cộng Hòa (mẹ ốm nằm một chỗ)")
    assert "12 Cộng Hòa (mẹ ốm" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    other = forward(browse, rows)
    with site.app_context():
        told = [messages(rows, one)[0].content["procedure"] for one in (birth, other)]
    assert told == ["1.003583", "1.001193"]


def test_a_ministry_that_is_down_for_an_hour_loses_nothing(site: Flask, rows: Any, browse: Any) -> None:
    house.mood(site, "civil_status", "down")
    birth = forward(browse, rows)
    house.turn(site)
    assert messages(rows, birth)[0].state is Going.WAITING and again(rows, birth).at_ministry is AtMinistry.WAITING
    house.mood(site, "civil_status", "well")
    house.turn(site)
    assert again(rows, birth).pid is PersonalNumber.IN_TIME and len(messages(rows, birth)) == 1


def test_an_answer_to_what_has_been_mended_since_is_not_taken(site: Flask, rows: Any, browse: Any) -> None:
    house.mood(site, "civil_status", "late", seconds=86400)
    birth = forward(browse, rows)
    house.turn(site)
    house.mood(site, "civil_status", "down")  # what comes now stays here for a while
    assert take(browse, "chutich", birth, "return", reason="Sai tên đệm").status_code == 303
    assert take(browse, "hotich", birth, "put_forward").status_code == 303
    first, second = (message.key for message in messages(rows, again(rows, birth)))
    assert (first, second) == (f"birth-{birth.id}-1", f"birth-{birth.id}-2")
    from app.engine.access import SYSTEM
    from app.engine.work import work
    from modules.civil_registration.ministry.answers import answered

    result = {"trangThai": 4, "ketQuaXuLy": {"soDinhDanh": "079226000001", "soDangKy": "9"}}
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        answered(session, session.scalars(select(Outgoing).where(Outgoing.key == first)).one(), result)
    assert again(rows, birth).citizen_id is None and again(rows, birth).at_ministry is AtMinistry.WAITING
    with site.app_context(), work(SYSTEM) as session:
        answered(session, session.scalars(select(Outgoing).where(Outgoing.key == second)).one(), result)
    assert again(rows, birth).citizen_id == "079226000001"


def test_what_the_ministry_asks_for_and_refuses_is_told_to_who_declared_it(site: Flask, rows: Any, browse: Any) -> None:
    more = forward(browse, rows, child_name="Nguyễn Bổ Sung")
    no = forward(browse, rows, child_name="Nguyễn Từ Chối")
    house.turn(site)
    assert again(rows, more).at_ministry is AtMinistry.SUPPLEMENT
    assert told(rows, more) == ["Bộ Tư pháp yêu cầu bổ sung: Thiếu nơi cư trú của người mẹ"]
    assert again(rows, no).at_ministry is AtMinistry.REFUSED
    clerk, there = browse("hotich"), f"/civil-registration/ministry/birth/{no.id}"
    assert "Đã có trong sổ của nơi khác" in clerk.get(f"{BIRTHS}/{no.id}").text
    assert browse("chutich").post(there, {}).status_code == 403 and browse("hotich2").post(there, {}).status_code == 404
    assert clerk.post(there, {}).status_code == 303
    assert again(rows, no).at_ministry is AtMinistry.WAITING and len(messages(rows, no)) == 2
    clerk.post(there, {})
    assert "đang được gửi" in clerk.get(f"{BIRTHS}/{no.id}").text and len(messages(rows, no)) == 2


def test_another_number_than_the_one_declared_stands_beside_it(site: Flask, rows: Any, browse: Any) -> None:
    birth = forward(browse, rows, citizen_id="079226777777")
    assert birth.pid is None
    house.turn(site)
    birth = again(rows, birth)
    assert birth.citizen_id == "079226777777" and birth.pid is PersonalNumber.DIFFERS
    assert birth.pid_told not in (None, birth.citizen_id)
    assert told(rows, birth) == ["Số được cấp khác số đã khai"]
    assert birth.pid_told not in browse("hotich").get(f"{BIRTHS}/{birth.id}").text  # masked until somebody asks for it


def test_a_death_is_recorded_there_too(site: Flask, rows: Any, browse: Any) -> None:
    death = of_death.declared(browse, rows)
    assert of_death.take(browse, "hotich", death, "put_forward").status_code == 303
    house.turn(site)
    rows.rollback()
    rows.refresh(death)
    assert death.at_ministry is AtMinistry.DONE and death.ministry_entry
    here = (Outgoing.about_resource == "civil_registration_death", Outgoing.about_row == death.id)
    assert rows.scalar(select(func.count()).select_from(Outgoing).where(*here)) == 1
