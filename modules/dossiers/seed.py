"""What a new house begins with: the rule of the desk that is in force."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.dossiers.journey.rules import DeskRule


def load(session: Session) -> None:
    """Write the starting rows; what an administrator changed or deleted stays so."""
    city = unit_of(session, "79").id
    words = {"cut_off": "15:00", "supplements": 1, "valid_from": date(2018, 6, 21)}
    source = "NĐ 61/2018/NĐ-CP, nay là NĐ 118/2025/NĐ-CP; sau 15 giờ: theo luật chuyên ngành (cần đối chiếu)"
    seed_row(session, "dossiers.desk_rule", DeskRule, unit_id=city, source=source, **words)
