"""Wrong passwords and codes: after five in an hour one waits a minute, then two, four, eight, a quarter of an hour.

They are counted in the database, so for all processes together; by user name, whether somebody has it or not, so that
waiting tells nothing; and by address, where a whole office may sit behind one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.data.entry import Attempt
from app.data.moment import now
from app.data.people import User
from app.data.text import _

WINDOW, LONGEST = timedelta(hours=1), 15  # minutes
MOST_BY_LOGIN, MOST_BY_ADDRESS = 5, 50  # wrong tries within the window


def require(session: Session, login: str, address: str) -> None:
    """ValueError with the minutes to wait, for who has tried too often."""
    for column, value, most in (
        (Attempt.login, login, MOST_BY_LOGIN),
        (Attempt.address, address[:60], MOST_BY_ADDRESS),
    ):
        left = _left(_tries(session, column, [value])[value], most)
        if left > timedelta():
            minutes = int(left.total_seconds() // 60) + 1
            raise ValueError(str(_("Too many wrong tries. Try again after %(minutes)s minutes.", minutes=minutes)))


def count(session: Session, login: str, address: str) -> None:
    """Write a wrong try down; what no longer matters goes."""
    session.add(Attempt(login=login, address=address[:60]))
    session.execute(delete(Attempt).where(Attempt.at < now() - 4 * WINDOW))


def forget(session: Session, user: User) -> None:
    """Let a person try again at once."""
    session.execute(delete(Attempt).where(Attempt.login == user.login))


def waiting(session: Session, logins: list[str]) -> set[str]:
    """Return which of these user names have to wait."""
    tries = _tries(session, Attempt.login, logins)
    return {login for login, moments in tries.items() if _left(moments, MOST_BY_LOGIN) > timedelta()}


def _tries(session: Session, column: InstrumentedAttribute[str], values: list[str]) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    rows = select(column, Attempt.at).where(column.in_(values), Attempt.at > now() - WINDOW).order_by(Attempt.at)
    for value, at in session.execute(rows):
        found[value].append(at)
    return found


def _left(moments: list[datetime], most: int) -> timedelta:
    """How long to wait still after wrong tries at these moments, in their order."""
    if len(moments) < most:
        return timedelta()
    minutes = min(2 ** min(len(moments) - most, 10), LONGEST)
    return max(moments[-1] + timedelta(minutes=minutes) - now(), timedelta())
