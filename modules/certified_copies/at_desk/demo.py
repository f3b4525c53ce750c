"""Copies asked for at the one-stop desk of the demo: one just received, one to be signed, one issued."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import WARD, User, add_record, as_person, clock, invent_name, keep, take_steps, unit_of
from modules.certified_copies.at_desk.visit_of_dossier import VISITS, copies_of
from modules.certified_copies.capture.pages import tick_all
from modules.certified_copies.key import COPIES
from modules.certified_copies.made_up import picture
from modules.certified_copies.models import Copy
from modules.certified_copies.reception.answers import all_hold
from modules.certified_copies.reception.limits import PROCEDURE
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import Shape
from modules.dossiers.served.following import follow
from modules.dossiers.served.records import Served
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt
from modules.procedures.catalogue.procedures import Procedure

ROAD = (("submit", "motcua"), ("sign", "lanhdao"), ("seal", "vanthu"))
# what is to be copied, hours ago, how many steps its copies have taken
ASKED = (
    ("Bằng tốt nghiệp đại học; Bảng điểm đại học", 1, 0),
    ("Giấy chứng nhận đăng ký kết hôn", 2, 1),
    ("Chứng chỉ ngoại ngữ bậc 4", 4, 3),
)


def load(session: Session) -> None:
    """Receive and serve them once; nothing where the catalogue has no such procedure."""
    procedure = session.scalar(select(Procedure).where(Procedure.code == PROCEDURE))
    logins = {login for _step, login in ROAD}
    people = {one.login: one for one in session.scalars(select(User).where(User.login.in_(logins)))}
    if procedure is None or len(people) < len(logins) or session.scalar(select(Served.dossier_id).limit(1)):
        return
    for place, (subject, ago, steps) in enumerate(ASKED):
        with clock.frozen(clock.now() - timedelta(hours=ago)):
            dossier = _received(session, procedure, place, subject, people["motcua"])
        visit = session.get_one(Served, dossier.id).row_id
        _serve(session, visit, people, steps)


def _received(session: Session, procedure: Procedure, place: int, subject: str, clerk: User) -> Dossier:
    ward = unit_of(session, WARD).id
    with as_person(clerk.id):
        dossier = Dossier(
            unit_id=ward, procedure_id=procedure.id, subject=subject, applicant=invent_name(f"copy at desk {place}"),
            citizen_id=f"0790{95000000 + place * 13579:08d}", phone=f"09120034{place:02d}",
            address=f"{7 + place} Hoàng Văn Thụ, Phường Tân Bình, Thành phố Hồ Chí Minh", created_by_id=clerk.id,
        )  # fmt: skip
        add_record(session, dossier)
        take_steps(session, dossier, [("receive", clerk.id)], partial(_hand_in, dossier))
    return dossier


def _hand_in(dossier: Dossier) -> None:
    for paper in dossier.papers:
        paper.shape = paper.shape or Shape.ORIGINAL


def _serve(session: Session, visit: int, people: dict[str, User], steps: int) -> None:
    """Take the copies of a visit so many steps far; its dossier follows each of them."""
    clerk, copies = people["motcua"], list(copies_of(session, visit))
    if steps:
        with as_person(clerk.id):
            all_hold(session, copies)
            for copy in copies:
                _scan(session, copy)
    for step, login in ROAD[:steps]:
        for copy in copies:
            for check in copy.checks:
                check.passed = True
            with as_person(people[login].id):
                take_steps(session, copy, [(step, people[login].id)])
        follow(VISITS, visit)
    charges = Charge.of(session, COPIES, [copy.id for copy in copies])
    if charges and steps > 1:
        with as_person(clerk.id):
            Receipt.take(session, charges, copies[0].requester, Means.CASH, None)


def _scan(session: Session, copy: Copy) -> None:
    keep(session, copy, "ban-quet.jpg", picture(copy.title, copy.requester), slot="scan")
    tick_all(session, copy)
