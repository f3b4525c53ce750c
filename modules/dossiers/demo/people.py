"""Who works at the desks of the demo; every name is made up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, User, add_person

HOTICH = "Công chức Tư pháp - Hộ tịch"
PEOPLE = [
    ("motcua", "dossiers.reception", WARD, HOTICH, "Trần Ngọc Lan"),
    ("hotich", "dossiers.expert", WARD, HOTICH, "Nguyễn Minh Trí"),
    ("lanhdao", "dossiers.leader", WARD, "PHÓ CHỦ TỊCH", "Lê Minh Khoa"),
    ("vanthu", "dossiers.sealer", WARD, "Văn thư", "Hồ Kim Ngân"),
    ("giamdoctt", "dossiers.supervisor", WARD, "Giám đốc Trung tâm Phục vụ hành chính công", "Bùi Thanh Tâm"),
    ("motcua2", "dossiers.reception", OTHER_WARD, HOTICH, ""),
    ("hotich2", "dossiers.expert", OTHER_WARD, HOTICH, ""),
    ("lanhdao2", "dossiers.leader", OTHER_WARD, "PHÓ CHỦ TỊCH", ""),
    ("vanphongub", "dossiers.overseer", "VPUB", "Chuyên viên Phòng Kiểm soát thủ tục hành chính", "Huỳnh Quốc Sơn"),
]


def load(session: Session) -> dict[str, User]:
    """Make the accounts; returned by login."""
    return {login: add_person(session, login, role, *post) for login, role, *post in PEOPLE}
