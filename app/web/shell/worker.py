"""`flask worker`: run jobs in a process of their own."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.data.base import db
from app.engine import jobs, modules, redis_queue, workers

RUN_JOB = f"{__name__}.run_job"


def run_job(number: int) -> bool:
    """Run one job in a fresh context of this process's site; RQ calls it by its name."""
    site = current_app._get_current_object()  # type: ignore[attr-defined]
    with site.app_context():
        modules.refresh(db.session(), now=True)
        return jobs.run(number)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run jobs until stopped: an RQ worker with REDIS_URL, else what the embedded thread does."""
    site = current_app._get_current_object()  # type: ignore[attr-defined]
    if not site.config["REDIS_URL"]:
        workers.EmbeddedWorker(site).run()
        return
    from redis import Redis
    from rq import SimpleWorker
    from rq.serializers import JSONSerializer

    connection = Redis.from_url(site.config["REDIS_URL"])
    redis_queue.use_redis(site.config["REDIS_URL"], RUN_JOB)
    caretaker = workers.Caretaker(site)
    caretaker.start()
    try:
        SimpleWorker([redis_queue.QUEUE], connection=connection, serializer=JSONSerializer).work()
    finally:
        caretaker.stop()
