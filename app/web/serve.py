"""The embedded server: one process for one ward, with its worker thread."""

from __future__ import annotations

import logging
from multiprocessing import get_context

from flask import Flask
from waitress import create_server

from app.data.base import db
from app.engine import modules
from app.engine.access import SYSTEM, bind
from app.engine.redis_queue import use_redis
from app.engine.registry import registry
from app.engine.workers import Caretaker, EmbeddedWorker
from app.web.shell.setup import setup
from app.web.shell.worker import RUN_JOB

log = logging.getLogger(__name__)
THREADS = 8


def set_up(site: Flask) -> None:
    """Run `flask setup` in a child: nothing is loaded twice, and what only the demo needs is gone with it.

    SystemExit when it fails or is interrupted; the child has said why.
    """
    child = get_context("fork").Process(target=_set_up, args=(site,))
    child.start()
    try:
        child.join()
    except KeyboardInterrupt:
        child.join()  # the terminal has told it, too: what it had begun is rolled back
    if child.exitcode:
        raise SystemExit(1)


def _set_up(site: Flask) -> None:
    with site.app_context():
        setup.main(args=[], prog_name="flask setup")


def serve(site: Flask) -> None:
    """Serve until Ctrl-C. SystemExit, with one sentence: the port is taken."""
    logging.basicConfig(level=logging.WARNING)
    host, port = site.config["HOST"], site.config["PORT"]
    try:
        server = create_server(site, host=host, port=port, threads=THREADS, ident=None)
    except OSError as error:
        raise SystemExit(
            f"Cổng {port} đang bận hoặc không mở được: {error.strerror}. Chọn cổng khác bằng PORT=…"
        ) from error
    if site.config["REDIS_URL"]:
        use_redis(site.config["REDIS_URL"], RUN_JOB)
    worker = Caretaker(site) if site.config["REDIS_URL"] else EmbeddedWorker(site)
    worker.start()
    _prepare(site)
    print(f"Một Cửa: http://{host}:{port}", flush=True)  # noqa: T201 - whoever started it wants the address
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        worker.stop()


def _prepare(site: Flask) -> None:
    """Let the modules at work start what their first visitor would wait for; without it they still serve."""
    try:
        with site.app_context():
            bind(db.session(), SYSTEM)
            modules.refresh(db.session(), now=True)
            for module in registry.open_modules():
                for begin in module.serving:
                    begin()
    except Exception:
        log.exception("something could not be made ready")
