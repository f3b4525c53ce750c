"""What is looked at in a row of an old book: days that cannot be, ages that are looked at again, numbers that contradict."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.toolkit import PartialDay, _, clock, db, read_citizen_id
from modules.civil_registration.cases.checks import FOREIGN_TO_NAMES
from modules.civil_registration.cases.kinds import Event, Sex
from modules.civil_registration.deaths.findings import OLDEST
from modules.civil_registration.law.rules import DeclarationRule
from modules.civil_registration.sheets.kinds import BOOK
from modules.civil_registration.sheets.lines import Line

NAMES = {"child_name": "nksHoTen", "person_name": "nktHoTen", "mother_name": "meHoTen", "father_name": "chaHoTen"}


def check(event: Event, line: Line) -> None:
    """Add to a line what is wrong in it and what is doubted."""
    values, today = line.values, clock.today()
    entered: date | None = values.get("registered_on")
    if entered and entered > today:
        line.refuse("ngayDangKy", _("The day of registration is in the future."))
    _book(line)
    for column, name in NAMES.items():
        if column in values and FOREIGN_TO_NAMES.search(values[column]):
            line.refuse(name, _("A name has letters only, no digits and no signs."))
    if event is Event.BIRTH:
        _birth(line, values, entered, today)
    else:
        _death(line, values, entered, today)


def _book(line: Line) -> None:
    found = BOOK.fullmatch(line.said.get("quyenSo", ""))
    if found and line.year and int(found[2] or found[3]) != line.year:
        line.refuse("quyenSo", _("The book is not of the year in which it was registered (%(year)s).", year=line.year))


def _birth(line: Line, values: dict[str, Any], entered: date | None, today: date) -> None:
    born: PartialDay | None = values.get("born")
    if born is None:
        return
    if born.first > today:
        line.refuse("nksNgaySinh", _("The birth lies in the future."))
    elif entered and born.first > entered:
        line.refuse("nksNgaySinh", _("Registered before the birth."))
    _number(line, "soDinhDanh", values.get("citizen_id"), born, values.get("sex"))
    ages = DeclarationRule.of(db.session(), Event.BIRTH, today)  # the rules of those days are not kept
    for who, short, sex, (low, high) in (
        ("mother", "me", Sex.FEMALE, ages.mother),
        ("father", "cha", Sex.MALE, ages.father),
    ):
        parent: PartialDay | None = values.get(f"{who}_born")
        if parent is None:
            continue
        years = born.year - parent.year
        if parent.first >= born.first:
            line.refuse(f"{short}NgaySinh", _("A parent is not younger than the child."))
        elif not low <= years <= high:
            line.doubt(f"{short}NgaySinh", _("%(years)s years old at the birth.", years=years))
        _number(line, f"{short}SoGiayToTuyThan", values.get(f"{who}_citizen_id"), parent, sex)


def _death(line: Line, values: dict[str, Any], entered: date | None, today: date) -> None:
    died: PartialDay | None = values.get("died_on")
    born: PartialDay | None = values.get("born")
    if died is None:
        return
    if died.first > today:
        line.refuse("nktNgayChet", _("The death lies in the future."))
    elif entered and died.first > entered:
        line.refuse("nktNgayChet", _("Registered before the death."))
    if born and died.last < born.first:
        line.refuse("nktNgayChet", _("The death lies before the birth."))
    elif born and died.year - born.year > OLDEST:
        line.doubt("nktNgaySinh", _("%(years)s years old at the death.", years=died.year - born.year))
    _number(line, "nktSoGiayToTuyThan", values.get("citizen_id"), born, values.get("sex"))


def _number(line: Line, name: str, number: str | None, born: PartialDay | None, sex: Sex | None) -> None:
    if not number:
        return
    told = read_citizen_id(number)
    if sex in (Sex.MALE, Sex.FEMALE) and told.sex != sex.value:
        line.doubt(name, _("The personal number says another sex."))
    if born and told.born_in != born.year:
        line.doubt(name, _("The personal number says born in %(year)s.", year=told.born_in))
