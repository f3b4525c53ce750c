"""Rows to begin with for assets: useful lives to check against the circular in force, and the common label sheet."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import seed_row, unit_of
from modules.equipment import seed
from modules.equipment.labels import LabelSheet
from modules.equipment.seed import ITEMS, item_id
from modules.equipment.wear import UsefulLife

YEARS = 5  # machines and equipment in common use
SOURCE = "Thông tư 23/2023/TT-BTC, Phụ lục số 01; cần đối chiếu trước khi dùng"


def load(session: Session) -> None:
    """Write the rows of the requests, then these; what a user changed or deleted stays so."""
    seed.load(session)
    city = unit_of(session, "79").id
    for code, _name, _measure, _price, software, _specs in ITEMS:
        if not software:
            seed_row(
                session,
                f"equipment.life.{code}",
                UsefulLife,
                unit_id=city,
                item_id=item_id(session, code),
                years=YEARS,
                source=SOURCE,
                valid_from=date(2023, 6, 10),
                valid_to=None,
            )
    seed_row(
        session,
        "equipment.label-sheet.a4",
        LabelSheet,
        unit_id=city,
        name="A4, 3 × 8 nhãn 70 × 37 mm",
        across=3,
        down=8,
        width=70,
        height=37,
    )
