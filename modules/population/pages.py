"""What an officer does beside a person: look up, enter a difference, choose today's unit of an old address."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from app.toolkit import _, address_of, asked_record, db, normalise, parse_partial_day, row_id, telling, work
from modules.population import known
from modules.population.lists import Country, Ethnicity
from modules.population.names import check_name
from modules.population.numbers import check_old_number
from modules.population.person import Person, Sex
from modules.population.places import proposals
from modules.population.roles import OFFICER
from modules.population.verifying import ask, differ, note

bp = Blueprint("population_pages", __name__, url_prefix="/population/beside")


@bp.post("/<int:row>/look-up")
def look_up(row: int) -> ResponseReturnValue:
    """Ask the register about a person."""
    service, purpose, about = (normalise(request.form.get(name, "")) for name in ("service", "purpose", "about"))
    with telling():
        answer = ask(_person(row), service, purpose)
        with work(g.principal) as session:
            found = note(session, _person(row), service, purpose, about, answer)
        outcome, sentence = found.outcome, found.sentence
        flash(f"{outcome}. {sentence or ''}".strip(), "good" if outcome.tone == "green" else "bad")
    return redirect(address_of(Person, row, panel="known"), 303)


@bp.post("/<int:row>/differs")
def differs(row: int) -> ResponseReturnValue:
    """Put what was declared beside a value that a look-up has locked."""
    with telling(), work(g.principal) as session:
        person, key = _person(row), request.form.get("column", "")
        if key not in dict(person.locks or {}) or key == "citizen_id":
            raise ValueError(str(_("Choose one of the values in the list")))
        other = _value(key, normalise(request.form.get("other", "")))
        why = normalise(request.form.get("why", ""))[:300]
        if not why:
            raise ValueError(str(_("Say which paper shows it.")))
        if other == getattr(person, key):
            raise ValueError(str(_("Both values are the same.")))
        differ(session, person, key, other, known.Source.DECLARED, why)
        flash(str(_("It is on the list of differences now.")), "good")
    return redirect(address_of(Person, row, panel="known"), 303)


@bp.post("/<int:row>/unit")
def unit(row: int) -> ResponseReturnValue:
    """Give an old address the unit of today that the officer has chosen among those proposed."""
    with telling(), work(g.principal) as session:
        person = _person(row)
        number, chosen = row_id(request.form.get("address", "")), row_id(request.form.get("unit", ""))
        address = next((one for one in person.addresses if one.id == number), None)
        offered = proposals(session, address.legacy_text or "") if address else []
        if address is None or chosen not in {one.unit_id for one in offered}:
            raise ValueError(str(_("Choose one of the values in the list")))
        address.unit_id = chosen
        known.note(session, person, known.Source.DECIDED, address.legacy_text or "")
    return redirect(address_of(Person, row, panel="old"), 303)


def _person(row: int) -> Person:
    return asked_record(Person, row, selectinload(Person.addresses), selectinload(Person.relations), by=(OFFICER,))


def _value(key: str, typed: str) -> object:
    """What somebody typed, as the column holds it. ValueError: a sentence."""
    if not typed:
        raise ValueError(str(_("Write the other value.")))
    session = db.session()
    if key in ("born", "died_on"):
        return parse_partial_day(typed)
    if key == "sex":
        sex = next((one for one in Sex if str(one).casefold() == typed.casefold()), None)
        return _one_of(sex, typed)
    if key == "ethnicity_id":
        return _one_of(Ethnicity.named(session, typed), typed)
    if key in ("country_id", "other_country_id"):
        return _one_of(Country.named(session, typed), typed)
    return check_old_number(typed) if key == "old_number" else check_name(typed) if key == "full_name" else typed


def _one_of(found: object, typed: str) -> object:
    if found is None:
        raise ValueError(str(_("There is no “%(text)s” in this catalogue.", text=typed)))
    return found
