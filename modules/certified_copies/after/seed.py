"""What a new house begins with: how long things are kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row
from modules.certified_copies.after.retention import Matter, RetentionRule

LAW = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 và NĐ 356/2025/NĐ-CP: chỉ lưu trong thời gian cần thiết; số ngày do đơn vị quyết định"
DAYS = {Matter.SCANS: 180, Matter.LINKS: 90, Matter.LOOK_UPS: 90}


def load(session: Session, city: int) -> None:
    """The days are a beginning; administrators change them by rows."""
    for matter, days in DAYS.items():
        seed_row(
            session,
            f"certified_copies.retention.{matter.value}",
            RetentionRule,
            unit_id=city,
            matter=matter,
            days=days,
            source=LAW,
            valid_from=date(2026, 1, 1),
            valid_to=None,
        )
