"""Branches that do not go straight: taken back, wanted late, late or stuck, given up, answered on paper; who sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.data import clock
from app.engine.access import SYSTEM
from app.engine.work import work
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.branches.kinds import Kind, State, Trouble
from modules.civil_registration.branches.sending import want
from modules.civil_registration.branches.watching import watch
from modules.civil_registration.cases.kinds import Event
from modules.interconnect.links.connections import Connection
from tests.modules import interconnected as house
from tests.modules.interconnected import each_well, running  # noqa: F401 - fixtures of this file
from tests.modules.test_civil_registration import BIRTHS, declared, registered, take
from tests.modules.test_civil_registration_branches import (
    ALL,
    BRANCHES,
    HEAD,
    HOME,
    PAGES,
    birth_with,
    branches,
    heard,
    states,
    step,
)


@pytest.mark.parametrize("mood", ["half", "wrong", "twice"])
def test_half_rubbish_and_double_answers_end_in_one_result(site: Flask, rows: Any, browse: Any, mood: str) -> None:
    house.mood(site, "residence", mood)
    birth = registered(browse, rows, birth_with(browse, rows))
    house.turn(site)
    house.turn(site)
    if mood != "twice":
        assert states(rows, birth)["residence"] == "sent"
        house.mood(site, "residence", "well")
        house.turn(site)
        house.turn(site)
    one = branches(rows, birth)["residence"]
    assert one.state is State.DONE and one.times == 1


def test_who_takes_a_branch_back_or_ends_the_case_sends_nothing(site: Flask, rows: Any, browse: Any) -> None:
    birth = birth_with(browse, rows)
    typed = {name: value for name, value in ALL.items() if name != "want-id_card"}
    browse("hotich").post(f"{PAGES}/birth/{birth.id}", typed)
    assert states(rows, birth)["id_card"] == "withdrawn"
    browse("hotich").post(f"{PAGES}/birth/{birth.id}", ALL)
    assert states(rows, birth)["id_card"] == "wanted"  # wanted after all
    assert take(browse, "hotich", birth, "withdraw", reason="Khai ở nơi khác").status_code == 303
    assert set(states(rows, birth).values()) == {"withdrawn"}
    assert browse("hotich").post(f"{PAGES}/birth/{birth.id}", ALL).status_code == 422


def test_after_the_registration_a_further_branch_goes_out_at_once(site: Flask, rows: Any, browse: Any) -> None:
    birth = registered(browse, rows, declared(browse, rows, **HOME))
    short = {"want-residence": "1", "residence-head_name": "Nguyễn Văn Thành"}
    answer = browse("hotich").post(f"{PAGES}/birth/{birth.id}", short)
    assert answer.status_code == 422 and "còn thiếu" in answer.text and "Nguyễn Văn Thành" in answer.text
    assert states(rows, birth) == {}
    assert browse("hotich").post(f"{PAGES}/birth/{birth.id}", short | HEAD).status_code == 303
    assert states(rows, birth) == {"residence": "sent"}


def test_a_case_that_came_by_the_group_has_its_branches_made(site: Flask, rows: Any, browse: Any) -> None:
    birth = declared(browse, rows, **HOME)
    row = birth.id
    rows.rollback()
    with site.app_context(), work(SYSTEM) as session:
        case = session.get_one(Birth, row)
        for _turn in range(2):
            made = want(case, [Kind.RESIDENCE, Kind.INSURANCE])
        assert [one.kind for one in made] == [Kind.RESIDENCE, Kind.INSURANCE]
        assert made[0].head_name == "Nguyễn Văn Thành" and made[0].address == HOME["father_home"]
        with pytest.raises(ValueError, match="không đi cùng"):
            want(case, [Kind.FUNERAL])


def test_what_is_late_or_stuck_is_told_once_per_stage(site: Flask, rows: Any, browse: Any) -> None:
    house.mood(site, "residence", "late", seconds=864000)
    house.mood(site, "health_insurance", "down")
    birth = registered(browse, rows, birth_with(browse, rows))
    house.turn(site)
    house.turn(site)
    assert states(rows, birth) == {"residence": "received", "insurance": "sent", "id_card": "done"}
    look(site)
    assert {one.trouble for one in branches(rows, birth).values()} == {None}
    with clock.frozen(clock.now() + timedelta(days=6)):
        for _turn in range(2):
            look(site)
    found = branches(rows, birth)
    assert found["residence"].trouble is Trouble.LATE
    assert len(heard(rows, found["residence"])) == 1 and "Quá hạn" in heard(rows, found["residence"])[0]
    listed = browse("hotich").get(f"{BRANCHES}?trouble=late").text
    assert f'{BRANCHES}/{found["residence"].id}"' in listed
    assert browse("hotich2").get(f"{BRANCHES}/{found['residence'].id}").status_code == 404
    house.mood(site, "residence", hurry=True)
    house.turn(site)
    one = branches(rows, birth)["residence"]
    assert one.state is State.DONE and one.trouble is None


def test_what_was_given_up_is_sent_on_under_its_key(site: Flask, rows: Any, browse: Any) -> None:
    house.mood(site, "residence", "down")
    birth = birth_with(browse, rows)
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Connection).where(Connection.port == "residence").values(most_tries=1))
    birth = registered(browse, rows, birth)
    house.mood(site, "residence", "wrong")
    house.turn(site)
    with site.app_context(), work(SYSTEM) as session:
        session.execute(update(Connection).where(Connection.port == "residence").values(most_tries=60))
    one = branches(rows, birth)["residence"]
    assert one.state is State.SENT and "Gửi tiếp" in browse("hotich").get(f"{BIRTHS}/{birth.id}").text
    look(site)
    assert branches(rows, birth)["residence"].trouble is Trouble.STUCK
    house.mood(site, "residence", "well")
    assert step(browse, branches(rows, birth)["residence"], "retry").status_code == 303
    house.turn(site)
    house.turn(site)
    one = branches(rows, birth)["residence"]
    assert one.state is State.DONE and one.times == 1


def look(site: Flask) -> None:
    with site.app_context(), work(SYSTEM) as session:
        for _done in watch(session):
            pass


def test_the_city_sees_how_many_and_no_names(rows: Any, browse: Any) -> None:
    birth = birth_with(browse, rows)
    one = branches(rows, birth)["residence"]
    assert browse("sotuphap").get(f"{BRANCHES}/{one.id}").status_code in (403, 404)
    assert browse("sotuphap").get(f"{PAGES}/birth/{birth.id}").status_code == 403
    page = browse("sotuphap").get("/civil-registration/branch-figures/").text
    assert "Đăng ký thường trú cho trẻ" in page and birth.child_name not in page
    assert "Thời hạn liên thông" in browse("sotuphap").get("/civil_registration/branch-rules").text


def test_a_paper_result_is_entered_by_hand_and_a_verification_takes_longer(site: Flask, rows: Any, browse: Any) -> None:
    house.mood(site, "residence", "late", seconds=864000)
    birth = registered(browse, rows, birth_with(browse, rows))
    house.turn(site)
    before = branches(rows, birth)["residence"]
    due = before.due_at
    assert step(browse, before, "verify", reason="Công an xác minh nơi ở").status_code == 303
    after = branches(rows, birth)["residence"]
    assert after.due_at > due and after.state is State.RECEIVED
    assert step(browse, after, "enter", reason="Công an gửi bản giấy").status_code == 422
    assert step(browse, after, "enter", reason="Công an gửi bản giấy", result_number="15/CT").status_code == 303
    one = branches(rows, birth)["residence"]
    assert one.state is State.DONE and one.result_number == "15/CT" and one.event is Event.BIRTH
