"""The button "look up" of a section: the person who is typed there, as the national population database knows him."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.toolkit import Answer, Ask, Column, _, clock, db, format_moment
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import Sex
from modules.population.lists import Country, Ethnicity
from modules.population.national import Question
from modules.population.register import Found, NotAnswering, NotFound, Refused


def asking(name: str, number: Column, full_name: Column, born: Column, fills: Mapping[str, Column]) -> Ask:
    """Return the button that asks by number, name and birth; `fills` are the columns for what comes back, by its name there."""

    def find(case: Case) -> Answer:
        told = Question(getattr(case, number.key) or "", getattr(case, full_name.key) or "", getattr(case, born.key))
        if not (told.number and told.name and told.born):
            raise ValueError(str(_("A look-up needs the personal number, the name and the birth.")))
        return _answer(case, told, {"full_name": full_name, "born": born, **fills})

    return Ask(name, _("Look up in the population database"), find)


def _answer(about: Case, question: Question, columns: Mapping[str, Column]) -> Answer:
    known = about if about.id else None
    found = question.answer(service=about.done_by, purpose=str(about.purpose), about=known, unit_id=about.unit_id)
    match found:
        case NotFound():
            raise ValueError(str(_("The population database knows nobody with this number, name and birth.")))
        case Refused() | NotAnswering():
            raise ValueError(found.sentence)
    values = {columns[name]: read(found) for name, read in READ.items() if name in columns}
    said = _("The population database, %(moment)s: number, name and birth agree.", moment=format_moment(clock.now()))
    return Answer(str(said), {column: value for column, value in values.items() if value is not None})


def _sex(found: Found) -> Sex | None:
    return Sex(found.sex.value) if found.sex else None


READ: dict[str, Callable[[Found], Any]] = {
    "full_name": lambda found: found.full_name,
    "born": lambda found: found.born,
    "sex": _sex,
    "ethnicity": lambda found: Ethnicity.named(db.session(), found.ethnicity) if found.ethnicity else None,
    "country": lambda found: Country.coded(db.session(), found.country) if found.country else None,
    "home": lambda found: found.home,
}
