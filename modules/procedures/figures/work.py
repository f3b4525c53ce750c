"""What a period did: appraised, published in decisions, approved; each figure with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.toolkit import Passage, Text, _, clock
from modules.procedures.decisions.decision import Decision, State
from modules.procedures.editions.edition import Edition
from modules.procedures.figures.lines import Line, counted
from modules.procedures.processes.process import Process

Decided = type[Edition] | type[Process]


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    def lines(self, session: Session) -> Iterator[Line]:
        """The figures of the report, in its order."""
        yield counted(session, "appraised", _("Procedures appraised"), self.appraised(Edition))
        yield counted(session, "processes_appraised", _("Internal processes appraised"), self.appraised(Process))
        yield self._decided(session, "published", _("Procedures published"), Edition)
        yield self._decided(session, "approved", _("Internal processes approved"), Process)

    def appraised(self, model: Decided) -> Select[Any]:
        """Return the editions or processes whose appraisal falls into the period, each once."""
        key = "procedures.processes" if model is Process else "procedures.editions"
        steps = (Passage.resource == key, Passage.step == "appraise", Passage.row_id == model.id)
        begin, end = (clock.begin_of(day) for day in (self.first, self.last + timedelta(days=1)))
        taken = select(Passage.id).where(*steps, Passage.at >= begin, Passage.at < end).exists()
        return select(model).where(taken).order_by(model.code, model.id)

    def decided(self, model: Decided) -> Select[Any]:
        """Return the editions or processes that decisions signed in the period brought."""
        found = select(model).join(Decision, Decision.id == model.decision_id).where(*self._signed())
        return found.where(model.valid_from.is_not(None)).order_by(model.code, model.id)

    def deciding(self, model: Decided) -> Select[Any]:
        """Return those decisions."""
        brought = select(model.id).where(model.decision_id == Decision.id, model.valid_from.is_not(None)).exists()
        return select(Decision).where(*self._signed(), brought).order_by(Decision.signed_on, Decision.id)

    def _signed(self) -> tuple[Any, ...]:
        return Decision.state == State.ISSUED, Decision.signed_on >= self.first, Decision.signed_on <= self.last

    def _decided(self, session: Session, code: str, label: Text, model: Decided) -> Line:
        decisions = counted(session, f"{code}_in", _("Decisions"), self.deciding(model))
        return counted(session, code, label, self.decided(model), decisions=decisions)
