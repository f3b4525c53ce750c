"""What a period did: appraised, published in decisions, approved; each figure with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from app.toolkit import Choice, Passage, _, clock
from modules.procedures.decisions.decision import Decision, State
from modules.procedures.editions.edition import Edition
from modules.procedures.processes.process import Process


class Figure(Choice):
    """A line of the report on procedure control."""

    APPRAISED = "appraised", _("Procedures appraised")
    PROCESSES_APPRAISED = "processes_appraised", _("Internal processes appraised")
    PUBLISHED = "published", _("Procedures published")
    APPROVED = "approved", _("Internal processes approved")


@dataclass(frozen=True)
class Line:
    """A figure of a period, and in how many decisions, where decisions make it."""

    figure: Figure
    number: int
    decisions: int | None = None


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    def lines(self, session: Session) -> Iterator[Line]:
        """The figures of the report, in its order."""
        for figure in Figure:
            rows = self.rows(figure).subquery()
            number = session.scalar(select(func.count()).select_from(rows)) or 0
            decided = figure in (Figure.PUBLISHED, Figure.APPROVED)
            decisions = session.scalar(select(func.count(distinct(rows.c.decision_id)))) if decided else None
            yield Line(figure, number, decisions)

    def rows(self, figure: Figure) -> Select[Any]:
        """Return the editions or processes that a figure counts."""
        model = Process if figure in (Figure.PROCESSES_APPRAISED, Figure.APPROVED) else Edition
        if figure in (Figure.APPRAISED, Figure.PROCESSES_APPRAISED):
            key = "procedures.processes" if model is Process else "procedures.editions"
            steps = (Passage.resource == key, Passage.step == "appraise", Passage.row_id == model.id)
            begin, end = (clock.begin_of(day) for day in (self.first, self.last + timedelta(days=1)))
            taken = select(Passage.id).where(*steps, Passage.at >= begin, Passage.at < end).exists()
            return select(model).where(taken).order_by(model.code)
        signed = (Decision.state == State.ISSUED, Decision.signed_on >= self.first, Decision.signed_on <= self.last)
        found = select(model).join(Decision, Decision.id == model.decision_id).where(*signed)
        return found.where(model.valid_from.is_not(None)).order_by(model.code)
