"""What a new house begins with: exemptions as rows; each module brings the rules of its own fees."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.fees.rules import Exemption

UNSURE = "cần đối chiếu văn bản địa phương trước khi dùng"
EXEMPT = [
    ("Người thuộc hộ nghèo", 100, f"Nghị quyết của Hội đồng nhân dân thành phố ({UNSURE})"),
    ("Người cao tuổi, người khuyết tật", 100, f"Nghị quyết của Hội đồng nhân dân thành phố ({UNSURE})"),
    ("Người có công với cách mạng", 100, f"Nghị quyết của Hội đồng nhân dân thành phố ({UNSURE})"),
]


def load(session: Session) -> None:
    """Rules as rows: administrators change them, a new circular is a new row with its own first day."""
    city = unit_of(session, "79").id
    for name, percent, source in EXEMPT:
        seed_row(
            session,
            f"fees.exemption.{name}",
            Exemption,
            unit_id=city,
            name=name,
            percent=percent,
            source=source,
            valid_from=date(2017, 1, 1),
            valid_to=None,
        )
