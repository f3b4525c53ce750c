"""At the desk: look for an entry of any ward, choose it, begin a request; or begin one beside a case of one's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import (
    Link,
    _,
    acting,
    add_record,
    address_of,
    as_system,
    asked_record,
    clock,
    commune_units,
    db,
    normalise,
    resource_of,
    telling,
    work,
)
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import VITAL, Event
from modules.civil_registration.extracts.beside import begun, from_declaration
from modules.civil_registration.extracts.extract import Extract
from modules.civil_registration.extracts.finding import MOST, Sought, chosen
from modules.civil_registration.extracts.log import Act, EntryReading, note_search
from modules.civil_registration.roles import OFFICER

bp = Blueprint("civil_registration_extracts", __name__, url_prefix="/civil-registration")
LINK = Link(_("Find an entry for an extract"), "civil_registration_extracts.form", "search", (OFFICER,))
PARTS = ("event", "asker", "purpose", "citizen_id", "name", "born", "number", "year", "unit")


@bp.get("/entries")
def form() -> ResponseReturnValue:
    """Ask for whom and what for, and by what the entry is looked for."""
    g.principal.require_role((OFFICER,))
    return _asked({name: request.args.get(name, "") for name in PARTS})


@bp.post("/entries")
def search() -> ResponseReturnValue:
    """Write the search down, and show what it found."""
    g.principal.require_role((OFFICER,))
    typed = {name: request.form.get(name, "") for name in PARTS}
    try:
        with work(g.principal) as session:
            asker, purpose = normalise(typed["asker"]), normalise(typed["purpose"])
            if len(asker.split()) < 2 or not purpose:
                raise ValueError(str(_("Write who asks and what for: each search is written down with it.")))
            sought = Sought.typed(typed)
            ids = [one.case_id for one in sought.found()]
            words: dict[str, Any] = {"asker": asker[:100], "purpose": purpose[:300], "sought": sought.said[:300]}
            row = note_search(session, _unit(), event=sought.event, cases=ids, **words).id
    except ValueError as error:
        return _asked(typed, str(error)), 422
    return redirect(url_for("civil_registration_extracts.found", row=row), 303)


@bp.get("/entries/<int:row>")
def found(row: int) -> ResponseReturnValue:
    """What a search of today has found, for the officer who made it."""
    reading = _reading(row)
    few = len(reading.cases) <= MOST
    entries = chosen(reading.event, reading.cases) if few else []
    return render_template("civil_registration/entries_found.html", reading=reading, entries=entries, few=few)


@bp.post("/entries/<int:row>/<int:case_id>")
def begin(row: int, case_id: int) -> ResponseReturnValue:
    """Open an entry that the search has found, which is written down, and begin the request with it."""
    to = url_for("civil_registration_extracts.found", row=row)
    with telling(), work(g.principal) as session:
        reading = _reading(row)
        if case_id not in reading.cases or len(reading.cases) > MOST:
            abort(404)
        case = _case(reading.event, case_id)
        extract = Extract.asked(case, reading.unit_id, asker_name=reading.asker, purpose=reading.purpose, copies=1)
        reading.open(session, case)
        to = url_for("resource.edit", res=resource_of(Extract), row=add_record(session, extract).id)
    return redirect(to, 303)


@bp.post("/<event>/<int:row>/extract")
def begin_from_declaration(event: str, row: int) -> ResponseReturnValue:
    """Ask for the copies that were asked for with the declaration, in the declarer's name."""
    kind: Any = KINDS[Event.vital(event) or abort(404)]
    to = address_of(kind, row, panel="extracts")
    with telling(), work(g.principal) as session:
        case = asked_record(kind, row, by=(OFFICER,))
        session.execute(select(kind.id).where(kind.id == row).with_for_update())  # two clicks make one request
        if begun(case):
            raise ValueError(str(_("The copies of the declaration were asked for already.")))
        to = address_of(Extract, add_record(session, from_declaration(case)).id)
    return redirect(to, 303)


def _asked(typed: dict[str, str], sentence: str = "") -> str:
    words = {"typed": typed, "sentence": sentence, "units": commune_units(db.session(), clock.today())}
    return render_template("civil_registration/entries.html", events=VITAL, today=clock.today(), **words)


def _reading(row: int) -> EntryReading:
    """One's own search of today; another's does not exist."""
    reading = asked_record(EntryReading, row, by=(OFFICER,))
    today = clock.local(reading.created_at).date() == clock.today()
    if reading.act is not Act.SEARCHED or reading.created_by_id != acting().user_id or not today:
        abort(404)
    return reading


def _case(event: Event, row: int) -> Case:
    kind: Any = KINDS[event]
    with as_system() as session:
        case: Case = session.scalars(select(kind).where(kind.id == row)).one()
    return case


def _unit() -> int:
    return g.principal.unit_as((OFFICER,)) or abort(403)
