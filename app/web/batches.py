"""How far a batch is, for who has asked for it: a bar, what could not be done and why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.data.base import db
from app.data.batch import Batch, BatchRow
from app.engine import batches, steps
from app.engine.registry import registry
from app.web import printing
from app.web.own_path import own_path

bp = Blueprint("batches", __name__, url_prefix="/batches")
SHOWN = 200  # problems on the page


@bp.get("/<int:number>")
def show(number: int) -> str:
    """The page of a batch."""
    return render_template("batch/show.html", **_words(number))


@bp.get("/<int:number>/state")
def state(number: int) -> str:
    """The part of the page that asks again and again."""
    return render_template("batch/state.html", **_words(number))


@bp.get("/<int:number>/paper.pdf")
def paper(number: int) -> ResponseReturnValue:
    """The paper that goes along with what was done."""
    words = _words(number)
    if words["paper"] is None:
        abort(404)
    done = select(BatchRow.row_id).where(BatchRow.batch_id == number, BatchRow.done)
    return printing.several(words["res"], list(db.session.scalars(done.order_by(BatchRow.id))), words["paper"].name)


def _words(number: int) -> dict[str, Any]:
    batch = db.session.get(Batch, number)
    resource = registry.open_resources().get(batch.resource) if batch else None
    if batch is None or resource is None or not (g.principal.admin or batch.user_id == g.principal.user_id):
        abort(404)
    refused = select(BatchRow).where(BatchRow.batch_id == number, BatchRow.problem.is_not(None)).order_by(BatchRow.id)
    step = steps.find_step(resource, batch.step)
    return {
        "batch": batch,
        "res": resource,
        "step": step,
        "paper": printing.goes_along(resource, step),
        "counts": batches.counts_of(db.session(), number),
        "refused": list(db.session.scalars(refused.limit(SHOWN))),
        "back": own_path(batch.back, url_for("resource.index", res=resource)),
    }
