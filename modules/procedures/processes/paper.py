"""The internal process on paper: papers, time and fee, steps, forms, what is kept, legal bases (the layout of the city)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.toolkit import as_system, clock, name_of
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process


def document(process: Process) -> dict[str, Any]:
    """What the template of the process needs; `edition` is None while the procedure has none in force."""
    with as_system() as session:
        loads = (
            selectinload(Process.steps),
            joinedload(Process.procedure),
            joinedload(Process.level),
            joinedload(Process.decision),
        )
        whole = session.scalars(select(Process).where(Process.id == process.id).options(*loads)).one()
        edition = Edition.in_force_of(session, process.procedure_id, process.valid_from or clock.today())
    return {"process": whole, "edition": edition, "name_of": name_of}
