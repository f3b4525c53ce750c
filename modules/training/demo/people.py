"""Who is there: one account a role, and officials of several wards."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, Unit, User, add_person, clock, invent_name, some_units, unit_of
from modules.training.catalogue.people import Position, Trainee

ACCOUNTS = [
    ("dieuphoi", "training.coordinator", "SKHCN", "Chuyên viên", "Huỳnh Thanh Trang"),
    ("sotaichinh", "training.finance", "STC", "Chuyên viên", "Phạm Ngọc Lan"),
    ("duyetkehoach", "training.approver", "SKHCN", "PHÓ GIÁM ĐỐC", "Đỗ Quốc Khôi"),
    ("vanthusokhcn", "training.seal_keeper", "SKHCN", "Văn thư", "Võ Ngọc Vy"),
    ("giangvien", "training.trainer", "SKHCN", "Giảng viên", "Võ Thanh Tùng"),
    ("canbo", "training.officer", WARD, "Công chức Văn phòng", "Nguyễn Thị Thu Hà"),
    ("lanhdao", "training.head", WARD, "Phó Chủ tịch UBND phường", "Lê Minh Khoa"),
    ("motcua", "training.learner", WARD, "Công chức Tư pháp - Hộ tịch", "Trần Ngọc Lan"),
    ("hocvien", "training.learner", WARD, "Cán bộ Trung tâm phục vụ hành chính công", "Bùi Kim Ngân"),
    ("tapsu2", "training.officer", OTHER_WARD, "Công chức Văn phòng", "Hồ Gia Anh"),
    ("lanhdao2", "training.head", OTHER_WARD, "Chủ tịch UBND phường", "Đặng Minh Sơn"),
]
OWN = {"motcua": "TPHT", "hocvien": "MC", "canbo": "VPTK", "lanhdao": "LD"}
STAFF = ("LD", "TPHT", "TPHT", "VPTK", "MC", "MC", "VT", "CA", "TCNS")


def accounts(session: Session) -> dict[str, User]:
    """One account a role, and the officers of a second ward."""
    return {login: add_person(session, login, role, unit, title, name) for login, role, unit, title, name in ACCOUNTS}


def trainees(session: Session, people: dict[str, User]) -> list[Trainee]:
    """Nine officials in each of eight units; four of them have accounts."""
    positions = dict(session.execute(select(Position.code, Position.id)).all())
    ward, found = unit_of(session, WARD), []
    for number, (login, code) in enumerate(OWN.items(), 1):
        found.append(
            Trainee(
                unit_id=ward.id,
                code=f"CC-{ward.code}-{number:03d}",
                name=people[login].name,
                position_id=positions[code],
                user_id=people[login].id,
                email=f"{login}@phuong.example",
            )
        )
    for unit in units(session):
        for number, code in enumerate(STAFF, 11):
            staff = f"CC-{unit.code}-{number:03d}"
            found.append(Trainee(unit_id=unit.id, code=staff, name=invent_name(staff), position_id=positions[code]))
    session.add_all(found)
    session.flush()
    return found


def morning(day: date) -> datetime:
    """Nine o'clock of a day, or now when that is still to come."""
    return min(datetime.combine(day, time(9), clock.ZONE), clock.now())


def units(session: Session) -> list[Unit]:
    """The two wards with accounts, and some more of each kind."""
    return some_units(session, 3, 2, 1)
