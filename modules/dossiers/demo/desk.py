"""Dossiers of one ward in every state, with their days in the past few weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    OTHER_WARD,
    WARD,
    User,
    add_record,
    as_person,
    calendar_of,
    clock,
    db,
    invent_name,
    take_steps,
    unit_of,
)
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import Shape
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.contents import Way

CODE, CASE = "1.000894", "Chưa từng kết hôn"  # marriages, which no module serves: people hand them on
RECEIVE, BEGIN, ON = ("receive", "motcua"), ("begin", "motcua"), ("hand_on", "hotich")
SIGN, SEAL, GIVE = ("hand_on", "lanhdao"), ("finish", "vanthu"), ("hand_over", "motcua")
# days ago, way, the steps with working hours between them
ROADS: list[tuple[int, Way, Sequence[tuple[str, str]]]] = [
    (0, Way.DIRECT, ()),
    (0, Way.ONLINE, ()),
    (0, Way.DIRECT, (RECEIVE,)),
    (0, Way.DIRECT, (RECEIVE, BEGIN)),
    (1, Way.ONLINE, (RECEIVE, BEGIN)),
    (1, Way.DIRECT, (RECEIVE, BEGIN, ON)),
    (1, Way.DIRECT, (RECEIVE, BEGIN, ON, SIGN)),
    (2, Way.POST, (RECEIVE, BEGIN, ON, SIGN, SEAL)),
    (3, Way.DIRECT, (RECEIVE, BEGIN, ON, SIGN, SEAL, GIVE)),
    (4, Way.ONLINE, (RECEIVE, BEGIN, ON, SIGN, SEAL, GIVE)),
    (5, Way.DIRECT, (RECEIVE, BEGIN, ("ask", "hotich"))),
    (6, Way.ONLINE, (("ask_first", "motcua"),)),
    (7, Way.DIRECT, (("reject", "motcua"),)),
    (8, Way.DIRECT, (RECEIVE, BEGIN, ("withdraw", "motcua"), ("let_go", "hotich"))),
    (9, Way.DIRECT, (RECEIVE, BEGIN, ON, ("send_back", "lanhdao"), ON, SIGN, SEAL, GIVE)),
    (2, Way.DIRECT, (RECEIVE, BEGIN, ON, ("extend", "lanhdao"))),
    (10, Way.POST, (RECEIVE, BEGIN, ON, ("stop", "lanhdao"))),
    *((ago, Way.DIRECT, (RECEIVE, BEGIN, ON, SIGN, SEAL, GIVE)) for ago in range(10, 16)),
]
REASONS = {
    "reject": "Nơi cư trú của hai bên không thuộc Thành phố; hướng dẫn nộp tại nơi cư trú.",
    "withdraw": "Người yêu cầu nộp lại ở nơi cư trú của bên nữ.",
    "send_back": "Nơi cư trú ghi theo địa danh cũ, chưa ghi tỉnh, thành phố.",
    "extend": "Chờ cơ quan đăng ký hộ tịch nơi cư trú trước đây xác minh tình trạng hôn nhân.",
    "stop": "Một bên đang có vợ theo Giấy chứng nhận kết hôn số 12/2019.",
    "ask": "", "ask_first": "",
}  # fmt: skip
MISSING = (
    "Giấy xác nhận tình trạng hôn nhân",
    "Cơ sở dữ liệu chưa có tình trạng hôn nhân trong thời gian cư trú trước đây.",
)


def load(session: Session, people: dict[str, User]) -> None:
    """Twenty-three dossiers of the ward, one received for the neighbour."""
    ward, other = unit_of(session, WARD), unit_of(session, OTHER_WARD)
    marriage = session.scalars(select(Procedure).where(Procedure.code == CODE)).one()
    for place, (ago, way, road) in enumerate(ROADS):
        begins = _morning(session, ward.id, ago) + timedelta(minutes=17 * place % 50)
        competent = other.id if place == 2 else None
        with clock.frozen(min(begins, clock.now())), as_person(people["motcua"].id):
            dossier = Dossier(
                unit_id=ward.id, procedure_id=marriage.id, case=CASE, way=way, competent_id=competent,
                applicant=invent_name(f"người yêu cầu {place}"), phone=f"09030012{place:02d}",
                address=f"{12 + place} Cộng Hòa, Phường Tân Bình, Thành phố Hồ Chí Minh", sets=1,
                subject="Đăng ký kết hôn", created_by_id=people["motcua"].id,
            )  # fmt: skip
            add_record(session, dossier)
        _walk(session, people, dossier, begins, road)


def _walk(
    session: Session, people: dict[str, User], dossier: Dossier, begins: datetime, road: Sequence[tuple[str, str]]
) -> None:
    calendar, at = calendar_of(session, dossier.unit_id), begins
    for step, login in road:
        at = min(calendar.add_minutes(at, 25), clock.now())
        with clock.frozen(at), as_person(people[login].id):
            take_steps(
                session, dossier, [(step, people[login].id)], partial(_fill, dossier, step),
                reason=REASONS.get(step, ""),
            )  # fmt: skip


def _fill(dossier: Dossier, step: str) -> None:
    """What is asked with a step."""
    words: dict[str, Any] = {}
    if step == "receive":
        for paper in dossier.papers:
            paper.shape, paper.digitised = paper.shape or Shape.ORIGINAL, True
    elif step in ("ask", "ask_first"):
        words = {"missing": MISSING[0], "missing_why": MISSING[1]}
    elif step == "reject":
        words = {"basis": "Điều 17 Luật Hộ tịch số 60/2014/QH13 (thẩm quyền đăng ký kết hôn)"}
    elif step == "extend":
        calendar = calendar_of(db.session(), dossier.competent_id)
        days = (clock.today() + timedelta(days=ahead) for ahead in range(2, 15))
        words = {"extended_until": next(day for day in days if calendar.is_working_day(day))}
    elif step == "finish":
        words = {"result_number": f"{dossier.id:03d}/{clock.today().year}", "result_on": clock.today()}
    for key, value in words.items():
        setattr(dossier, key, value)


def _morning(session: Session, unit_id: int, ago: int) -> datetime:
    """Eight o'clock of the working day so many days ago, or of the last one before."""
    calendar, day = calendar_of(session, unit_id), clock.today()
    while ago or not calendar.is_working_day(day):
        ago -= calendar.is_working_day(day)
        day -= timedelta(days=1)
    return datetime.combine(day, time(8), clock.ZONE)
