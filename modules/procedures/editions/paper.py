"""The sheet of a procedure on paper, in the order of the national catalogue."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.toolkit import as_system
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.editions.edition import Edition, everything


def sheet(edition: Edition) -> dict[str, Any]:
    """What the template of the sheet needs: the edition with its tables, its papers case by case."""
    with as_system() as session:
        found = select(Edition).where(Edition.id == edition.id)
        loads = (
            *everything(),
            joinedload(Edition.procedure).joinedload(Procedure.sector),
            joinedload(Edition.decision),
        )
        whole = session.scalars(found.options(*loads)).one()
        papers = {case: [one for one in whole.papers if one.case in (case, None)] for case in whole.cases or [""]}
    return {"edition": whole, "papers": papers if whole.cases else {"": whole.papers}}
