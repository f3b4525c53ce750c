"""The store at the desk: search by personal number with reason and consent, open a file, use one instead of a paper."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.toolkit import (
    Link,
    _,
    address_of,
    as_system,
    asked_record,
    clock,
    hand_out_file,
    keep,
    parse_day,
    row_id,
    telling,
    work,
)
from modules.dossiers.desk.dossier import Dossier
from modules.dossiers.desk.papers import HandedPaper
from modules.dossiers.roles import HANDLERS, RECEPTION
from modules.dossiers.store import reuse
from modules.dossiers.store.consents import Consent, Means
from modules.dossiers.store.readings import StoreReading, What
from modules.dossiers.store.results import SLOT, StoredResult

bp = Blueprint("dossiers_store", __name__)
LINK = Link(_("Search the results store"), "dossiers_store.form", "search", (RECEPTION,), under=_("Results store"))


@bp.get("/dossiers/store")
def form() -> ResponseReturnValue:
    """Ask whose results, what for, and how the person has agreed."""
    g.principal.require_role((RECEPTION,))
    return _asked()


@bp.post("/dossiers/store")
def search() -> ResponseReturnValue:
    """Write the consent down; only then look."""
    g.principal.require_role((RECEPTION,))
    typed = {name: request.form.get(name, "").strip() for name in ("citizen_id", "means", "reason")}
    try:
        with work(g.principal) as session:
            consent = Consent.note(session, _unit(), typed["citizen_id"], typed["means"], typed["reason"])
            row = consent.id
            with as_system():
                found = StoredResult.of_person(session, consent.citizen_id, clock.today())
            for result in found:
                StoreReading.note(session, result, consent, What.LISTED)
    except ValueError as error:
        return _asked(str(error)), 422
    return redirect(url_for("dossiers_store.found", row=row), 303)


@bp.get("/dossiers/store/<int:row>")
def found(row: int) -> ResponseReturnValue:
    """The results of the person who agreed, as long as the consent holds."""
    consent = asked_record(Consent, row, by=(RECEPTION,))
    results, sentence = [], ""
    try:
        consent.require(consent.citizen_id)
        with as_system() as session:
            results = StoredResult.of_person(session, consent.citizen_id, clock.today())
    except ValueError as error:
        sentence = str(error)
    return render_template("dossiers/store_found.html", consent=consent, results=results, sentence=sentence)


@bp.get("/dossiers/store/<int:row>/<int:result>")
def open_file(row: int, result: int) -> ResponseReturnValue:
    """Hand the file of a result out, and write that down first."""
    consent = asked_record(Consent, row, by=(RECEPTION,))
    with as_system() as session:
        stored = session.scalar(select(StoredResult).where(StoredResult.id == result))
        # Another person's result does not exist for this consent.
        if stored is None or stored.citizen_id != consent.citizen_id:
            abort(404)
        file = stored.file(session)
    try:
        consent.require(stored.citizen_id)
        if stored.refusal(clock.today()):
            raise ValueError(stored.refusal(clock.today()))
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(url_for("dossiers_store.found", row=row), 303)
    with work(g.principal) as session:
        StoreReading.note(session, stored, consent, What.OPENED)
    return hand_out_file(file)


@bp.post("/dossiers/dossiers/<int:row>/consent")
def agree(row: int) -> ResponseReturnValue:
    """The applicant lets his results be used for this dossier."""
    with telling(), work(g.principal) as session:
        dossier = asked_record(Dossier, row, by=(RECEPTION,))
        reason = request.form.get("reason", "") or dossier.code or ""
        means, person = request.form.get("means", ""), dossier.citizen_id or ""
        consent = Consent.note(session, dossier.unit_id, person, means, reason, dossier_id=row)
        with as_system():
            results = StoredResult.of_person(session, consent.citizen_id, clock.today())
        for result in results:
            StoreReading.note(session, result, consent, What.LISTED)
    return _back(row, "store")


@bp.post("/dossiers/dossiers/<int:row>/stored")
def use(row: int) -> ResponseReturnValue:
    """Let a result stand for a paper of the dossier."""
    with telling():
        with work(g.principal) as session:
            dossier = asked_record(Dossier, row, by=(RECEPTION,))
            paper = session.get(HandedPaper, row_id(request.form.get("paper", "")) or 0)
            if paper is None:
                raise ValueError(str(_("Choose the paper for which it stands.")))
            reuse.use(session, dossier, paper, row_id(request.form.get("result", "")))
            dossier.version += 1
        flash(str(_("The result stands for the paper; it is not asked for again.")), "good")
    return _back(row, "store")


@bp.post("/dossiers/dossiers/<int:row>/result")
def put(row: int) -> ResponseReturnValue:
    """Add the file of the result, and put it into the store."""
    dossier = asked_record(Dossier, row)
    units = (dossier.unit_id, dossier.competent_id)
    if not any(g.principal.holds(HANDLERS, unit) for unit in units if unit):
        g.principal.require_role(HANDLERS, dossier.unit_id)
    file = request.files.get("file")
    with telling():
        typed = request.form.get("valid_to", "").strip()
        with work(g.principal) as session:
            if dossier.solved_at is None:
                raise ValueError(str(_("The dossier has no result yet.")))
            if file and file.filename:
                keep(session, dossier, file.filename, file.read(), slot=SLOT, sealed=True)
            StoredResult.put(session, dossier, parse_day(typed) if typed else None)
        flash(str(_("The result lies in the store.")), "good")
    return _back(row, "result")


def _unit() -> int:
    """The unit at whose desk this person sits."""
    return g.principal.unit_as((RECEPTION,)) or abort(403)


def _asked(sentence: str = "") -> str:
    return render_template("dossiers/store.html", sentence=sentence, typed=request.form, means=list(Means))


def _back(row: int, panel: str) -> Response:
    return redirect(address_of(Dossier, row, panel=panel), 303)
