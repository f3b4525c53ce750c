"""What an official does with a difference: explains it, or says that it is corrected; the books are mended elsewhere."""

from __future__ import annotations

from typing import Any

from app.toolkit import address_of, db, given_reason
from modules.civil_registration.book.numbers import KINDS
from modules.civil_registration.reconcile.comparing import same
from modules.civil_registration.reconcile.comparison import BookDifference, Kind
from modules.civil_registration.sheets.columns import BY_NAME
from modules.civil_registration.sheets.export import Speaking
from modules.civil_registration.sheets.kinds import Lists


def explain(one: BookDifference) -> None:
    """Keep the reason beside the difference: it stays explained in the next comparison, while it says the same."""
    one.why = given_reason(db.session()) or None


def correct(one: BookDifference) -> None:
    """Note that one of the books was mended: how, the reason says."""
    one.why = given_reason(db.session()) or None


def reopen(one: BookDifference) -> None:
    """Somebody looks at it again."""
    one.why = None


def told(one: BookDifference) -> dict[str, Any] | None:
    """What stands beside a difference: both books field by field, ours as it was found and as it stands now."""
    kind: Any = KINDS[one.event]
    case = db.session.get(kind, one.case_id) if one.case_id else None
    if one.kind is not Kind.DIFFERS:
        return {"one": one, "case": case, "there": _there(one), "rows": []}
    rows, lists = [], Lists(db.session())
    speaking = Speaking(db.session(), one.event)
    columns = tuple(BY_NAME[one.event][name.casefold()] for name, _ours, _theirs in one.fields)
    now = speaking.spoken(case, speaking.said_of([case]).get(case.id, {}), columns) if case else {}
    for heading, (name, ours, theirs) in zip(columns, one.fields, strict=True):
        mended = bool(case) and name != "so" and same(heading, now.get(name, ""), theirs, lists)
        rows.append({"title": heading.title, "name": name, "ours": ours, "theirs": theirs, "mended": mended})
    return {"one": one, "case": case, "there": _there(one), "rows": rows}


def _there(one: BookDifference) -> str:
    return address_of(KINDS[one.event], one.case_id) if one.case_id else ""
