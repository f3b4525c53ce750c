"""The public list of annulled copies: a page for people, and one signed file that works with no connection."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from app.toolkit import Unit, as_system, clock, public
from modules.certified_copies.after import strangers
from modules.certified_copies.after.annulments import Annulment, Standing
from modules.certified_copies.models import Copy
from modules.signing import site_keys
from modules.signing.site_keys import Use

bp = Blueprint("certified_copies_revoked", __name__, url_prefix="/xac-thuc/huy-bo")
ON_PAGE, IN_FILE = 50, 100_000


@bp.get("")
@public
def page() -> ResponseReturnValue:
    """Show the annulled copies, newest first; names of persons are on none of them."""
    if not strangers.admitted("annulments"):
        abort(429)
    before = request.args.get("before", type=int)
    with as_system() as session:
        found = _list().order_by(Annulment.id.desc()).limit(ON_PAGE + 1)
        rows = session.execute(found.where(Annulment.id < before) if before else found).all()
    more = rows[ON_PAGE - 1].Annulment.id if len(rows) > ON_PAGE else None
    return render_template("certified_copies/revoked.html", rows=rows[:ON_PAGE], more=more, now=clock.now())


@bp.get("/danh-sach.json")
@public
def file() -> ResponseReturnValue:
    """The whole list, and the same signed with the key of the log (a compact JWS)."""
    if not strangers.admitted("annulments"):
        abort(429)
    with as_system() as session:
        rows = session.execute(_list().order_by(Annulment.id).limit(IN_FILE)).all()
    annulled = [
        {
            "unit": unit.code,
            "book": copy.book,
            "number": copy.number,
            "certified_on": copy.certified_on.isoformat() if copy.certified_on else None,
            "sha256": copy.sha256,
            "decision": annulment.number,
            "decided_on": annulment.decided_on.isoformat() if annulment.decided_on else None,
        }
        for annulment, copy, unit in rows
    ]
    told = {"issuer": current_app.config["PUBLIC_URL"], "made": clock.now().isoformat("T", "seconds")}
    told |= {"annulled": annulled}
    return jsonify(**told, signed=site_keys.jws(Use.LOG, told))


def _list() -> Select[Annulment, Copy, Unit]:
    statement = select(Annulment, Copy, Unit).join(Copy, Copy.id == Annulment.copy_id)
    return statement.join(Unit, Unit.id == Copy.unit_id).where(Annulment.state == Standing.IN_FORCE)
