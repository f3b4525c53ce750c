"""The door for messages of other systems: JSON with a token of the house, thanked for as often as it comes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue

from app.toolkit import SYSTEM, _, as_person, by_token, db, work
from modules.interconnect.links.connections import Connection
from modules.interconnect.messages.incoming import accept
from modules.interconnect.roles import PROGRAM

bp = Blueprint("interconnect_receiving", __name__, url_prefix="/api/v1/interconnect")
LONGEST = 120


@bp.post("/messages/<int:row>")
@by_token
def take(row: int) -> ResponseReturnValue:
    """Take a message for a connection: {id, call, content, answers?}; 201 the first time, 200 afterwards.

    The token is of a person with the role of a program in the connection's unit, and has the scope `interconnect:write`.
    """
    who = g.principal
    with as_person(who.user_id):
        connection = db.session.get(Connection, row)
    if connection is None or not who.holds((PROGRAM,), connection.unit_id) or not who.opens("interconnect:write"):
        return jsonify(title=str(_("There is no such connection for this token."))), 404
    told = request.get_json(silent=True)
    try:
        number, call, content, answers = _parts(told)
    except ValueError as error:
        return jsonify(title=str(error)), 422
    with work(SYSTEM) as session:
        fresh = accept(session, connection, number, call, content, answers)
    return jsonify(id=number, taken=fresh), 201 if fresh else 200


def _parts(told: Any) -> tuple[str, str, dict[str, Any], str]:
    if isinstance(told, dict) and isinstance(told.get("content"), dict):
        words = [told.get("id"), told.get("call"), told.get("answers", "")]
        if all(isinstance(one, str) and len(one) <= LONGEST for one in words) and words[0] and words[1]:
            return words[0], words[1], told["content"], words[2]
    raise ValueError(str(_("A message is JSON: id, call, content, and the key that it answers, if any.")))
