"""How a case stands at the Ministry, beside the case; and sending it once more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect
from flask.typing import ResponseReturnValue

from app.toolkit import Panel, _, acting, address_of, asked_record, telling, work
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.cases.case import Case
from modules.civil_registration.cases.kinds import AtMinistry
from modules.civil_registration.ministry.pushing import push
from modules.civil_registration.roles import OFFICER

bp = Blueprint("civil_registration_ministry", __name__, url_prefix="/civil-registration/ministry")


def told(case: Case) -> dict[str, Any] | None:
    """What the panel needs; nothing before the case was sent."""
    if case.at_ministry is None:
        return None
    again = case.at_ministry is AtMinistry.REFUSED and acting().holds([OFFICER], case.unit_id)
    return {"case": case, "again": again, "event": case.event.value}


@bp.post("/<event>/<int:row>")
def push_again(event: str, row: int) -> ResponseReturnValue:
    """Send a case once more that the Ministry has refused."""
    kind = next((kind for one, kind in KINDS.items() if one.value == event), None) or abort(404)
    with telling(), work(g.principal):
        case = asked_record(kind, row, by=(OFFICER,))
        if case.at_ministry is not AtMinistry.REFUSED:
            raise ValueError(str(_("It is there already, or on its way.")))
        push(case)
    return redirect(address_of(kind, row, panel="ministry"), 303)


PANEL = Panel("ministry", _("At the Ministry of Justice"), "ministry.html", told)
