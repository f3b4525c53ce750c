"""The decision on paper: a Quyết định by NĐ 30/2020/NĐ-CP with its annexes, the list and the processes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.toolkit import as_system, clock, name_of
from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.decisions.acts import Act
from modules.procedures.decisions.decision import Decision, ListedProcedure
from modules.procedures.editions.edition import Edition, everything
from modules.procedures.processes.process import Process


def document(decision: Decision) -> dict[str, Any]:
    """What the template needs: the list by what changes, drafted and listed together, and the processes."""
    with as_system() as session:
        editions = session.scalars(
            select(Edition)
            .where(Edition.decision_id == decision.id)
            .options(*everything(), joinedload(Edition.procedure).joinedload(Procedure.sector))
            .order_by(Edition.code)
        ).all()
        items = session.scalars(
            select(ListedProcedure)
            .where(ListedProcedure.decision_id == decision.id)
            .options(joinedload(ListedProcedure.sector))
            .order_by(ListedProcedure.position)
        ).all()
        processes = session.scalars(
            select(Process)
            .where(Process.decision_id == decision.id)
            .options(joinedload(Process.level), selectinload(Process.steps))
            .order_by(Process.code)
        ).all()
        known = Procedure.by_code(session, [item.code for item in items])
    written = {edition.code for edition in editions}
    by_act: dict[Act, list[Any]] = {act: [] for act in Act}
    for edition in editions:
        by_act[edition.act].append(_row(edition))
    for item in items:
        if item.code not in written:
            procedure = known.get(item.code)
            name = item.name or (procedure.name if procedure else "")
            by_act[item.act].append((item.code, name, str(item.sector or ""), item.levels or "", ""))
    return {
        "decision": decision,
        "lists": [(act, rows) for act, rows in by_act.items() if rows],
        "processes": processes,
        "name_of": name_of,
        "today": decision.signed_on or clock.today(),
    }


def _row(edition: Edition) -> tuple[str, str, str, str, str]:
    levels = "; ".join(line.level.name for line in edition.levels)
    terms = "; ".join(dict.fromkeys(route.term for route in edition.routes))
    return edition.code, edition.name, edition.procedure.sector.name, levels, terms
