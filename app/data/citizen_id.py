"""The personal identification number (số định danh cá nhân): 12 digits (Law on Identification 26/2023/QH15, art. 12).

Three digits for the province or country of birth registration, one for century and sex, two for the year of birth,
six at random (Decree 70/2024/NĐ-CP). There is no check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from app.data.clock import today
from app.data.text import _

LENGTH = 12
FIRST_CENTURY = 1900  # century digits 0 and 1; every further pair is a hundred years later


@dataclass(frozen=True)
class CitizenId:
    """What a personal number tells: the code of the place, the year of birth and the sex."""

    place: str
    born_in: int
    sex: Literal["male", "female"]


def check_citizen_id(typed: str) -> str:
    """Return the number without spaces and dots; ValueError says in a sentence what is wrong."""
    bare = re.sub(r"[\s.\-]", "", typed)
    if not (bare.isascii() and bare.isdigit()):
        raise ValueError(str(_("A personal number has digits only")))
    if len(bare) < LENGTH:
        raise ValueError(str(_("A personal number needs 12 digits, there are %(count)s", count=len(bare))))
    if len(bare) > LENGTH:
        raise ValueError(str(_("A personal number has 12 digits, here are %(count)s", count=len(bare))))
    if bare.startswith("000"):
        raise ValueError(str(_("No place has the code 000: check the first three digits")))
    year = read_citizen_id(bare).born_in
    if year > today().year:
        raise ValueError(
            str(_("Digits 4 to 6 (%(digits)s) mean born in %(year)s, which is not yet", digits=bare[3:6], year=year))
        )
    return bare


def read_citizen_id(number: str) -> CitizenId:
    """Return the facts inside a checked number."""
    century, sex = divmod(int(number[3]), 2)
    born_in = FIRST_CENTURY + 100 * century + int(number[4:6])
    return CitizenId(number[:3], born_in, "female" if sex else "male")
