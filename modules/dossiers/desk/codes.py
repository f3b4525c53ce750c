"""Mã hồ sơ: both forms of the law, and the serial of a unit's day."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy.orm import Session

from app.toolkit import NumberSeries, Unit, _, next_number

# TT 01/2018/TT-VPCP art. 19 (000.00.00.H29-230601-0001) and the codes of QĐ 20/2020/QĐ-TTg (H29.26734-260601-0001).
CODE = re.compile(r"^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,6}){0,3})-\d{6}-\d{4,6}$")
# The letters that a dossier ends up with (forms 04 and 05), in books of the desk's own beside those of the văn thư.
APOLOGIES, STOPS = NumberSeries("XLHS", "{number:02d}/XL-UBND"), NumberSeries("TBDHS", "{number:02d}/TBD-UBND")
CITY = "H29"  # Ho Chi Minh City in QĐ 20/2020/QĐ-TTg


def code_of(typed: str) -> str:
    """Return a dossier code as it is stored. ValueError: neither of the two forms."""
    code = typed.strip().upper()
    if not CODE.match(code):
        text = _("“%(code)s” is no dossier code: write it as H29.26734-260601-0001.", code=typed.strip())
        raise ValueError(str(text))
    return code


def next_code(session: Session, unit_id: int, day: date) -> str:
    """Take the next code of a unit's day; the serial begins at 1 every day, without gaps."""
    serial = next_number(session, unit_id, f"HS-{day:%m%d}", day.year)
    return f"{CITY}.{session.get_one(Unit, unit_id).code}-{day:%y%m%d}-{serial:04d}"


def next_line(session: Session, unit_id: int, year: int) -> int:
    """Take the next line of a unit's tracking book of a year (form 07)."""
    return next_number(session, unit_id, "SO-HS", year)
