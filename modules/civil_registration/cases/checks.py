"""Checks that births and deaths share: names, personal numbers, who declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.toolkit import Finding, PartialDay, Text, _, clock, db, label_of, read_citizen_id
from modules.civil_registration.cases.case import Case
from modules.civil_registration.law.rules import DeclarerRight

FOREIGN_TO_NAMES = re.compile(r"[^\w\s'’.\-]|[\d_]")  # Civil Code 2015 art. 26: no digits, no signs


def stop(case: Case, column: str, sentence: Text) -> Finding:
    """What must be mended at a column."""
    return Finding(getattr(type(case), column), str(sentence))


def doubt(case: Case, column: str, code: str, sentence: Text) -> Finding:
    """What may be right all the same."""
    return Finding(getattr(type(case), column), str(sentence), stops=False, code=code)


def name(case: Case, column: str) -> Iterator[Finding]:
    """A name has letters only, and more than one word."""
    text = getattr(case, column)
    if text and FOREIGN_TO_NAMES.search(text):
        yield stop(case, column, _("A name has letters only, no digits and no signs."))
    elif text and len(text.split()) < 2:
        yield doubt(case, column, f"{column}_short", _("“%(name)s” is one word: surname and name?", name=text))


def number(case: Case, column: str, born: PartialDay | None, sex: Any) -> Iterator[Finding]:
    """A personal number says the sex and the year of birth; old cards were issued on wrong data, so it is a doubt."""
    typed = getattr(case, column)
    if not typed or len(typed) != 12:
        return
    told, label = read_citizen_id(typed), label_of(getattr(type(case), column))
    if sex in ("male", "female") and told.sex != sex:
        yield doubt(case, column, f"{column}_sex", _("%(label)s: the fourth digit says another sex.", label=label))
    if born and told.born_in != born.year:
        sentence = _("%(label)s: it says born in %(year)s.", label=label, year=told.born_in)
        yield doubt(case, column, f"{column}_year", sentence)


def declarer(case: Case) -> Iterator[Finding]:
    """Who declares has a number or a paper, and the right to."""
    yield from name(case, "declarer_name")
    if case.declarer_name and not case.declarer_citizen_id and not case.declarer_paper_number:
        yield stop(case, "declarer_citizen_id", _("Write the personal number of who declares, or another paper."))
    allowed = DeclarerRight.of(db.session(), case.event, clock.today())
    if case.relation and case.relation not in allowed:
        yield stop(case, "relation", _("Who stands so to the person may not declare it by the rules in force."))
