"""What the digits of a personal number say of a person; what contradicts the rest is a warning, never a refusal.

Old cards were made out on wrong data, sex may be determined anew, and births abroad bear the code of a country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.orm import Session

from app.toolkit import _, read_citizen_id
from modules.population.lists import provinces

if TYPE_CHECKING:
    from modules.population.person import Person

DIGITS = 9  # of the number of an old identity card


class Doubt(NamedTuple):
    """What to look at again: a code for programs, a sentence for people."""

    code: str
    sentence: str


def check_old_number(typed: str) -> str:
    """Return the nine digits of an old identity card. ValueError: a sentence."""
    bare = "".join(sign for sign in typed if sign not in " .-")
    if not (bare.isascii() and bare.isdigit() and len(bare) == DIGITS):
        raise ValueError(str(_("The number of an old identity card has 9 digits.")))
    return bare


def warnings_of(session: Session, person: Person) -> list[Doubt]:
    """Return what the number of a person contradicts: the place, the sex, the century or the year of birth."""
    if not person.citizen_id:
        return []
    said, found = read_citizen_id(person.citizen_id), []
    if said.place not in provinces(session):
        text = _(
            "The first three digits (%(code)s) are no province; numbers of births abroad begin so.", code=said.place
        )
        found.append(Doubt("place", str(text)))
    if person.sex is not None and person.sex.value in ("male", "female") and person.sex.value != said.sex:
        sex = _("a man") if said.sex == "male" else _("a woman")
        text = _("The fourth digit (%(digit)s) is that of %(sex)s.", digit=person.citizen_id[3], sex=sex)
        found.append(Doubt("sex", str(text)))
    if person.born is not None and said.born_in != person.born.year:
        if said.born_in % 100 == person.born.year % 100:
            text = _(
                "The fourth digit (%(digit)s) means born in %(year)s.", digit=person.citizen_id[3], year=said.born_in
            )
            found.append(Doubt("century", str(text)))
        else:
            digits = person.citizen_id[4:6]
            text = _("Digits 5 and 6 (%(digits)s) mean born in %(year)s.", digits=digits, year=said.born_in)
            found.append(Doubt("year", str(text)))
    return found
