"""Evaluations: what trainees think of a class; nobody can tell who thought what."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import FEWEST_ANSWERS, _, db, field, normalise
from modules.training.joining.enrolments import Enrolment

MARKS = ("content", "teaching", "logistics")


class Summary(NamedTuple):
    """What a class is said to be: means from 1 to 5, and the words in no order that tells who wrote them."""

    number: int
    means: dict[str, float]
    words: list[str]


class Opinion(db.Model):  # type: ignore[name-defined]
    """Phiếu đánh giá: no person, no time, and a number that tells no order."""

    __tablename__ = "training_opinion"
    __untracked__ = True  # the trail would tell who wrote it, and when

    id: Mapped[str] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("training_cohort.id"), index=True)
    content: Mapped[int] = field.whole(_("Content"), low=1, high=5, required=True)
    teaching: Mapped[int] = field.whole(_("Teaching"), low=1, high=5, required=True)
    logistics: Mapped[int] = field.whole(_("Organisation"), low=1, high=5, required=True)
    words: Mapped[str | None] = field.long_text(_("What should be better"))

    @classmethod
    def give(cls, session: Session, enrolment: Enrolment, typed: Mapping[str, str]) -> None:
        """Keep an opinion apart from its author; that he has given one is noted on his enrolment.

        ValueError: given already, or a mark is missing.
        """
        if enrolment.opinion_given:
            raise ValueError(str(_("You have said what you think of this class already.")))
        marks = {name: int(typed[name]) for name in MARKS if typed.get(name) in {"1", "2", "3", "4", "5"}}
        if len(marks) < len(MARKS):
            raise ValueError(str(_("Give a mark from 1 to 5 in each line.")))
        words = normalise(typed.get("words", ""))[:2000] or None
        session.add(cls(id=secrets.token_hex(16), cohort_id=enrolment.cohort_id, words=words, **marks))
        enrolment.opinion_given = True
        session.flush()  # here, where the system's reach still holds: a trainee changes no enrolment himself

    @classmethod
    def summary(cls, session: Session, cohort_id: int) -> Summary | int:
        """Return what a class is said to be, or only how many answers there are while they are too few."""
        means = [func.avg(getattr(cls, name)) for name in MARKS]
        number, *found = session.execute(select(func.count(), *means).where(cls.cohort_id == cohort_id)).one()
        if number < FEWEST_ANSWERS:
            return int(number)
        words = select(cls.words).where(cls.cohort_id == cohort_id, cls.words.is_not(None)).order_by(cls.id)
        rounded = {name: round(float(mean), 2) for name, mean in zip(MARKS, found, strict=True)}
        return Summary(number, rounded, [one for one in session.scalars(words) if one])

    @classmethod
    def means(cls, session: Session, cohorts: list[int]) -> dict[int, float]:
        """Return the mean of all marks of each class that has answers enough."""
        marks = sum((getattr(cls, name) for name in MARKS[1:]), getattr(cls, MARKS[0]))
        found = select(cls.cohort_id, func.avg(marks)).where(cls.cohort_id.in_(cohorts)).group_by(cls.cohort_id)
        rows = session.execute(found.having(func.count() >= FEWEST_ANSWERS))
        return {cohort: round(float(mean) / len(MARKS), 2) for cohort, mean in rows}
