"""Where the values stand on the blank as a new house begins: to be measured on the print that the ward has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.toolkit import seed_row
from modules.civil_registration.blank.places import BlankPart, BlankPlace

SOURCE = "TT 04/2020/TT-BTP, mẫu Giấy khai sinh; vị trí ước lượng, cần đo trên phôi đang dùng"
PITCH, CLOSE = Decimal(8), Decimal(6)
# part: from the left, from the top, width (mm), dotted lines
PLACES = {
    BlankPart.UNIT: (24, 34, 66, 2),
    BlankPart.ENTRY: (40, 52, 40, 1),
    BlankPart.CHILD_NAME: (62, 84, 128, 1),
    BlankPart.BORN: (68, 92, 50, 1),
    BlankPart.BORN_WORDS: (50, 100, 140, 1),
    BlankPart.SEX: (42, 108, 26, 1),
    BlankPart.ETHNICITY: (88, 108, 36, 1),
    BlankPart.COUNTRY: (148, 108, 42, 1),
    BlankPart.BORN_AT: (42, 116, 148, 2),
    BlankPart.NATIVE_PLACE: (42, 132, 148, 2),
    BlankPart.NUMBER: (70, 148, 60, 1),
    BlankPart.MOTHER_NAME: (80, 160, 110, 1),
    BlankPart.MOTHER_BORN: (42, 168, 30, 1),
    BlankPart.MOTHER_ETHNICITY: (88, 168, 36, 1),
    BlankPart.MOTHER_COUNTRY: (148, 168, 42, 1),
    BlankPart.MOTHER_HOME: (46, 176, 144, 2),
    BlankPart.FATHER_NAME: (80, 196, 110, 1),
    BlankPart.FATHER_BORN: (42, 204, 30, 1),
    BlankPart.FATHER_ETHNICITY: (88, 204, 36, 1),
    BlankPart.FATHER_COUNTRY: (148, 204, 42, 1),
    BlankPart.FATHER_HOME: (46, 212, 144, 2),
    BlankPart.DECLARER_NAME: (90, 231, 100, 1),
    BlankPart.DECLARER_PAPER: (56, 239, 134, 1),
    BlankPart.REGISTERED_AT: (50, 247, 140, 1),
    BlankPart.REGISTERED_ON: (70, 255, 40, 1),
    BlankPart.SIGNER_TITLE: (120, 262, 70, 2),
    BlankPart.SIGNER_NAME: (120, 284, 70, 1),
}


def load(session: Session, city: int) -> None:
    """Write the places; what somebody has measured anew stays so."""
    for part, (across, down, width, lines) in PLACES.items():
        seed_row(
            session,
            f"civil_registration.blank.{part.value}",
            BlankPlace,
            unit_id=city,
            part=part,
            across=Decimal(across),
            down=Decimal(down),
            width=Decimal(width),
            lines=lines,
            pitch=CLOSE if part in (BlankPart.UNIT, BlankPart.SIGNER_TITLE) else PITCH,
            size=12,
            source=SOURCE,
            valid_from=date(2020, 7, 16),
            valid_to=None,
        )
