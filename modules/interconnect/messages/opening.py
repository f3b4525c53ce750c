"""What a message or call carries is sealed: who opens it says why, and that is written down."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.toolkit import _, address_of, asked_record, note_reading, work
from modules.interconnect.messages.calls import Call
from modules.interconnect.messages.incoming import Incoming
from modules.interconnect.messages.outgoing import Outgoing
from modules.interconnect.roles import OFFICER

bp = Blueprint("interconnect_opening", __name__, url_prefix="/interconnect/content")
KINDS: dict[str, type[Outgoing | Incoming | Call]] = {
    "outgoing": Outgoing,
    "incoming": Incoming,
    "calls": Call,
}


def panel(record: Outgoing | Incoming | Call) -> dict[str, Any] | None:
    """The form that asks why; None for who may not open it."""
    if not g.principal.holds((OFFICER,), record.unit_id):
        return None
    kind = next(name for name, model in KINDS.items() if isinstance(record, model))
    return {"row": record.id, "kind": kind}


@bp.post("/<kind>/<int:row>")
def show(kind: str, row: int) -> ResponseReturnValue:
    """Show the content, after it is written down who opens it and why."""
    model = KINDS.get(kind) or abort(404)
    record = asked_record(model, row, by=(OFFICER,))
    reason = request.form.get("reason", "").strip()
    if not reason:
        flash(str(_("Write why you open the content.")), "bad")
        return redirect(address_of(model, row, panel="content"), 303)
    with work(g.principal) as session:
        note_reading(session, record, "content", g.principal.user_id, reason=reason)
    try:
        content = {"content": record.content} | ({"answer": record.answer} if isinstance(record, Outgoing) else {})
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(address_of(model, row), 303)
    told = json.dumps(content, ensure_ascii=False, indent=2)
    return render_template("interconnect/content.html", record=record, told=told, back=address_of(model, row))
