"""Trích lục khai tử: what it says, and how a death is entered in the book."""

from __future__ import annotations

from typing import Any

from app.toolkit import Unit, _, clock, db
from modules.civil_registration.cases.entering import Entering
from modules.civil_registration.cases.paper import named
from modules.civil_registration.deaths.death import Death
from modules.population.lists import Country, Ethnicity
from modules.signing.appearance import paper


def told(death: Death) -> dict[str, Any]:
    """Return what the extract says of a death as it stands or is being typed."""
    session = db.session()
    return {
        "death": death,
        "today": clock.today(),
        "unit": session.get(Unit, death.unit_id),
        "ethnicity": named(Ethnicity, death.ethnicity_id),
        "country": named(Country, death.country_id),
    }


ENTERING = Entering(
    "civil_registration.deaths",
    Death,
    paper("death", _("Extract of a death")),
    "civil_registration/death_print.html",
    "trich-luc-khai-tu",
    told,
)
