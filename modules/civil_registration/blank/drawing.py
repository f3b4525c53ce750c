"""The page that is printed on the blank, and the sheet by which a printer's offset is found."""

from __future__ import annotations

from typing import Any

from app.toolkit import Report, User, _, clock, db, format_day, render_pdf, signing_lines
from modules.civil_registration.births import certificate
from modules.civil_registration.births.birth import Birth
from modules.civil_registration.blank.fitting import Line, lines_of
from modules.civil_registration.blank.places import TALLEST, WIDEST, BlankPart, BlankPlace, BlankPrinter

BOLD = {BlankPart.CHILD_NAME, BlankPart.MOTHER_NAME, BlankPart.FATHER_NAME, BlankPart.DECLARER_NAME}


def values_of(birth: Birth) -> dict[BlankPart, str]:
    """Return what is written on the blank; what the register does not know is left out, and stays empty there."""
    told, signer = certificate.told(birth), db.session.get(User, birth.signer_id or 0)
    unit: Any = told["unit"]
    found = {
        BlankPart.UNIT: f"ỦY BAN NHÂN DÂN\n{unit.name.upper()}",
        BlankPart.ENTRY: birth.entry,
        BlankPart.CHILD_NAME: (birth.child_name or "").upper(),
        BlankPart.BORN: str(birth.born),
        BlankPart.BORN_WORDS: birth.born.in_words if birth.born else "",
        BlankPart.SEX: str(birth.sex),
        BlankPart.ETHNICITY: told["ethnicity"],
        BlankPart.COUNTRY: told["country"],
        BlankPart.BORN_AT: birth.born_at,
        BlankPart.NATIVE_PLACE: birth.native_place,
        BlankPart.NUMBER: birth.citizen_id,
        BlankPart.DECLARER_NAME: birth.declarer_name.upper(),
        BlankPart.DECLARER_PAPER: birth.declarer_citizen_id or birth.declarer_paper_number,
        BlankPart.REGISTERED_AT: f"{unit.committee}, Thành phố Hồ Chí Minh",
        BlankPart.REGISTERED_ON: format_day(birth.registered_on) if birth.registered_on else "",
        BlankPart.SIGNER_TITLE: "\n".join(signing_lines(birth.signer_title or "")) if birth.signer_title else "",
        BlankPart.SIGNER_NAME: signer.name if signer else "",
    }
    for who in ("mother", "father"):
        found |= {BlankPart(f"{who}_{name}"): text for name, text in _parent(told[who]).items()}
    return {part: text for part, text in found.items() if text}


def _parent(one: certificate.Person | None) -> dict[str, str]:
    if one is None:
        return {}
    born = str(one.born) if one.born else ""
    return {
        "name": one.name.upper(),
        "born": born,
        "ethnicity": one.ethnicity,
        "country": one.country,
        "home": one.home,
    }


def overprint(birth: Birth, printer: BlankPrinter) -> bytes:
    """Draw the page for a printer. ValueError: no place is in force, or a value is too long for its place."""
    places = BlankPlace.of(db.session(), clock.today())
    if not places:
        raise ValueError(str(_("No place on the blank is in force today.")))
    moved = {"right": float(printer.right), "below": float(printer.below)}
    lines: list[Line] = []
    for part, text in values_of(birth).items():
        if part in places:
            lines += lines_of(text, places[part], bold=part in BOLD, **moved)
    return render_pdf("civil_registration/blank_print.html", {"lines": lines})


def sheet(printer: BlankPrinter) -> dict[str, Any]:
    """Return what the test sheet needs: the places as boxes, moved as this printer's offset says, and the ruler."""
    places = BlankPlace.of(db.session(), clock.today())
    boxes = [(part, box) for part, box in places.items()]
    return {
        "boxes": boxes,
        "right": float(printer.right),
        "below": float(printer.below),
        "across": range(0, WIDEST + 1, 10),
        "down": range(0, TALLEST + 1, 10),
    }


SHEET = Report("trang-thu", _("Test sheet with a ruler"), "blank_sheet.html", sheet)
