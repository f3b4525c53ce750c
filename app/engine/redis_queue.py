"""Jobs on Redis: RQ carries the number of a job to a worker; what is to be done stays in the row."""

from __future__ import annotations

from app.data.base import db
from app.engine import jobs, modules
from app.engine.work import wake

QUEUE = "motcua"


def run_in_site(number: int) -> bool:
    """What an RQ worker calls: run one job inside a fresh site context."""
    from wsgi import application

    with application.app_context():
        modules.refresh(db.session(), now=True)
        return jobs.run(number)


def use_redis(url: str) -> None:
    """Have every committed job pushed to RQ; the JSON serializer keeps code out of Redis."""
    from redis import Redis
    from rq import Queue
    from rq.serializers import JSONSerializer

    queue = Queue(QUEUE, connection=Redis.from_url(url), serializer=JSONSerializer)

    def push(number: int) -> None:
        queue.enqueue("app.engine.redis_queue.run_in_site", number)

    wake.append(push)
