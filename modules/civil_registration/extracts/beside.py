"""The block on the page of a case: the extracts that were given of it, and the copies asked for with the declaration."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import Beside, Panel, _, acting, as_system, db
from modules.civil_registration.cases.case import Case
from modules.civil_registration.extracts.extract import GONE, Extract
from modules.civil_registration.extracts.issuing import case_holds
from modules.civil_registration.roles import OFFICER

MOST = 50


def extracts_of(case: Case) -> list[Extract]:
    """Return the newest requests for extracts of a case, by whatever ward they were given."""
    where = (Extract.event == case.event, Extract.case_id == case.id)
    load = (joinedload(Extract.unit),)
    with as_system():
        found = select(Extract).where(*where).options(*load).order_by(Extract.id.desc()).limit(MOST)
        return list(db.session.scalars(found))


def begun(case: Case) -> bool:
    """Whether the copies asked for with the declaration have their request: one of its own ward that was not given up."""
    return any(one.unit_id == case.unit_id and one.state not in GONE for one in extracts_of(case))


def from_declaration(case: Case) -> Extract:
    """Begin a request with what the declaration says. ValueError: no copies were asked for, or none is given."""
    if not case.copies:
        raise ValueError(str(_("No copies were asked for with the declaration.")))
    return Extract.asked(
        case,
        case.unit_id,
        asker_name=case.declarer_name,
        asker_relation=case.relation,
        asker_citizen_id=case.declarer_citizen_id,
        asker_paper=case.declarer_paper,
        asker_paper_number=case.declarer_paper_number,
        phone=case.phone,
        purpose=f"Yêu cầu cùng tờ khai đăng ký {case.module}",
        copies=case.copies,
    )


def told(case: Case) -> dict[str, Any] | None:
    """What the block says; nothing before the case is entered."""
    if not case.is_entered():
        return None
    found, officer = extracts_of(case), acting().holds([OFFICER], case.unit_id)
    may = officer and case_holds(case)
    waiting = case.copies if may and case.copies and not begun(case) else 0
    return {"case": case, "extracts": found, "may": may, "waiting": waiting, "own": case.unit_id}


PANEL = Panel("extracts", _("Copies of extracts"), "extracts_of_case.html", told)
BESIDE = [Beside(f"civil_registration.{slug}", PANEL) for slug in ("births", "deaths")]
