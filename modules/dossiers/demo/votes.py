"""What citizens answered in the demo: enough in one ward to be shown."""

from __future__ import annotations

import random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.toolkit import clock
from modules.dossiers.satisfaction.ballots import Ballot
from modules.dossiers.satisfaction.questions import Kind, Question
from modules.dossiers.satisfaction.votes import Vote, VoteAnswer

LIKELY = {Kind.VISITS: (0, 0, 1, 1, 1, 2), Kind.YES_NO: (1, 1, 1, 1, 0), Kind.FIVE: (5, 5, 5, 4, 4, 4, 3, 2)}


def load(session: Session) -> None:
    """The votes of all dossiers handed over but the newest, which waits at the desk."""
    chance = random.Random(20260601)  # noqa: S311 - made-up answers
    handed = select(Ballot).where(Ballot.handed_at.is_not(None)).order_by(Ballot.handed_at.desc(), Ballot.id)
    for ballot in session.scalars(handed).all()[1:]:
        ballot.used = True
        _vote(session, ballot.unit_id, chance)


def _vote(session: Session, unit_id: int, chance: random.Random) -> None:
    vote = Vote(id=f"{chance.getrandbits(128):032x}", unit_id=unit_id, year=clock.today().year)
    session.add(vote)
    session.flush()
    for question in Question.asked_on(session, clock.today()):
        number = f"{chance.getrandbits(128):032x}"
        value = chance.choice(LIKELY[question.kind])
        session.add(VoteAnswer(id=number, vote_id=vote.id, question_id=question.id, value=value))
