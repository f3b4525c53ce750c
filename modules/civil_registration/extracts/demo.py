"""Requests for extracts in every state, one of them of another ward's entry; every person is made up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, Unit, User, add_record, as_person, clock, invent_name, take_steps, unit_of
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import ENTERED, Event, Relation
from modules.civil_registration.deaths.death import Death
from modules.civil_registration.extracts.extract import Extract
from modules.civil_registration.extracts.fee import KEY
from modules.civil_registration.extracts.log import note_opening, note_search
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt

ROAD = (("put_forward", "hotich"), ("sign", "chutich"), ("seal", "vanthu"), ("hand_over", "hotich"))
PURPOSES = ("Nhập học cho con", "Làm hộ chiếu", "Bổ sung hồ sơ bảo hiểm", "Làm thủ tục thừa kế", "Mua vé máy bay")


def load(session: Session, ward: Unit, people: dict[str, User]) -> None:
    """Load what is not there yet."""
    if session.scalar(select(Extract.id).limit(1)):
        return
    births = session.scalars(select(Birth).where(Birth.state.in_(ENTERED)).order_by(Birth.id)).all()
    deaths = session.scalars(select(Death).where(Death.state.in_(ENTERED)).order_by(Death.id)).all()
    if not births or not deaths:
        return
    for place in range(5):
        case: Case = deaths[0] if place == 3 else births[place % len(births)]
        _given(session, ward, case, people, place)
    _elsewhere(session, births[0], people["hotich2"])


def _given(session: Session, ward: Unit, case: Case, people: dict[str, User], steps: int) -> None:
    with clock.frozen(clock.now() - timedelta(hours=1)), as_person(people["hotich"].id):
        extract = Extract.asked(
            case,
            ward.id,
            asker_name=invent_name(f"asker {steps}"),
            asker_relation=Relation.RELATIVE,
            asker_citizen_id=f"079{steps % 2}88{401233 + steps * 611:06d}",
            purpose=PURPOSES[steps],
            copies=1 + steps % 3,
        )
        add_record(session, extract)
    for step, login in ROAD[:steps]:
        if step == "hand_over":
            _paid(session, extract)
        with as_person(people[login].id):
            take_steps(session, extract, [(step, people[login].id)])


def _paid(session: Session, extract: Extract) -> None:
    cashier = session.scalar(select(User).where(User.login == "motcua"))
    with as_person(cashier.id if cashier else None):
        Receipt.take(session, Charge.of(session, KEY, [extract.id]), extract.asker_name, Means.CASH, None)


def _elsewhere(session: Session, case: Case, officer: User) -> None:
    """The officer of another ward has found an entry of this one, and asks for its extract there."""
    unit = unit_of(session, OTHER_WARD)
    asker = invent_name("asker elsewhere")
    with as_person(officer.id):
        said = f"{case.number:02d}/{case.year}, {session.get_one(Unit, case.unit_id).name}"
        words = {"asker": asker, "purpose": PURPOSES[1], "sought": said, "event": Event.BIRTH}
        note_search(session, unit.id, cases=[case.id], **words)
        note_opening(session, case, unit.id, **words)
        add_record(session, Extract.asked(case, unit.id, asker_name=asker, purpose=PURPOSES[1], copies=2))
