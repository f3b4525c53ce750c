"""The places of a letter that are filled in: `{applicant}`, `{code}`, and the code of each field of the form."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from app.toolkit import _

PLACE = re.compile(r"\{([^{}\n]*)\}")
OPEN_PLACE = "……………"  # what a paper shows where nothing is known
# What every dossier knows of itself; no field of a form may be called so.
OF_DOSSIER = {
    "applicant": _("Applicant"),
    "you": _("How the applicant is spoken to"),
    "citizen_id": _("Personal number of the applicant"),
    "address": _("Address"),
    "phone": _("Phone"),
    "code": _("Dossier code"),
    "procedure": _("Name of the procedure"),
    "procedure_code": _("Procedure code"),
    "case": _("Case"),
    "subject": _("Request of the applicant"),
    "unit": _("Unit that solves it"),
    "received_on": _("Day of reception"),
    "number": _("Number of the result"),
    "result_on": _("Day of the result"),
}


def places(text: str) -> list[str]:
    """Return the names of the places of a text, each once, in their order."""
    return list(dict.fromkeys(found.strip() for found in PLACE.findall(text)))


def require_known(text: str, known: Collection[str]) -> None:
    """ValueError names the first place that nothing would fill, or a brace that stands alone."""
    for name in places(text):
        if name not in known:
            raise ValueError(str(_("Nothing fills {%(name)s}: no field of the form has this code.", name=name)))
    if set("{}") & set(PLACE.sub("", text)):
        raise ValueError(str(_("A brace stands alone: write a place as {code}.")))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values into the places of a text, once: what a value says is never read as a place."""
    return PLACE.sub(lambda found: values.get(found[1].strip()) or OPEN_PLACE, text)
