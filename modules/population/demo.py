"""The people of the demo: families of two wards, all made up, and who works with them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, PartialDay, User, add_person, add_record, as_person, unit_of
from modules.interconnect import Connection, OfficerAccount
from modules.population.beside import AddressKind, PaperKind, PersonAddress, PersonPaper, Relation, RelationKind
from modules.population.lists import Country, Ethnicity
from modules.population.person import Person, Sex
from modules.population.register import Found, LookUp, Outcome
from modules.population.verifying import take_in

SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Phan",
    "Trương",
)
MEN = ("Quốc Bảo", "Minh Khoa", "Thanh Tùng", "Hoàng Phúc", "Gia Khôi", "Đức Sơn", "Nhật Quang", "Hữu Thịnh")
WOMEN = ("Thị Thu Hà", "Ngọc Lan", "Kim Ngân", "Thuý Vy", "Mỹ Trang", "Hồng Anh", "Bích Thủy", "Phương Uyên")
STREETS = ("Lê Văn Sỹ", "Hoàng Văn Thụ", "Trường Chinh", "Cách Mạng Tháng Tám")
OLD = ("Tổ 5, Phường 2, Quận Tân Bình, TP. Hồ Chí Minh", "P.5, Q.3, TP.HCM", "Phường 12")
PLACES = ("079", "079", "074", "077", "001", "048")
ETHNICITIES = {2: "Hoa", 7: "Khmer", 9: "Chăm"}

# Whom the simulated database knows (modules/interconnect/simulators/population.py).
THERE = [
    ("Nguyễn Thị Hạnh", Sex.FEMALE, PartialDay(1990, 5, 14), "079190012345"),
    ("Trần Minh Khôi", Sex.MALE, PartialDay(1988, 11, 2), "079088023456"),
]


def load(session: Session) -> None:
    """Make the accounts and the families, once."""
    officer = add_person(
        session, "hotich", "population.officer", WARD, "Công chức Tư pháp - Hộ tịch", "Nguyễn Minh Trí"
    )
    other = add_person(
        session, "hotich2", "population.officer", OTHER_WARD, "Công chức Tư pháp - Hộ tịch", "Lê Hoài An"
    )
    add_person(session, "danhmuc", "population.keeper", "79", "Chuyên viên quản lý danh mục", "Phan Quỳnh Mai")
    add_person(session, "sotuphap", "population.overseer", "STP", "Chuyên viên Phòng Hộ tịch", "Võ Hoài Nam")
    if session.scalar(select(Person.id).limit(1)):
        return
    for number, surname in enumerate(SURNAMES):
        with as_person((officer if number < 8 else other).id):
            _family(session, number, surname, WARD if number < 8 else OTHER_WARD)
    with as_person(officer.id):
        _looked_up(session)
        for name, sex, born, known_number in THERE:
            person = _person(session, unit_of(session, WARD).id, name, sex, born, 99, numbered=False)
            person.citizen_id = known_number
    _may_ask(session, officer)


def _family(session: Session, number: int, surname: str, ward: str) -> None:
    unit, year = unit_of(session, ward).id, 1968 + number
    wife = SURNAMES[(number + 4) % len(SURNAMES)]
    father = _person(
        session, unit, f"{surname} {MEN[number % 8]}", Sex.MALE, PartialDay(year, 1 + number % 12, 9), number
    )
    mother = _person(
        session, unit, f"{wife} {WOMEN[number % 8]}", Sex.FEMALE, PartialDay(year + 3, 2 + number % 10, 21), number + 20
    )
    first = PartialDay(year + 27, 5, 1 + number)
    children = [
        _person(session, unit, f"{surname} {MEN[(number + 3) % 8]}", Sex.MALE, first, number + 40),
        _person(
            session,
            unit,
            f"{surname} {WOMEN[(number + 5) % 8]}",
            Sex.FEMALE,
            PartialDay(2016, 3, 1 + number),
            number + 60,
        ),
    ]
    father.relations = [Relation(kind=RelationKind.SPOUSE, other_id=mother.id, position=1)]
    for child in children:
        child.relations = [
            Relation(kind=RelationKind.FATHER, other_id=father.id, position=1),
            Relation(kind=RelationKind.MOTHER, other_id=mother.id, position=2),
        ]
    if number in (1, 5):
        elder = PartialDay(1940) if number == 1 else PartialDay(1942, 5)
        grandfather = _person(session, unit, f"{surname} Văn Lộc", Sex.MALE, elder, 80 + number, numbered=number == 5)
        grandfather.died_on = PartialDay(2021, 8) if number == 1 else None
        father.relations.append(Relation(kind=RelationKind.FATHER, other_id=grandfather.id, position=2))
    session.flush()


def _person(
    session: Session, unit: int, name: str, sex: Sex, born: PartialDay, at: int, *, numbered: bool = True
) -> Person:
    family, fresh = at % 20, born.year >= 2000
    digit = 2 * fresh + (sex is Sex.FEMALE)
    number = f"{PLACES[family % 6]}{digit}{born.year % 100:02}{100213 + 4177 * at:06}" if numbered else None
    if at == 6:  # an old card that was made out for a woman
        number = f"0791{born.year % 100:02}{100213:06}"
    ethnicity = Ethnicity.named(session, ETHNICITIES.get(family, "Kinh"))
    person = Person(
        unit_id=unit,
        full_name=name,
        sex=sex,
        born=born,
        citizen_id=number,
        old_number=f"02{3000000 + 7919 * at:07}" if born.year < 1990 and at < 20 else None,
        ethnicity_id=ethnicity,
        country_id=Country.coded(session, "VN"),
        addresses=_addresses(unit, family, at),
        papers=_papers(born, at),
    )
    return add_record(session, person)


def _addresses(unit: int, family: int, at: int) -> list[PersonAddress]:
    detail = f"{12 + 7 * family}/{1 + family % 5} {STREETS[family % 4]}"
    found = [PersonAddress(kind=AddressKind.PERMANENT, unit_id=unit, detail=detail, position=1)]
    if at < len(OLD):
        found.append(PersonAddress(kind=AddressKind.CURRENT, legacy_text=OLD[at], position=2))
    return found


def _papers(born: PartialDay, at: int) -> list[PersonPaper]:
    if at >= 20 or born.year > 1980:
        return []
    return [
        PersonPaper(
            kind=PaperKind.PASSPORT, number=f"C{4410000 + 37 * at}", issuer="Cục Quản lý xuất nhập cảnh", position=1
        )
    ]


def _may_ask(session: Session, officer: User) -> None:
    """Give the officer an account at the population database, without which it answers nobody."""
    way = session.scalar(select(Connection).where(Connection.port == "population").limit(1))
    if way is not None:
        account = OfficerAccount(connection_id=way.id, user_id=officer.id, account=f"CB{officer.id:05d}")
        account.unit_id = way.unit_id
        add_record(session, account).keep(session, "minh-hoa")


def _looked_up(session: Session) -> None:
    """Two who were verified: one agrees, of the other the database knows another day of birth."""
    people = session.scalars(select(Person).where(Person.citizen_id.is_not(None)).order_by(Person.id).limit(2)).all()
    for person, born in zip(people, (people[0].born, PartialDay(1971, 12, 2)), strict=True):
        answer = Found(person.full_name, born, person.sex, "Kinh", "VN", request_id=f"DEMO-{person.id:04}")
        asked = LookUp(
            person_id=person.id,
            unit_id=person.unit_id,
            full_name=person.full_name,
            citizen_id=person.citizen_id,
            born=person.born,
            service="1.001193",
            purpose="Đối chiếu khi tiếp nhận hồ sơ",
            outcome=Outcome.FOUND,
            request_id=answer.request_id,
        )
        add_record(session, asked)
        take_in(session, person, answer)
