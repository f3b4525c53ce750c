"""Running jobs: the row is the one truth; a thread of this process or RQ workers only say when to look at it."""

from __future__ import annotations

import logging
import threading
import traceback
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from app.data.base import db
from app.data.job import JobRow, JobState
from app.data.moment import now
from app.engine.access import SYSTEM, bind
from app.engine.registry import registry
from app.engine.work import wake, work

log = logging.getLogger(__name__)
QUEUE = "motcua"


def run(number: int) -> bool:
    """Claim and run one job; False when it is not waiting (done, claimed elsewhere, or not due)."""
    bind(db.session(), SYSTEM)
    with work(SYSTEM) as session:
        claimed = session.scalar(
            update(JobRow)
            .where(JobRow.id == number, JobRow.state == JobState.WAITING, JobRow.run_at <= now())
            .values(state=JobState.RUNNING, started_at=now(), tries=JobRow.tries + 1)
            .returning(JobRow.id)
        )
    if claimed is None:
        return False
    row = db.session.get_one(JobRow, number, populate_existing=True)
    job = registry.jobs[row.name]
    try:
        result = job.run(**row.arguments) if job.long else None
        with work(SYSTEM) as session:
            if not job.long:
                result = job.run(session, **row.arguments)
            row = session.get_one(JobRow, number)
            row.state, row.ended_at, row.result = JobState.DONE, now(), None if result is None else str(result)
    except Exception:
        log.exception("job %s %s failed", row.id, row.name)
        _fail(number, traceback.format_exc(limit=5))
    return True


def due() -> list[int]:
    """Return the ids of jobs that wait and may run now."""
    where = (JobRow.state == JobState.WAITING, JobRow.run_at <= now())
    return list(db.session.scalars(select(JobRow.id).where(*where).order_by(JobRow.id).limit(50)))


def _fail(number: int, error: str) -> None:
    with work(SYSTEM) as session:
        row = session.get_one(JobRow, number)
        again = row.tries < row.most_tries
        row.error = error
        row.state = JobState.WAITING if again else JobState.DEAD
        row.run_at = now() + timedelta(seconds=5 * 4 ** min(row.tries, 6))
        row.ended_at = None if again else now()


class EmbeddedWorker(threading.Thread):
    """Runs due jobs in a thread of this process; woken by a commit, looks by itself every few seconds."""

    def __init__(self, site: Any, *, pause: float = 5.0) -> None:
        super().__init__(name="embedded-worker", daemon=True)
        self.site, self.pause, self.bell, self.stopping = site, pause, threading.Event(), False

    def start(self) -> None:
        """Begin, and listen for new jobs."""
        wake.append(lambda _number: self.bell.set())
        super().start()

    def stop(self) -> None:
        """End after the present job."""
        self.stopping = True
        self.bell.set()
        self.join(timeout=10)

    def run(self) -> None:
        """Work until stopped; a fault of the database is logged and tried again."""
        while not self.stopping:
            try:
                with self.site.app_context():
                    for number in due():
                        run(number)
            except Exception:
                log.exception("the embedded worker could not look for jobs")
            self.bell.wait(self.pause)
            self.bell.clear()


def run_in_site(number: int) -> bool:
    """What an RQ worker calls: run one job inside a fresh site context."""
    from wsgi import application

    with application.app_context():
        return run(number)


def use_redis(url: str) -> None:
    """Have every committed job pushed to RQ; the JSON serializer keeps code out of Redis."""
    from redis import Redis
    from rq import Queue
    from rq.serializers import JSONSerializer

    queue = Queue(QUEUE, connection=Redis.from_url(url), serializer=JSONSerializer)

    def push(number: int) -> None:
        queue.enqueue("app.engine.jobs.run_in_site", number)

    wake.append(push)
