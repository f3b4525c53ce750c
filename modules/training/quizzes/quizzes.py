"""Tests of a class: before and after, with a time limit and a number of tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from app.toolkit import Choice, Record, _, clock, field
from modules.training.timetable.cohorts import Cohort


class Moment(Choice):
    """When a test is taken."""

    BEFORE = "before", _("At the beginning"), "blue"
    AFTER = "after", _("At the end"), "green"


class Quiz(Record):
    """Bài kiểm tra: drawn from the questions of the course."""

    __tablename__ = "training_quiz"

    cohort_id: Mapped[int] = field.reference(_("Class"), "training_cohort", required=True)
    when: Mapped[Moment] = field.choice(_("Kind of test"), Moment, required=True)
    opens_at: Mapped[datetime | None] = field.moment(_("Open since"), readonly=True)
    closes_at: Mapped[datetime | None] = field.moment(_("Closed since"), readonly=True)
    minutes: Mapped[int] = field.whole(_("Minutes"), low=1, high=300, required=True, default=30)
    count: Mapped[int] = field.whole(_("Questions drawn"), low=1, high=200, required=True, default=10)
    tries: Mapped[int] = field.whole(_("Tries"), low=1, high=10, required=True, default=1)
    cohort: Mapped[Cohort] = field.link("Cohort", cohort_id)

    def __str__(self) -> str:
        return str(self.when)

    @property
    def is_open(self) -> bool:
        """Whether it may be begun now."""
        return self.opens_at is not None and self.closes_at is None

    def open(self) -> None:
        """Let the trainees begin."""
        self.opens_at, self.closes_at = self.opens_at or clock.now(), None

    def close(self) -> None:
        """Let nobody begin any more; who is at it may go on until his own time is over."""
        self.closes_at = clock.now()
