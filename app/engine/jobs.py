"""Running jobs: the row is the one truth; a thread of this process or RQ workers only say when to look at it.

A job that is a generator is committed at every `yield done, total`: what it has done so far stays done, and the person
who waits sees how far it is. Tried again, it must find for itself where it stopped.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update

from app.data.base import db
from app.data.job import JobRow, JobState
from app.data.moment import now
from app.engine.access import SYSTEM, bind
from app.engine.registry import registry
from app.engine.work import ring, work

log = logging.getLogger(__name__)
SILENT = timedelta(minutes=10)  # a running job without a sign of life for so long has lost its worker
UNHEARD = timedelta(minutes=1)
KEPT = timedelta(days=30)


def run(number: int) -> bool:
    """Claim and run one job; False when it is not waiting (done, claimed elsewhere, not due, its module closed)."""
    bind(db.session(), SYSTEM)
    with work(SYSTEM) as session:
        claimed = session.scalar(
            update(JobRow)
            .where(JobRow.id == number, *_free())
            .values(state=JobState.RUNNING, started_at=now(), beat_at=now(), tries=JobRow.tries + 1)
            .returning(JobRow.id)
        )
    if claimed is None:
        return False
    try:
        _work_through(number)
    except Exception:
        log.exception("job %s failed", number)
        _fail(number, traceback.format_exc(limit=5))
    return True


def due() -> list[int]:
    """Return the ids of jobs that wait and may run now; those of modules that are switched off wait on."""
    return list(db.session.scalars(select(JobRow.id).where(*_free()).order_by(JobRow.id).limit(50)))


def sweep(before: datetime | None = None) -> int:
    """Give jobs back whose worker has died, ring for those that nobody was told of, forget old ones; return how many.

    `before`: running jobs without a sign of life since then; a process that runs alone says `now()` at its start.
    """
    with work(SYSTEM) as session:
        silent = or_(JobRow.beat_at.is_(None), JobRow.beat_at < (before or now() - SILENT))
        lost = list(session.scalars(select(JobRow).where(JobRow.state == JobState.RUNNING, silent)))
        for row in lost:
            _end_try(row, "the worker stopped in the middle")
        session.execute(delete(JobRow).where(JobRow.state == JobState.DONE, JobRow.ended_at < now() - KEPT))
    unheard = select(JobRow.id).where(JobRow.state == JobState.WAITING, JobRow.run_at < now() - UNHEARD)
    for number in db.session.scalars(unheard.where(JobRow.name.in_(_open_names())).limit(200)):
        ring(number)
    return len(lost)


def retry(number: int) -> None:
    """Let a failed job run again; LookupError when it is not a failed one."""
    with work(SYSTEM) as session:
        row = session.get(JobRow, number)
        if row is None or row.state is not JobState.DEAD:
            raise LookupError(number)
        row.state, row.tries, row.run_at, row.ended_at = JobState.WAITING, 0, now(), None
    ring(number)


def drop(number: int) -> None:
    """Forget a failed or finished job; LookupError when it still waits or runs."""
    with work(SYSTEM) as session:
        row = session.get(JobRow, number)
        if row is None or row.state not in (JobState.DEAD, JobState.DONE):
            raise LookupError(number)
        session.delete(row)


def _work_through(number: int) -> None:
    row = db.session.get_one(JobRow, number, populate_existing=True)
    job, arguments = registry.jobs[row.name], row.arguments
    if job.long:
        result = job.run(**arguments)
        with work(SYSTEM) as session:
            _finish(session.get_one(JobRow, number), result)
        return None
    steps: Generator[tuple[int, int], None, Any] | None = None
    while True:
        with work(SYSTEM) as session:
            row = session.get_one(JobRow, number)
            if steps is None:
                outcome = job.run(session, **arguments)
                if not isinstance(outcome, Generator):
                    return _finish(row, outcome)
                steps = outcome
            try:
                row.done, row.total = next(steps)
                row.beat_at = now()
            except StopIteration as end:
                return _finish(row, end.value)


def _finish(row: JobRow, result: Any) -> None:
    row.state, row.ended_at, row.result = JobState.DONE, now(), None if result is None else str(result)
    row.done = row.total


def _fail(number: int, error: str) -> None:
    with work(SYSTEM) as session:
        _end_try(session.get_one(JobRow, number), error)


def _end_try(row: JobRow, error: str) -> None:
    again = row.tries < row.most_tries
    row.error = error
    row.state = JobState.WAITING if again else JobState.DEAD
    row.run_at = now() + timedelta(seconds=5 * 4 ** min(row.tries, 6))
    row.ended_at = None if again else now()


def _free() -> tuple[ColumnElement[bool], ...]:
    return JobRow.state == JobState.WAITING, JobRow.run_at <= now(), JobRow.name.in_(_open_names())


def _open_names() -> list[str]:
    return [name for name in registry.jobs if name.split(".", 1)[0] not in registry.off]
