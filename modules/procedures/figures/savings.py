"""Tái cấu trúc quy trình: the steps dropped and working hours saved by the decisions of a period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session, joinedload

from modules.procedures.catalogue.procedures import Procedure
from modules.procedures.figures.work import Period
from modules.procedures.processes.process import Process


@dataclass(frozen=True)
class Savings:
    """The versions that decisions signed in a period approved and that followed an older one."""

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
    def of(cls, session: Session, period: Period) -> Savings:
        """Read those of a period."""
        loads = (
            joinedload(Process.procedure).joinedload(Procedure.sector),
            joinedload(Process.level),
            joinedload(Process.decision),
        )
        found = period.decided(Process).where(Process.hours_before.is_not(None)).options(*loads).order_by(None)
        return cls(list(session.scalars(found.order_by(Process.valid_from, Process.code, Process.id))))
