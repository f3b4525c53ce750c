"""Who keeps the catalogue in the demo; every name is made up."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, User, add_person, clock

PEOPLE = [
    ("sotuphap", "procedures.drafter", "STP", "Chuyên viên", "Đặng Thanh Vy"),
    ("vanphongub", "procedures.office", "VPUB", "Chuyên viên Phòng Kiểm soát thủ tục hành chính", "Huỳnh Quốc Sơn"),
    ("lanhdaotp", "procedures.signer", "79", "PHÓ CHỦ TỊCH", "Phạm Minh Khôi"),
    ("motcua", "procedures.reader", WARD, "Công chức Tư pháp - Hộ tịch", "Trần Ngọc Lan"),
    ("motcua2", "procedures.reader", OTHER_WARD, "Công chức Tư pháp - Hộ tịch", ""),
    # Whoever runs the processes: roles of the one-stop desk.
    ("motcua", "dossiers.reception", WARD, "Công chức Tư pháp - Hộ tịch", "Trần Ngọc Lan"),
    ("hotich", "dossiers.expert", WARD, "Công chức Tư pháp - Hộ tịch", "Nguyễn Minh Trí"),
    ("lanhdao", "dossiers.leader", WARD, "PHÓ CHỦ TỊCH", "Lê Minh Khoa"),
    ("vanthu", "dossiers.sealer", WARD, "Văn thư", "Hồ Kim Ngân"),
]


def load(session: Session) -> dict[str, User]:
    """Make the accounts; returned by login."""
    return {login: add_person(session, login, role, *post) for login, role, *post in PEOPLE}


def morning(day: date) -> datetime:
    """Half past eight of a day."""
    return datetime.combine(day, time(8, 30), clock.ZONE)
