"""Mergers of units (442 old ones into 168): what closed units still own goes to the units they went into."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import Link, Unit, UnitLink, _, add_record, as_person, clock, db, later, parse_day, take_steps, work
from modules.equipment.assets import Asset
from modules.equipment.roles import FINANCE
from modules.equipment.transfer import Transfer, TransferLine

bp = Blueprint("equipment_mergers", __name__)
LINK = Link(_("Transfers after mergers"), "equipment_mergers.page", "sitemap", (FINANCE,))


def merge(session: Session, old_id: int, new_id: int, decision: str, day: str, user_id: int) -> str:
    """Transfer all that a closed unit still owns, in one unit of work; asked for twice, it finds nothing left."""
    if not session.scalar(select(Asset.id).where(Asset.unit_id == old_id).limit(1)):
        return "0"
    with as_person(user_id):
        old = session.get_one(Unit, old_id)
        transfer = Transfer(
            unit_id=old_id,
            giver_id=old_id,
            receiver_id=new_id,
            reason=str(_("Merger of %(unit)s", unit=old)),
            everything=True,
            merger=True,
            decision=decision,
            decided_on=date.fromisoformat(day),
        )
        add_record(session, transfer)
        road = [(step, user_id) for step in ("decide", "hand_over", "receive")]
        take_steps(session, transfer, road)
        moved = session.scalar(select(func.count()).where(TransferLine.transfer_id == transfer.id))
        session.flush()
    return str(moved)


@bp.get("/equipment/mergers")
def page() -> str:
    """Closed units with assets, where each goes, and how far the transfers have come."""
    _require()
    return render_template("equipment/mergers.html", **_state(), typed={}, today=clock.today())


@bp.post("/equipment/mergers")
def begin() -> ResponseReturnValue:
    """Queue a transfer per closed unit whose successor is chosen."""
    _require()
    state, typed = _state(), request.form
    day = _day(typed.get("decided_on", ""))
    decision = typed.get("decision", "").strip()[:80]
    chosen = {}
    for old, _number, links in state["rows"]:
        new_id = typed.get(f"to-{old.id}", "")
        if new_id and any(str(unit.id) == new_id for unit, _whole in links):
            chosen[old.id] = int(new_id)
    problem = None
    if not decision or day is None:
        problem = _("Enter the decision's number and day.")
    elif not chosen and any(name.startswith("to-") and value for name, value in typed.items()):
        problem = _("The assets of the chosen units have been transferred meanwhile.")
    elif not chosen:
        problem = _("Choose the receiving unit of at least one closed unit.")
    if problem or day is None:
        flash(str(problem), "bad")
        return render_template("equipment/mergers.html", **state, typed=typed, today=clock.today()), 422
    with work(g.principal) as session:
        for old_id, to_id in chosen.items():
            words = {"decision": decision, "day": day.isoformat(), "user_id": g.principal.user_id}
            later(session, "equipment.merge", old_id=old_id, new_id=to_id, **words)
    flash(str(_("%(count)s transfers are being made; this page shows how far they are.", count=len(chosen))), "good")
    return redirect(url_for(".page", watch=1), 303)


def _require() -> None:
    g.principal.require_role((FINANCE,))


def _day(typed: str) -> date | None:
    try:
        day = parse_day(typed)
    except ValueError:
        return None
    return day if day <= clock.today() else None


def _state() -> dict[str, Any]:
    """The closed units that still own assets, each with its count and successors; and what has been transferred."""
    own = select(Unit, func.count()).join(Asset, Asset.unit_id == Unit.id).where(Unit.valid_to.is_not(None))
    rows = db.session.execute(own.where(Unit.valid_to < clock.today()).group_by(Unit.id).order_by(Unit.name)).all()
    links: dict[int, list[tuple[Unit, bool]]] = {unit.id: [] for unit, _number in rows}
    after = select(UnitLink.old_id, Unit, UnitLink.whole).join(Unit, Unit.id == UnitLink.new_id)
    for old_id, unit, whole in db.session.execute(after.where(UnitLink.old_id.in_(links)).order_by(Unit.name)):
        links[old_id].append((unit, whole))
    moved = select(func.count()).select_from(TransferLine).join(Transfer, Transfer.id == TransferLine.transfer_id)
    done = db.session.scalar(moved.where(Transfer.merger)) or 0
    left = sum(number for _unit, number in rows)
    return {"rows": [(unit, number, links[unit.id]) for unit, number in rows], "done": done, "left": left}
