"""A year of training in the demo: accounts, trainees, rooms, a plan half of which is past; dated from today."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from modules.training.catalogue.people import Trainee
from modules.training.demo import bank, classes, people, places, plan, results, today


def load(session: Session) -> None:
    """Load everything once; loading twice changes nothing."""
    accounts = people.accounts(session)
    if session.scalar(select(func.count()).select_from(Trainee)):
        return
    trainees = people.trainees(session, accounts)
    rooms, trainers = places.load(session, accounts)
    plan.load(session, accounts)
    classes.load(session, accounts, rooms, trainers, trainees)
    courses = bank.load(session)
    results.load(session, accounts, courses)
    today.load(session, accounts, rooms, trainers, courses["CT-DT"])
