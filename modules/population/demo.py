"""Who keeps the lists of the demo."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.toolkit import WARD, add_person


def load(session: Session) -> None:
    """Make the accounts."""
    add_person(session, "hotich", "population.officer", WARD, "Công chức Tư pháp - Hộ tịch", "Nguyễn Minh Trí")
    add_person(session, "danhmuc", "population.keeper", "79", "Chuyên viên quản lý danh mục", "Phan Quỳnh Mai")
    add_person(session, "sotuphap", "population.overseer", "STP", "Chuyên viên Phòng Hộ tịch", "Võ Hoài Nam")
