"""Demo data of the other 160 units: their officials, what they asked for, their quotas, and more halls and trainers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import Unit, clock, commune_units, fold, invent_name, put_rows, unit_of
from modules.training.catalogue.courses import Course, Requirement, Subject
from modules.training.catalogue.people import Position, Trainee
from modules.training.catalogue.trainers import Rank, Trainer, TrainerSubject
from modules.training.catalogue.venues import Region, Room, Venue
from modules.training.demo.people import STAFF, morning, units
from modules.training.planning.plans import Plan, Quota
from modules.training.planning.surveys import Answered, Need, NeedLine, Survey

HALLS = [
    ("Trường Cán bộ Thành phố", "324 Chu Văn An, phường Bình Lợi Trung", 0, [("Hội trường B", 200), ("Phòng 2.1", 90)]),
    ("UBND phường Thủ Đức", "Phường Thủ Đức", 0, [("Hội trường", 120)]),
    ("UBND xã Củ Chi", "Xã Củ Chi", 0, [("Hội trường", 100)]),
    ("UBND phường Dĩ An", "Phường Dĩ An", 1, [("Hội trường", 120)]),
    ("UBND phường Vũng Tàu", "Phường Vũng Tàu", 2, [("Hội trường", 120)]),
]
TRAINERS = [
    ("Đặng Thu Hương", 1, "Sở Tư pháp", (0, 2)),
    ("Bùi Văn Hải", 2, "Sở Tư pháp", (0,)),
    ("Trịnh Minh Đức", 2, "Công an Thành phố", (1, 4)),
    ("Lý Gia Hân", 2, "Trung tâm Chuyển đổi số", (2, 3)),
    ("Phan Anh Tuấn", 1, "Trường Đại học Công nghệ Thông tin", (3, 4)),
    ("Ngô Thảo Vy", 2, "Sở Khoa học và Công nghệ", (1, 2)),
]
SILENT = 5  # units that did not answer the survey of the plan


def others(session: Session) -> list[Unit]:
    """The units without accounts by code, which is by region."""
    known = {one.id for one in units(session)}
    return sorted((one for one in commune_units(session, clock.today()) if one.id not in known), key=lambda u: u.code)


def demanded(session: Session) -> dict[int, set[int]]:
    """The positions that must have a course, by course, in the order of courses."""
    found: dict[int, set[int]] = {}
    rows = select(Requirement.course_id, Requirement.position_id).where(Requirement.valid_on(clock.today()))
    for course, position in session.execute(rows.order_by(Requirement.course_id)):
        found.setdefault(course, set()).add(position)
    return found


def officials(session: Session) -> None:
    """Nine officials in each unit."""
    positions = dict(session.execute(select(Position.code, Position.id)).all())
    rows = []
    for unit in others(session):
        for number, code in enumerate(STAFF, 11):
            staff = f"CC-{unit.code}-{number:03d}"
            name = invent_name(staff)
            own = {"unit_id": unit.id, "code": staff, "name": name, "position_id": positions[code]}
            rows.append(own | {"left": False, "search_key": fold(f"{staff} {name}")})
    put_rows(session, Trainee, rows)


def halls_and_trainers(session: Session) -> None:
    """Halls for a hundred and more in three regions, and trainers enough for two years' classes."""
    city = unit_of(session, "79").id
    regions = list(session.scalars(select(Region.id).order_by(Region.id)))
    ranks, subjects = (list(session.scalars(select(model.id).order_by(model.id))) for model in (Rank, Subject))
    for name, address, region, halls in HALLS:
        venue = Venue(unit_id=city, name=name, address=address, region_id=regions[region])
        session.add(venue)
        session.flush()
        session.add_all(
            Room(unit_id=city, venue_id=venue.id, name=f"{hall} – {name}", seats=seats) for hall, seats in halls
        )
    for name, rank, workplace, teaches in TRAINERS:
        lines = [TrainerSubject(position=at, subject_id=subjects[one]) for at, one in enumerate(teaches, 1)]
        session.add(Trainer(unit_id=city, name=name, rank_id=ranks[rank], workplace=workplace, subjects=lines))
    session.flush()


def needs_and_quotas(session: Session, plan: Plan) -> None:
    """What each unit asked for, in the survey of the plan and in the one that is open; and what it was given."""
    needed = _needed(session)
    for survey in session.scalars(select(Survey).order_by(Survey.id)).all():
        answering = _answering(session, survey)
        rows = [
            {"unit_id": unit.id, "survey_id": survey.id, "state": Answered.SENT, "created_at": morning(survey.opens_on)}
            for unit in answering
        ]
        lines = []
        for at, need in enumerate(put_rows(session, Need, rows)):
            for position, (course, number) in enumerate(needed.items(), 1):
                want = max(1, number + (at + position) % 3 - 1)
                lines.append({"need_id": need, "position": position, "course_id": course, "number": want})
        put_rows(session, NeedLine, lines)
    given = [(unit, course, number + 2) for unit in others(session) for course, number in needed.items()]
    put_rows(session, Quota, [
        {"unit_id": unit.id, "for_unit_id": unit.id, "plan_id": plan.id, "course_id": course, "seats": seats}
        for unit, course, seats in given
    ])  # fmt: skip


def _needed(session: Session) -> dict[int, int]:
    """How many officials of a unit must have each course."""
    positions = dict(session.execute(select(Position.code, Position.id)).all())
    staff = [positions[code] for code in STAFF]
    known = set(session.scalars(select(Course.id).where(Course.withdrawn.is_(False))))
    return {course: sum(one in whom for one in staff) for course, whom in demanded(session).items() if course in known}


def _answering(session: Session, survey: Survey) -> list[Unit]:
    """All but a few answered the survey that is over; the one that is open has a third of the answers."""
    there = set(session.scalars(select(Need.unit_id).where(Need.survey_id == survey.id)))
    if survey.closes_on < clock.today():
        return [one for one in commune_units(session, clock.today()) if one.id not in there][:-SILENT]
    return others(session)[::3]
