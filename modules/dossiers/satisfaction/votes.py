"""Phiếu: what somebody answered, without who, when and for which dossier."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import _, clock, db, field
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.satisfaction.questions import Question


class Vote(db.Model):  # type: ignore[name-defined]
    """A vote: a unit and a year, no dossier, no hour, and a number that tells no order."""

    __tablename__ = "dossiers_vote"
    __untracked__ = True  # the trail would tell when it came, and so whose it is
    __table_args__ = (Index("ix_dossiers_vote_unit", "year", "unit_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("core_unit.id"))
    year: Mapped[int] = field.year(_("Year"), required=True)

    @classmethod
    def cast(cls, session: Session, ballot: Ballot, typed: Mapping[str, str]) -> None:
        """Use a ballot and keep the answers apart from it. ValueError: a question is open, used, or too late."""
        questions = Question.asked_on(session, clock.today())
        answers = {one.id: _answer(one, typed.get(f"q{one.id}", "")) for one in questions}
        ballot.use(session)
        vote = cls(id=secrets.token_hex(16), unit_id=ballot.unit_id, year=clock.today().year)
        session.add(vote)
        session.flush()
        for question, value in answers.items():
            session.add(VoteAnswer(id=secrets.token_hex(16), vote_id=vote.id, question_id=question, value=value))


class VoteAnswer(db.Model):  # type: ignore[name-defined]
    """The answer to one question."""

    __tablename__ = "dossiers_vote_answer"
    __untracked__ = True

    id: Mapped[str] = mapped_column(primary_key=True)
    vote_id: Mapped[str] = mapped_column(ForeignKey("dossiers_vote.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("dossiers_question.id"))
    value: Mapped[int] = mapped_column()


def _answer(question: Question, typed: str) -> int:
    if not typed.isdecimal() or int(typed[:3]) not in question.kind.values:
        raise ValueError(str(_("Please answer every question.")))
    return int(typed)
