"""A year of training in the demo: accounts, trainees, rooms, a plan half of which is past; dated from today."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import User, covers_city
from modules.training.catalogue.people import Trainee
from modules.training.demo import bank, city, classes, people, places, plan, results, today


def load(session: Session) -> None:
    """Load everything once, of all 168 units where the site is to show a city; loading twice changes nothing."""
    accounts = people.accounts(session)
    if not session.scalar(select(func.count()).select_from(Trainee)):
        _few(session, accounts)
    if covers_city():
        city.load(session, accounts)


def _few(session: Session, accounts: dict[str, User]) -> None:
    """What the accounts work with: eight units."""
    trainees = people.trainees(session, accounts)
    rooms, trainers = places.load(session, accounts)
    plan.load(session, accounts)
    classes.load(session, accounts, rooms, trainers, trainees)
    courses = bank.load(session)
    results.load(session, accounts, courses)
    today.load(session, accounts, rooms, trainers, courses["CT-DT"])
