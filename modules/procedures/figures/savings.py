"""Tái cấu trúc quy trình: the steps dropped and working hours saved by the versions that a period brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.processes.process import Process


@dataclass(frozen=True)
class Savings:
    """The versions that came into force in a period and followed an older one."""

    rows: list[Process]

    @property
    def hours(self) -> Decimal:
        """Σ(old − new) in working hours."""
        return sum((row.saved_hours or Decimal(0) for row in self.rows), Decimal(0))

    @property
    def dropped(self) -> int:
        """Steps that are no more."""
        return sum(row.dropped or 0 for row in self.rows)

    @classmethod
    def of(cls, session: Session, first: date, last: date) -> Savings:
        """Read those of a period, from a day to a day."""
        came = (Process.valid_from >= first, Process.valid_from <= last, Process.hours_before.is_not(None))
        loads = (
            joinedload(Process.procedure).joinedload(Procedure.sector),
            joinedload(Process.level),
            joinedload(Process.decision),
        )
        found = select(Process).where(*came).options(*loads).order_by(Process.valid_from, Process.code)
        return cls(list(session.scalars(found)))
