"""The official's queue and the seal's queue: what waits, what has been opened, everything ticked at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.toolkit import Link, _, db, resource_of, telling, work
from modules.certified_copies.models import Copy, State
from modules.certified_copies.queue import samples
from modules.certified_copies.queue.rules import rule_of
from modules.certified_copies.queue.waiting import Waiting, waiting
from modules.certified_copies.roles import CERTIFIER, SEALER

bp = Blueprint("certified_copies_queue", __name__, url_prefix="/certified-queue")
LINKS = [
    Link(_("Signing queue"), "certified_copies_queue.sign", "signature", (CERTIFIER,)),
    Link(_("Sealing queue"), "certified_copies_queue.seal", "certificate", (SEALER,)),
]


@bp.get("/sign")
def sign() -> ResponseReturnValue:
    """What waits for the official's signature."""
    rows = _rows(State.SUBMITTED, CERTIFIER)
    units = {row.copy.unit_id: row.copy.unit for row in rows}
    allowed = [unit for unit in units.values() if _samples(unit.id)]
    return _page("sign", rows, title=_("Signing queue"), draws=[(unit, _undrawn(rows, unit.id)) for unit in allowed])


@bp.get("/seal")
def seal() -> ResponseReturnValue:
    """What waits for the agency's signature."""
    return _page("seal", _rows(State.SIGNED, SEALER), title=_("Sealing queue"), draws=[])


@bp.post("/sample/<int:unit>")
def sample(unit: int) -> ResponseReturnValue:
    """Draw at random which copies of a batch must be opened, where the unit's rule allows it."""
    rows = _rows(State.SUBMITTED, CERTIFIER)
    if not g.principal.holds((CERTIFIER,), unit):
        abort(404)
    with telling(), work(g.principal) as session:
        samples.draw(session, unit, g.principal.user_id, [row.copy.id for row in _undrawn(rows, unit)])
    return redirect(url_for("certified_copies_queue.sign"), 303)


def _rows(state: State, role: Any) -> list[Waiting]:
    g.principal.require_role((role,))
    return waiting(db.session(), state, role)


def _samples(unit: int) -> bool:
    rule = rule_of(db.session(), unit)
    return rule is not None and rule.sample_percent is not None


def _undrawn(rows: list[Waiting], unit: int) -> list[Waiting]:
    """The copies of a unit that the person would have to open: not yet seen, not drawn from before."""
    mine = [row for row in rows if row.copy.unit_id == unit and row.unopened and not row.drawn]
    before = samples.picks_of(db.session(), [row.copy.id for row in mine], g.principal.user_id or 0)
    return [row for row in mine if row.copy.id not in before]


def _page(step: str, rows: list[Waiting], **words: Any) -> str:
    ready = [row for row in rows if not row.obstacle]
    page = "certified_copies/queue.html"
    res = resource_of(Copy)
    declared = next(one for one in res.flow.steps if one.name == step)
    return render_template(page, step=declared, rows=rows, ready=ready, res=res, **words)
