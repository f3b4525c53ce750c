"""Periodic jobs: each is queued once per turn, by whichever process is first, however many look."""

from __future__ import annotations

from datetime import datetime

from croniter import croniter
from sqlalchemy import select, update

from app.data.base import db
from app.data.clock import ZONE
from app.data.job import Schedule
from app.data.moment import now
from app.engine.access import SYSTEM
from app.engine.registry import registry
from app.engine.work import later, work


def queue_due() -> list[str]:
    """Queue every periodic job whose turn has come; a turn that was missed is made up once. Returns their names."""
    queued = []
    known = {row.name: row.next_at for row in db.session.scalars(select(Schedule))}
    for name, job in registry.jobs.items():
        if job.every is None or name.split(".", 1)[0] in registry.off:
            continue
        if name not in known:
            _begin(name, job.every)
        elif known[name] <= now() and _take_turn(name, known[name], job.every):
            queued.append(name)
    return queued


def next_turn(every: str, after: datetime) -> datetime:
    """Return the next moment of a cron line, read in Vietnam's time."""
    return croniter(every, after.astimezone(ZONE)).get_next(datetime)


def _begin(name: str, every: str) -> None:
    with work(SYSTEM) as session:
        if session.get(Schedule, name) is None:
            session.add(Schedule(name=name, next_at=next_turn(every, now())))


def _take_turn(name: str, seen: datetime, every: str) -> bool:
    """The leader's lock: of all who have seen this turn, one moves it on, and only that one queues the job."""
    with work(SYSTEM) as session:
        mine = (Schedule.name == name, Schedule.next_at == seen, Schedule.active)
        turn = update(Schedule).where(*mine).values(next_at=next_turn(every, now())).returning(Schedule.name)
        if session.scalar(turn) is None:
            return False
        later(session, name)
    return True
