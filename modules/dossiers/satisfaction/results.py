"""Kết quả đánh giá: a year's votes by unit; of a unit with fewer answers than needed only their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import FEWEST_ANSWERS, Unit, clock
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.satisfaction.questions import Kind, Question
from modules.dossiers.satisfaction.votes import Vote, VoteAnswer

Told = dict[str, Counter[int]]  # how often each answer was given, by the code of its question


@dataclass
class Line:
    """A unit, or all that are shown: `votes` of `asked` dossiers, and the answers where there are enough."""

    name: str
    votes: int = 0
    asked: int = 0
    told: Told = field(default_factory=lambda: defaultdict(Counter))

    @property
    def shown(self) -> bool:
        """Whether there are answers enough to show what they say."""
        return self.votes >= FEWEST_ANSWERS

    @property
    def share(self) -> float | None:
        """How many in a hundred dossiers were rated; None where nobody was asked."""
        return _percent(self.votes, self.asked)

    def mean(self, question: Question) -> float | None:
        """The mean of a question of five points, else the good answers in a hundred; None: too few, or none."""
        told = self.told.get(question.code)
        if not self.shown or not told:
            return None
        if question.kind is Kind.FIVE:
            return round(sum(value * times for value, times in told.items()) / told.total(), 2)
        return _percent(sum(told[value] for value in question.kind.good), told.total())

    def satisfied(self, questions: list[Question]) -> float | None:
        """How many in a hundred answers of five points were four or five; None: too few, or none."""
        told = [self.told[one.code] for one in questions if one.kind is Kind.FIVE and one.code in self.told]
        good = sum(one[value] for one in told for value in Kind.FIVE.good)
        return _percent(good, sum(one.total() for one in told)) if self.shown else None


@dataclass(frozen=True)
class Results:
    """A year: its questions, its units, and the sum of those that are shown, so that no other can be worked out."""

    year: int
    questions: list[Question]
    units: list[Line]
    whole: Line


def results_of(session: Session, year: int, reach: Collection[int] | None) -> Results:
    """Return a year's results of the units in reach (None: all) where somebody was asked."""
    lines: dict[int, Line] = {}
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    begin, end = (datetime(one, 1, 1, tzinfo=clock.ZONE) for one in (year, year + 1))
    of_year = (Ballot.made_at >= begin, Ballot.made_at < end)
    asked = select(Ballot.unit_id, func.count()).where(*of_year).group_by(Ballot.unit_id)
    votes = select(Vote.unit_id, func.count()).where(Vote.year == year).group_by(Vote.unit_id)
    told = (
        select(Vote.unit_id, Question.code, VoteAnswer.value, func.count())
        .join(VoteAnswer, VoteAnswer.vote_id == Vote.id)
        .join(Question, Question.id == VoteAnswer.question_id)
        .where(Vote.year == year)
        .group_by(Vote.unit_id, Question.code, VoteAnswer.value)
    )
    if reach is not None:
        asked, votes = asked.where(Ballot.unit_id.in_(reach)), votes.where(Vote.unit_id.in_(reach))
        told = told.where(Vote.unit_id.in_(reach))
    for unit, number in session.execute(asked):
        lines.setdefault(unit, Line(names.get(unit, ""))).asked = number
    for unit, number in session.execute(votes):
        lines.setdefault(unit, Line(names.get(unit, ""))).votes = number
    for unit, code, value, number in session.execute(told):
        lines[unit].told[code][value] += number
    units = sorted(lines.values(), key=lambda line: line.name)
    return Results(year, _questions(session, year), units, _sum(units))


def _questions(session: Session, year: int) -> list[Question]:
    """The questions of a year, each once, in its newest wording."""
    of_year = (Question.valid_from <= date(year, 12, 31), Question.valid_after(date(year - 1, 12, 31)))
    rows = session.scalars(select(Question).where(*of_year).order_by(Question.valid_from, Question.id))
    return sorted({row.code: row for row in rows}.values(), key=lambda row: row.position)


def _sum(units: list[Line]) -> Line:
    whole = Line("")
    for line in units:
        if line.shown:
            whole.votes, whole.asked = whole.votes + line.votes, whole.asked + line.asked
            for code, told in line.told.items():
                whole.told[code].update(told)
    return whole


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
