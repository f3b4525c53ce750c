"""Who takes money in the demo."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.toolkit import OTHER_WARD, WARD, add_person


def load(session: Session) -> None:
    """The clerk of the one-stop desk is the cashier, too, as in most wards."""
    add_person(session, "motcua", "fees.cashier", WARD, "Công chức Tư pháp - Hộ tịch", "Trần Ngọc Lan")
    add_person(session, "lanhdao", "fees.supervisor", WARD, "PHÓ CHỦ TỊCH", "Lê Minh Khoa")
    add_person(session, "sotaichinh", "fees.keeper", "STC", "Chuyên viên", "Phạm Ngọc Lan")
    add_person(session, "motcua2", "fees.cashier", OTHER_WARD, "Công chức Tư pháp - Hộ tịch")
