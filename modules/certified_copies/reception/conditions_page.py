"""The checklist on a copy's page: yes or no to each condition, all at once, or for a whole visit."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.toolkit import User, _, address_of, asked_record, db, row_id, telling, work
from modules.certified_copies.models import OPEN, Copy
from modules.certified_copies.reception.answers import Answer, all_hold, answer, answers_of, conditions_of
from modules.certified_copies.reception.barred import bar, barred_from, certifiers_of
from modules.certified_copies.reception.conditions import Condition, Outcome, Said
from modules.certified_copies.reception.visits import Visit
from modules.certified_copies.roles import CLERK

bp = Blueprint("certified_copies_conditions", __name__, url_prefix="/certified-conditions")


@dataclass(frozen=True)
class Conditions:
    """The conditions of a copy, each with its answer, and what follows from them.

    `barred`: officials who may not certify it; `officials`: whom it may be taken from, where an answer asks for that;
    `refusing`: the conditions that refuse it; `refuse`: the reader may end it now.
    """

    rows: list[tuple[Condition, Answer | None]]
    may: bool
    barred: list[User]
    officials: list[User]
    refusing: list[Condition]
    refuse: bool
    said: tuple[Said, ...] = tuple(Said)


def panel(copy: Copy) -> Conditions | None:
    """The conditions of a copy with their answers, and what follows from them; None where nobody asked."""
    session = db.session()
    given = answers_of(session, copy)[copy.id]
    may = copy.state in OPEN and g.principal.holds((CLERK,), copy.unit_id)
    if not given and not may:
        return None
    barred = barred_from(session, copy)
    officials = certifiers_of(session, copy.unit_id)
    reassigns = any(one.refuses and one.condition.outcome is Outcome.REASSIGN for one in given.values())
    return Conditions(
        rows=[(one, given.get(one.id)) for one in conditions_of(session, copy)],
        may=may,
        barred=[user for user in officials if user.id in barred],
        officials=[user for user in officials if user.id not in barred] if reassigns and may else [],
        refusing=[one.condition for one in given.values() if one.refuses],
        refuse=copy.refusal_id is not None and may,
    )


@bp.post("/<int:row>")
def save(row: int) -> ResponseReturnValue:
    """Write the ticked answers down; “all” also answers what is still open."""
    copy = _open(row)
    typed = {one.id: Said.typed(request.form.get(f"c-{one.id}")) for one in conditions_of(db.session(), copy)}
    said = {row: one for row, one in typed.items() if one is not None}
    with telling(), work(g.principal) as session:
        answer(session, copy, said)
        if request.form.get("all"):
            all_hold(session, [copy])
        if official := row_id(request.form.get("official", "")):
            bar(session, copy, official)
    return redirect(address_of(Copy, row, panel="conditions"), 303)


@bp.post("/visits/<int:row>")
def save_visit(row: int) -> ResponseReturnValue:
    """Say of all originals of a visit that what is still open holds."""
    asked_record(Visit, row, by=(CLERK,))
    with work(g.principal) as session:
        where = (Copy.visit_id == row, Copy.state.in_(OPEN))
        copies = list(session.scalars(select(Copy).where(*where).order_by(Copy.id)))
        all_hold(session, copies)
    flash(str(_("The conditions of %(count)s originals are answered.", count=len(copies))), "good")
    return redirect(address_of(Visit, row, panel="originals"), 303)


def _open(row: int) -> Copy:
    copy = asked_record(Copy, row, by=(CLERK,))
    if copy.state not in OPEN:
        abort(409)
    return copy
