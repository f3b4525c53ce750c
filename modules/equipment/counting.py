"""Counting on a phone: one page to scan or type codes on, and the address that every label carries."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.toolkit import LARGEST_PICTURE, _, address_of, asked_record, codes_in, db, normalise, work
from modules.equipment.assets import Asset, Condition
from modules.equipment.finding import Finding, Outcome, Unknown
from modules.equipment.roles import COUNTERS
from modules.equipment.stocktake import Counting, StockTake

bp = Blueprint("equipment_counting", __name__)
TO_SAY = (Condition.GOOD, Condition.BROKEN, Condition.RETIRED)


@bp.get("/tai-san/<code>")
def label(code: str) -> ResponseReturnValue:
    """Where the code of a label leads: into the count that is going on, else to the asset."""
    open_now = select(StockTake).where(StockTake.state == Counting.COUNTING, StockTake.unit_id == g.principal.unit_id)
    taken = db.session.scalars(open_now.order_by(StockTake.id.desc()).limit(1)).first()
    if taken and g.principal.holds(COUNTERS, taken.unit_id):
        return redirect(url_for("equipment_counting.page", row=taken.id, code=code))
    asset = db.session.scalar(select(Asset.id).where(func.upper(Asset.code) == code.upper()))
    return redirect(address_of(Asset, asset)) if asset else abort(404)


@bp.get("/equipment/stock-takes/<int:row>/count")
def page(row: int) -> ResponseReturnValue:
    """The page a phone stays on while its holder walks through the rooms."""
    taken = _load(row)
    rows = select(Finding).where(Finding.stock_take_id == taken.id, Finding.id == request.args.get("done", 0, int))
    found = db.session.scalar(rows.options(joinedload(Finding.counted_by), joinedload(Finding.item)))
    places = select(Finding.book_place).where(Finding.stock_take_id == taken.id, Finding.book_place.is_not(None))
    return render_template(
        "equipment/count.html",
        places=list(db.session.scalars(places.distinct().order_by(Finding.book_place).limit(200))),
        code=request.args.get("code", "")[:200],
        unknown=request.args.get("unknown", "")[:40],
        place=request.args.get("place", "")[:200],
        client=secrets.token_hex(8),
        **_card(taken, found, twice="twice" in request.args),
    )


@bp.post("/equipment/stock-takes/<int:row>/count")
def count(row: int) -> ResponseReturnValue:
    """Take one scan. A script gets the card of the asset, a browser without scripts the page again."""
    taken, typed, quick = _load(row), request.form, "X-Count" in request.headers
    try:
        condition = Condition.typed(typed.get("condition"))
        with work(g.principal):
            client, code = typed.get("client", "")[:64] or secrets.token_hex(8), typed.get("code", "")
            place = normalise(typed.get("place", ""))
            if "undo" in typed:
                taken.take_back(code)
                found, twice = None, False
            else:
                found, twice = taken.count(code, client, place, condition, sure="surplus" in typed)
    except ValueError as error:
        words = {"sentence": str(error), "unknown": isinstance(error, Unknown), "code": code, "place": place}
        if quick:
            # An unknown code is a question, no error of the phone.
            page = render_template("equipment/count_refused.html", taken=taken, client=client, **words)
            return page, 200 if words["unknown"] else 422
        flash(str(error), "bad")
        return redirect(url_for(".page", row=row, place=place, unknown=code if words["unknown"] else None), 303)
    if quick:
        return render_template("equipment/count_card.html", **_card(_load(row), found, twice=twice))
    return redirect(
        url_for(".page", row=row, done=found.id if found else None, place=place, twice=1 if twice else None), 303
    )


@bp.post("/equipment/stock-takes/<int:row>/photo")
def photo(row: int) -> ResponseReturnValue:
    """Read the code on a photographed label: as text for a script, in the field of the page for a browser without."""
    _load(row)
    picture, quick = request.files.get("picture"), "X-Count" in request.headers
    code = _code_on(picture.read(LARGEST_PICTURE + 1)) if picture else ""
    if code:
        return code if quick else redirect(url_for(".page", row=row, code=code, place=request.form.get("place")), 303)
    sentence = str(_("No label can be read on this picture: take it from nearer, or type the code."))
    if quick:
        return sentence, 422
    flash(sentence, "bad")
    return redirect(url_for(".page", row=row, place=request.form.get("place")), 303)


def _code_on(picture: bytes) -> str:
    """The text of a label on a picture, a label of ours before any other; empty when there is none."""
    try:
        found = list(codes_in(picture))
    except ValueError:
        return ""
    return next((text for text in found if "/tai-san/" in text), found[0] if found else "")[:200]


def _load(row: int) -> StockTake:
    return asked_record(StockTake, row, joinedload(StockTake.unit), by=COUNTERS)


def _card(taken: StockTake, found: Finding | None, *, twice: bool) -> dict[str, Any]:
    tally = taken.tally()
    expected = sum(tally.values()) - tally[Outcome.SURPLUS]
    seen = tally[Outcome.FOUND] + tally[Outcome.MOVED]
    here = {"taken": taken, "found": found, "twice": twice, "conditions": TO_SAY}
    return here | {"seen": seen, "expected": expected, "surplus": tally[Outcome.SURPLUS], "Outcome": Outcome}
