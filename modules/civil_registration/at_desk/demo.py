"""Births and deaths handed in at the one-stop desk of the demo, in several states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import WARD, PartialDay, User, add_record, as_person, clock, invent_name, take_steps, unit_of
from modules.civil_registration.at_desk.case_of_dossier import BIRTHS, DEATHS, Desk
from modules.civil_registration.cases.kinds import Relation
from modules.civil_registration.demo import birth_words, death_words, walk
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import Shape
from modules.dossiers.served.following import follow
from modules.dossiers.served.records import Served
from modules.procedures.catalogue.procedures import Procedure

# desk, procedure, its case, hours ago, whether the official has declared it, what was done with it
ASKED: tuple[tuple[Desk, str, str, int, bool, Sequence[tuple[str, str]]], ...] = (
    (BIRTHS, "1.001193", "Trẻ sinh tại cơ sở y tế", 1, False, ()),
    (BIRTHS, "1.001193", "Trẻ sinh tại cơ sở y tế", 2, True, (("put_forward", "hotich"),)),
    (BIRTHS, "1.001193", "Trẻ sinh tại cơ sở y tế", 3, True, (("put_forward", "hotich"), ("sign", "chutich"), ("seal", "vanthu"))),
    (BIRTHS, "1.001193", "Trẻ sinh ngoài cơ sở y tế", 4, False, (("ask", "hotich"),)),
    (DEATHS, "1.000656", "", 1, False, ()),
    (DEATHS, "1.000656", "", 3, True, (("put_forward", "hotich"), ("sign", "chutich"))),
)  # fmt: skip
KNOWN = {"unit_id", "declarer_name", "declarer_citizen_id", "declarer_home", "phone"}  # by the desk
MISSING = "Văn bản của người làm chứng xác nhận về việc sinh"
WHY = "Trẻ sinh tại nhà, giấy cam đoan chưa ghi người làm chứng."


def load(session: Session) -> None:
    """Receive and serve them once; nothing where the catalogue lacks a procedure."""
    people = {one.login: one for one in session.scalars(select(User))}
    codes = {code for _desk, code, *_rest in ASKED}
    procedures = {one.code: one.id for one in session.scalars(select(Procedure).where(Procedure.code.in_(codes)))}
    known = select(Served.dossier_id).where(Served.resource.in_((BIRTHS.key, DEATHS.key))).limit(1)
    if len(procedures) < len(codes) or "motcua" not in people or session.scalar(known):
        return
    for place, (desk, code, case, ago, declared, steps) in enumerate(ASKED):
        with clock.frozen(clock.now() - timedelta(hours=ago)):
            dossier = _received(session, procedures[code], case, place, people["motcua"])
        row = session.get_one(Served, dossier.id).row_id
        _serve(session, desk, row, place, people, declared=declared, steps=steps)


def _received(session: Session, procedure: int, case: str, place: int, clerk: User) -> Dossier:
    ward = unit_of(session, WARD).id
    with as_person(clerk.id):
        dossier = Dossier(
            unit_id=ward, procedure_id=procedure, case=case or None, applicant=invent_name(f"declarer at desk {place}").replace(" Thị ", " Văn "),
            citizen_id=f"0790{90 + place % 3}{135791 + place * 24683:06d}", phone=f"09120078{place:02d}", created_by_id=clerk.id,
            address=f"{21 + place} Phổ Quang, Phường Tân Bình, Thành phố Hồ Chí Minh",
        )  # fmt: skip
        add_record(session, dossier)
        take_steps(session, dossier, [("receive", clerk.id)], partial(_hand_in, dossier))
    return dossier


def _hand_in(dossier: Dossier) -> None:
    for paper in dossier.papers:
        paper.shape = paper.shape or Shape.ORIGINAL


def _serve(
    session: Session,
    desk: Desk,
    row: int,
    place: int,
    people: dict[str, User],
    *,
    declared: bool,
    steps: Sequence[tuple[str, str]],
) -> None:
    """Declare the case of a dossier and take its steps; the dossier follows."""
    case = session.get_one(desk.kind, row)
    follow(desk.key, row)
    if declared:
        with as_person(people["hotich"].id):
            _declare(session, desk, case, place)
    for step, login in steps:
        if step == "ask":
            case.missing, case.missing_why = MISSING, WHY
        walk(session, case, people, [(step, login)])
        follow(desk.key, row)


def _declare(session: Session, desk: Desk, case: Any, place: int) -> None:
    """What the official types beside what the desk knew; of a birth, the father has come."""
    ward = unit_of(session, WARD)
    if desk is BIRTHS:
        words = birth_words(session, ward, 20 + place, 6 + place, fathered=True)
        words |= {"father_name": case.declarer_name, "father_citizen_id": case.declarer_citizen_id}
        words |= {"father_born": PartialDay(1990 + place % 3, 5, 9), "relation": Relation.FATHER}
        words["child_name"] = " ".join([case.declarer_name.split()[0], *words["child_name"].split()[1:]])
    else:
        words = death_words(session, ward, 20 + place) | {"died_on": PartialDay.of(clock.today() - timedelta(days=3))}
        words["notice_on"] = clock.today() - timedelta(days=3)
    for name, value in words.items():
        if name not in KNOWN:
            setattr(case, name, value)
    session.flush()
    case.saved()
