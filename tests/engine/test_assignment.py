"""Tasks change hands: taken, given with a reason, handed back; and two leaders never sign the same thing twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.data.base import db
from app.data.messages import Notice
from app.data.people import User
from app.data.task import Assignment, Passage, Task
from app.data.trail import Trail
from app.engine import steps
from app.engine.access import SYSTEM, bind, principal_of
from app.engine.demo import OTHER_WARD, WARD, add_person
from app.engine.work import work
from modules.equipment.models import Request, State
from modules.equipment.screens import requests
from tests.engine.test_rules import KEY, SPRING, _request

HERE = "/equipment/requests"
LATELY = SPRING.replace(year=2026)  # after the districts were closed


@pytest.fixture
def people(site: Flask) -> dict[str, int]:
    """A second leader and a second official of the ward, and a leader of another ward."""
    with site.app_context(), work(SYSTEM) as session:
        for login, role, unit in (
            ("lanhdao2", "equipment.head", WARD),
            ("canbo3", "equipment.official", WARD),
            ("lanhdao9", "equipment.head", OTHER_WARD),
        ):
            add_person(session, login, role, unit, "Thử")
        return {user.login: user.id for user in session.scalars(select(User))}


@pytest.fixture
def submitted(site: Flask, people: dict[str, int]) -> int:
    """A request of the ward that waits for the unit head; canbo made and submitted it."""
    with site.app_context(), work(SYSTEM) as session:
        made = _request(session, LATELY)
        made.created_by_id = people["canbo"]
        made.state = State.SUBMITTED
        session.flush()
        session.add(
            Passage(
                resource=KEY,
                row_id=made.id,
                step="submit",
                source="draft",
                target="submitted",
                actor_id=people["canbo"],
            )
        )
        steps.arrive(session, requests, made)
        return made.id


def _task(rows: Any, row: int) -> Task:
    rows.rollback()
    return rows.scalars(select(Task).where(Task.resource == KEY, Task.row_id == row, Task.closed_at.is_(None))).one()


def test_taking_a_task_keeps_colleagues_off_until_it_is_given(
    rows: Any, browse: Any, people: dict[str, int], submitted: int
) -> None:
    task = _task(rows, submitted)
    path = f"{HERE}/{submitted}/tasks/{task.id}"
    first, second = browse("lanhdao"), browse("lanhdao2")
    assert "Nhận xử lý" in first.get(f"{HERE}/{submitted}").text
    assert first.post(f"{path}/claim", {}).status_code == 303
    assert _task(rows, submitted).assignee_id == people["lanhdao"]
    assert task.number in first.get("/my-work?tab=to-decide&hands=mine").text
    page = second.get(f"{HERE}/{submitted}").text
    assert "Lê Minh Khoa" in page
    assert f"{HERE}/{submitted}/steps/sign" not in page
    second.post(f"{HERE}/{submitted}/steps/sign", {})
    rows.rollback()
    assert rows.get(Request, submitted).state is State.SUBMITTED
    second.post(f"{path}/claim", {})
    assert _task(rows, submitted).assignee_id == people["lanhdao"], "claiming is not taking away"
    listed = f'{HERE}/{submitted}"'
    assert listed not in second.get("/my-work?tab=to-decide").text
    assert listed in second.get("/my-work?tab=to-decide&hands=others").text

    assert second.get(f"{path}/give").status_code == 200
    without = second.post(f"{path}/give", {"to": str(people["lanhdao2"])})
    assert without.status_code == 422
    assert "Nhập lý do" in without.text or "lý do" in without.text
    assert second.post(f"{path}/give", {"to": str(people["lanhdao2"]), "reason": "Anh Khoa đi họp"}).status_code == 303
    page = second.get(f"{HERE}/{submitted}").text
    assert "Anh Khoa đi họp" in page
    assert second.post(f"{HERE}/{submitted}/steps/sign", {}).status_code == 303
    rows.rollback()
    assert rows.get(Request, submitted).state is State.SENT
    assert rows.scalar(select(func.count()).select_from(Trail).where(Trail.table == Assignment.__tablename__)) >= 2


def test_who_takes_over_says_so_to_whoever_had_it(
    rows: Any, browse: Any, people: dict[str, int], submitted: int
) -> None:
    path = f"{HERE}/{submitted}/tasks/{_task(rows, submitted).id}"
    first, second, me = browse("lanhdao"), browse("lanhdao2"), people["lanhdao2"]
    assert "Nhận thay" not in second.get(f"{HERE}/{submitted}").text, "nobody has it yet"
    first.post(f"{path}/claim", {})
    assert f"{path}/give?to={me}" in second.get(f"{HERE}/{submitted}").text
    asked = second.get(f"{path}/give?to={me}").text
    assert "Nhận thay" in asked and "Lê Minh Khoa sẽ được báo kèm lý do." in asked
    late = second.post(f"{path}/claim", {})
    assert "Lê Minh Khoa vừa nhận việc này" in second.get(late.location).text
    nobody = second.post(f"{path}/give", {"to": "", "reason": "Anh Khoa đi họp"})
    assert nobody.status_code == 422 and "Chọn người nhận việc." in nobody.text and "bốn mắt" not in nobody.text
    assert second.post(f"{path}/give", {"to": str(me), "reason": "Anh Khoa đi họp"}).status_code == 303
    rows.rollback()
    told = select(Notice.body).where(Notice.user_id == people["lanhdao"], Notice.row_id == submitted)
    (body,) = rows.scalars(told)
    assert " nhận xử lý " in body and body.endswith("thay bạn: Anh Khoa đi họp")


def test_who_may_get_a_task(rows: Any, browse: Any, people: dict[str, int], submitted: int) -> None:
    path = f"{HERE}/{submitted}/tasks/{_task(rows, submitted).id}"
    leader = browse("lanhdao")
    for login in ("lanhdao9", "canbo3", "sokhcn"):
        answer = leader.post(f"{path}/give", {"to": str(people[login]), "reason": "thử"})
        assert answer.status_code == 422, login
    assert leader.post(f"{path}/give", {"to": "abc", "reason": "thử"}).status_code == 422
    assert browse("canbo").post(f"{path}/claim", {}).status_code == 403
    assert browse("canbo2").post(f"{path}/claim", {}).status_code == 404
    assert leader.post(f"{HERE}/{submitted}/tasks/999999/claim", {}).status_code == 303
    assert _task(rows, submitted).assignee_id is None
    assert leader.post(f"{path}/give", {"to": str(people["lanhdao2"]), "reason": "phân công"}).status_code == 303
    rows.rollback()
    notice = rows.scalars(select(Notice).where(Notice.user_id == people["lanhdao2"], Notice.row_id == submitted)).one()
    assert "phân công" in notice.body


def test_four_eyes_hold_for_given_tasks(
    rows: Any, browse: Any, people: dict[str, int], submitted: int, site: Flask
) -> None:
    with site.app_context(), work(SYSTEM) as session:
        session.execute(
            update(Passage)
            .where(Passage.resource == KEY, Passage.row_id == submitted)
            .values(actor_id=people["lanhdao2"])
        )
    path = f"{HERE}/{submitted}/tasks/{_task(rows, submitted).id}"
    page = browse("lanhdao").get(f"{path}/give").text
    assert f'value="{people["lanhdao2"]}"' not in page
    assert browse("lanhdao").post(f"{path}/give", {"to": str(people["lanhdao2"]), "reason": "x"}).status_code == 422
    assert browse("lanhdao2").post(f"{path}/claim", {}).status_code == 403


def test_handing_back_needs_a_reason(rows: Any, browse: Any, people: dict[str, int], submitted: int) -> None:
    path = f"{HERE}/{submitted}/tasks/{_task(rows, submitted).id}"
    leader = browse("lanhdao")
    assert leader.get(f"{path}/hand-back").status_code == 403
    leader.post(f"{path}/claim", {})
    assert leader.post(f"{path}/hand-back", {"reason": " "}).status_code == 422
    assert leader.post(f"{path}/hand-back", {"reason": "Không thuộc lĩnh vực phụ trách"}).status_code == 303
    assert _task(rows, submitted).assignee_id is None
    assert "Không thuộc lĩnh vực phụ trách" in leader.get(f"{HERE}/{submitted}?stream=history").text


def test_the_ward_reads_why_its_request_came_back(rows: Any, browse: Any, submitted: int) -> None:
    why = "Bổ sung báo giá của ba nhà cung cấp"
    assert browse("lanhdao").post(f"{HERE}/{submitted}/steps/return", {"reason": ""}).status_code == 422
    assert browse("lanhdao").post(f"{HERE}/{submitted}/steps/return", {"reason": why}).status_code == 303
    ward = browse("canbo")
    page = ward.get(f"{HERE}/{submitted}").text
    assert 'id="returned"' in page
    assert why in page
    assert why in ward.get("/my-work").text
    rows.rollback()
    step_path = f"{HERE}/{submitted}/edit"
    assert ward.get(step_path).status_code == 200


def test_of_two_leaders_who_sign_at_once_one_signs(site: Flask, people: dict[str, int], submitted: int) -> None:
    """On PostgreSQL both have read the same version before either writes."""
    ready, told = threading.Barrier(2, timeout=20), []

    def sign(login: str) -> None:
        with site.app_context():
            session = db.session()
            bind(session, SYSTEM)
            user = session.get(User, people[login])
            who = principal_of(session, user, SPRING.date().replace(year=2026))
            record = session.get(Request, submitted)
            version = record.version
            session.rollback()
            ready.wait()
            try:
                with work(who) as working:
                    record = working.scalars(select(Request).where(Request.id == submitted)).one()
                    steps.take(working, requests, record, "sign", who, seen=version)
                told.append("signed")
            except ValueError as error:
                told.append(str(error))

    threads = [threading.Thread(target=sign, args=(login,)) for login in ("lanhdao", "lanhdao2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(one == "signed" for one in told) == [False, True], told
    assert any("vừa được người khác xử lý" in one for one in told)
    with site.app_context():
        bind(db.session(), SYSTEM)
        where = (Passage.resource == KEY, Passage.row_id == submitted, Passage.step == "sign")
        assert db.session.scalar(select(func.count()).select_from(Passage).where(*where)) == 1
        here = (Task.resource == KEY, Task.row_id == submitted, Task.closed_at.is_(None))
        assert db.session.scalar(select(func.count()).select_from(Task).where(*here)) == 1


def test_a_double_click_on_a_step_that_stays_is_one_passage(site: Flask, people: dict[str, int]) -> None:
    """A delivery in parts leads from “delivered” to itself: the version tells two clicks apart."""
    with site.app_context(), work(SYSTEM) as session:
        made = _request(session, LATELY)
        made.state = State.DELIVERED
        session.flush()
        version = made.version
        object.__setattr__(step := steps.find_step(requests, "deliver"), "guard", None)
        do = step.do
        object.__setattr__(step, "do", None)
        try:
            steps.take(session, requests, made, "deliver", SYSTEM, seen=version)
            with pytest.raises(ValueError, match="vừa được người khác xử lý"):
                steps.take(session, requests, made, "deliver", SYSTEM, seen=version)
        finally:
            object.__setattr__(step, "do", do)
            object.__setattr__(step, "guard", lambda request: not request.all_delivered())
        session.rollback()
