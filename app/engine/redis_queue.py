"""Jobs on Redis: RQ carries the number of a job to a worker; what is to be done stays in the row."""

from __future__ import annotations

from app.engine.work import wake

QUEUE = "motcua"


def use_redis(url: str, run: str) -> None:
    """Have every committed job pushed to RQ, whose workers call the function named `run` with its number.

    The JSON serializer keeps code out of Redis.
    """
    from redis import Redis
    from rq import Queue
    from rq.serializers import JSONSerializer

    queue = Queue(QUEUE, connection=Redis.from_url(url), serializer=JSONSerializer)

    def push(number: int) -> None:
        queue.enqueue(run, number)

    wake.append(push)
