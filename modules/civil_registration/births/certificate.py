"""Giấy khai sinh: what it says, and how a birth is entered in the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.toolkit import PartialDay, Unit, _, clock, db
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.cases.entering import Entering
from modules.civil_registration.cases.paper import named
from modules.population.lists import Country, Ethnicity
from modules.signing.appearance import paper


@dataclass(frozen=True)
class Person:
    """A parent as the certificate names him."""

    name: str
    born: PartialDay | None
    ethnicity: str
    country: str
    home: str


def told(birth: Birth) -> dict[str, Any]:
    """Return what the certificate says of a birth as it stands or is being typed."""
    session = db.session()
    return {
        "birth": birth,
        "today": clock.today(),
        "unit": session.get(Unit, birth.unit_id),
        "ethnicity": named(Ethnicity, birth.ethnicity_id),
        "country": named(Country, birth.country_id),
        "mother": _person(birth, "mother"),
        "father": _person(birth, "father"),
    }


def _person(birth: Birth, who: str) -> Person | None:
    name = getattr(birth, f"{who}_name")
    if not name:
        return None
    ethnicity = named(Ethnicity, getattr(birth, f"{who}_ethnicity_id"))
    country = named(Country, getattr(birth, f"{who}_country_id"))
    return Person(name, getattr(birth, f"{who}_born"), ethnicity, country, getattr(birth, f"{who}_home") or "")


ENTERING = Entering(
    "civil_registration.births",
    Birth,
    paper("birth", _("Birth certificate")),
    "civil_registration/birth_print.html",
    "giay-khai-sinh",
    told,
)
