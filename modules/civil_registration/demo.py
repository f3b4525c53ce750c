"""Births and deaths in every state, in one ward; every person is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import (
    OTHER_WARD,
    WARD,
    PartialDay,
    Unit,
    User,
    add_person,
    add_record,
    as_person,
    clock,
    invent_name,
    take_steps,
    unit_of,
)
from modules.civil_registration.annotations.change import Change, ChangedPart, Fault
from modules.civil_registration.annotations.rules import Kind
from modules.civil_registration.births.birth import Birth, Fatherhood, Proof
from modules.civil_registration.blank.places import BlankPrinter
from modules.civil_registration.branches import demo as branches
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.fee import RESOURCES
from modules.civil_registration.cases.kinds import Relation, Sex, State
from modules.civil_registration.deaths.death import Death, Notice
from modules.civil_registration.demo_books import bring
from modules.civil_registration.extracts import demo as given
from modules.fees.charges import Charge
from modules.fees.receipts import Means, Receipt
from modules.population.lists import Country, Ethnicity
from modules.signing.demo_root import keys_of

OFFICE = "Công chức Tư pháp - Hộ tịch"
PEOPLE = (
    ("hotich", "civil_registration.officer", WARD, OFFICE, "Nguyễn Minh Trí"),
    ("chutich", "civil_registration.signer", WARD, "CHỦ TỊCH", "Đoàn Thanh Bình"),
    ("vanthu", "civil_registration.sealer", WARD, "Văn thư", "Hồ Kim Ngân"),
    ("luutru", "civil_registration.archivist", WARD, "Công chức lưu trữ", "Đỗ Thị Bích Thủy"),
    ("hotich2", "civil_registration.officer", OTHER_WARD, OFFICE, ""),
    ("sotuphap", "civil_registration.overseer", "STP", "Chuyên viên Phòng Hộ tịch", "Võ Hoài Nam"),
)
ROAD = (("put_forward", "hotich"), ("sign", "chutich"), ("seal", "vanthu"), ("hand_over", "hotich"))
REASONS = {"refuse": "Trẻ đã được đăng ký khai sinh."}
# days since the birth, how many steps have been taken, whether there is a father
CASES = ((9, 0, True), (3, 0, True), (75, 0, True), (6, 1, True), (12, 1, False), (4, 2, True), (20, 3, True), (31, 4, True), (44, 4, False))  # fmt: skip


def load(session: Session) -> None:
    """Load what is not there yet."""
    people = {login: add_person(session, login, role, *post) for login, role, *post in PEOPLE}
    ward = unit_of(session, WARD)
    if not session.scalar(select(Birth.id).limit(1)):
        keys_of(session, ward, people["chutich"])
        _cases(session, ward, people)
    given.load(session, ward, people)
    if not session.scalar(select(BlankPrinter.id).limit(1)):
        words = {"right": Decimal("1.5"), "below": Decimal(-2)}
        add_record(session, BlankPrinter(unit_id=ward.id, name="HP LaserJet, bàn hộ tịch", **words))


def _cases(session: Session, ward: Unit, people: dict[str, User]) -> None:
    for place, steps in enumerate((0, 1, 2, 4)):
        with clock.frozen(clock.now() - timedelta(hours=2)), as_person(people["hotich"].id):
            death = add_record(session, Death(**death_words(session, ward, place)))
            branches.choose(death, place)
        walk(session, death, people, ROAD[:steps])
        branches.answer(session, death, place)
    for place, (ago, steps, fathered) in enumerate(CASES):
        with clock.frozen(clock.now() - timedelta(hours=3)), as_person(people["hotich"].id):
            birth = add_record(session, Birth(**birth_words(session, ward, place, ago, fathered=fathered)))
            branches.choose(birth, place)
        walk(session, birth, people, ROAD[:steps])
        branches.answer(session, birth, place)
    bring(session, ward, people["luutru"].id)
    _changed(session, ward, people)


def _changed(session: Session, ward: Unit, people: dict[str, User]) -> None:
    """A correction that waits to be signed, one that stands beside its entry, one of which another place is told."""
    handed = select(Birth).where(Birth.unit_id == ward.id, Birth.state == State.ISSUED).order_by(Birth.id)
    first, second = session.scalars(handed.limit(2)).all()
    elsewhere = {
        "former_place": "UBND xã Cần Giuộc, tỉnh Tây Ninh",
        "former_entry": "15/1998, quyển số 01/1998",
        "person_name": invent_name("elsewhere"),
    }
    home, village = "birth.mother_home", "birth.native_place"
    for steps, words, line in (
        (1, {"birth_id": first.id}, ChangedPart(what=home, new=first.born_at, position=1)),
        (3, {"birth_id": second.id}, ChangedPart(what=village, new="Xã Bình Chánh, Thành phố Hồ Chí Minh", position=1)),
        (3, elsewhere, ChangedPart(what=village, old="Long An", new="Xã Cần Giuộc, tỉnh Tây Ninh", position=1)),
    ):
        change = Change(
            unit_id=ward.id,
            kind=Kind.CORRECTION,
            fault=Fault.DECLARER,
            grounds="Người đi khai sinh ghi nhầm, đối chiếu với giấy tờ bản chính",
            proof="Căn cước của người mẹ; xác nhận nơi cư trú",
            declarer_name=first.declarer_name,
            relation=first.relation,
            declarer_citizen_id=first.declarer_citizen_id,
            phone=first.phone,
            lines=[line],
            **words,
        )
        with clock.frozen(clock.now() - timedelta(hours=2)), as_person(people["hotich"].id):
            add_record(session, change)
        walk(session, change, people, ROAD[:steps])


def birth_words(session: Session, ward: Unit, place: int, ago: int, *, fathered: bool) -> dict[str, Any]:
    """What is declared of a child that was born so many days ago."""
    born, kinh = clock.today() - timedelta(days=ago), Ethnicity.named(session, "Kinh")
    country = Country.coded(session, "VN")
    mother, father = invent_name(f"mother {place}"), invent_name(f"father {place}").replace(" Thị ", " Văn ")
    surname = (father if fathered else mother).split()[0]
    home = f"{12 + place} Hoàng Văn Thụ, {ward.name}, Thành phố Hồ Chí Minh"
    kin = {"ethnicity_id": kinh, "country_id": country}
    words: dict[str, Any] = dict(
        unit_id=ward.id,
        child_name=" ".join([surname, *invent_name(f"child {place}").split()[1:]]),
        born=PartialDay.of(born),
        sex=Sex.MALE if place % 2 else Sex.FEMALE,
        born_at="Bệnh viện Từ Dũ, phường Bến Thành, Thành phố Hồ Chí Minh",
        native_place=f"{ward.name}, Thành phố Hồ Chí Minh",
        proof=Proof.CERTIFICATE,
        proof_number=f"{place + 41:05d}/GCS",
        proof_on=born,
        proof_by="Bệnh viện Từ Dũ",
        declarer_name=father if fathered else mother,
        relation=Relation.FATHER if fathered else Relation.MOTHER,
        declarer_home=home,
        phone=f"09130056{place:02d}",
        copies=3 if place % 2 else 0,
        **kin,
        **_parent("mother", mother, 1994 + place % 4, place, home, kin),
    )
    words["declarer_citizen_id"] = words["mother_citizen_id"]
    if fathered:
        words |= _parent("father", father, 1990 + place % 3, place, home, kin)
        words["fatherhood"] = Fatherhood.MARRIAGE
        words["marriage"] = f"Số {20 + place}/2021, ngày 14/02/2021, {ward.committee}"
        words["declarer_citizen_id"] = words["father_citizen_id"]
    return words


def _parent(who: str, name: str, year: int, place: int, home: str, kin: dict[str, Any]) -> dict[str, Any]:
    digit = 1 if who == "mother" else 0
    words = {"name": name, "born": PartialDay(year, 1 + place % 12, 3 + place), "home": home, **kin}
    words["citizen_id"] = f"079{digit}{year % 100:02d}{104729 + place * 7919:06d}"
    return {f"{who}_{key}": value for key, value in words.items()}


def death_words(session: Session, ward: Unit, place: int) -> dict[str, Any]:
    """What is declared of one who died some days ago."""
    day, name = clock.today() - timedelta(days=2 + place * 5), invent_name(f"deceased {place}")
    year, digit = 1938 + place * 3, 1 if " Thị " in name else 0
    return {
        "unit_id": ward.id,
        "person_name": name,
        "born": PartialDay(year) if place % 2 else PartialDay(year, 3, 8 + place),
        "sex": Sex.FEMALE if digit else Sex.MALE,
        "ethnicity_id": Ethnicity.named(session, "Kinh"),
        "country_id": Country.coded(session, "VN"),
        "citizen_id": f"079{digit}{year % 100:02d}{204113 + place * 4409:06d}",
        "home": f"{70 + place} Cộng Hòa, {ward.name}, Thành phố Hồ Chí Minh",
        "died_on": PartialDay.of(day),
        "died_at": "04:20",
        "place": "Bệnh viện Thống Nhất, phường Tân Sơn Nhất, Thành phố Hồ Chí Minh",
        "notice": Notice.NOTICE,
        "notice_number": f"{31 + place}/GBT-BVTN",
        "notice_on": day,
        "notice_by": "Bệnh viện Thống Nhất",
        "declarer_name": invent_name(f"heir {place}"),
        "relation": Relation.CHILD,
        "declarer_citizen_id": f"079072{310245 + place * 771:06d}",
        "phone": f"09140078{place:02d}",
    }


def walk(session: Session, case: Any, people: Mapping[str, User], road: Sequence[tuple[str, str]]) -> None:
    """Take the steps of a case; what the checks doubt has been looked into, and what is owed is paid."""
    for step, login in road:
        for doubt in case.doubts:
            doubt.why = "Đã đối chiếu bản chính"
        with as_person(people[login].id):
            if step == "hand_over":
                _pay(session, case)
            take_steps(session, case, [(step, people[login].id)], reason=REASONS.get(step, ""))


def _pay(session: Session, case: Case) -> None:
    """What is late costs something, and nothing leaves the house unpaid."""
    charges = Charge.of(session, RESOURCES[case.event], [case.id])
    if charges:
        Receipt.take(session, charges, case.declarer_name, Means.CASH, None)
