"""Trích lục thay đổi hộ tịch: what it says, how a change is entered in its book; the notice to another place."""

from __future__ import annotations

from typing import Any

from app.toolkit import Report, Unit, _, clock, db
from modules.civil_registration.annotations.change import Change
from modules.civil_registration.annotations.rules import Kind
from modules.civil_registration.cases.entering import Entering
from modules.signing.appearance import paper

TITLES = {
    Kind.CHANGE: "thay đổi hộ tịch",
    Kind.CORRECTION: "cải chính hộ tịch",
    Kind.SUPPLEMENT: "bổ sung thông tin hộ tịch",
    Kind.ETHNICITY: "xác định lại dân tộc",
}


def told(change: Change) -> dict[str, Any]:
    """Return what the extract says of a change as it stands or is being typed."""
    return {
        "change": change,
        "case": change.case,
        "what": TITLES.get(change.kind, "thay đổi hộ tịch"),
        "today": clock.today(),
        "unit": db.session().get(Unit, change.unit_id),
    }


ENTERING = Entering(
    "civil_registration.changes",
    Change,
    paper("change", _("Extract of a change")),
    "civil_registration/change_print.html",
    "trich-luc-thay-doi-ho-tich",
    told,
)
NOTICE = Report(
    "thong-bao-noi-dang-ky",
    _("Notice to the other place"),
    "change_notice.html",
    told,
    when=lambda change: bool(change.notice),
    signed="sign",
)
