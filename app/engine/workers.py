"""Who runs jobs: a thread of this process, or RQ workers with Redis; both look for lost jobs and for the clock."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from app.data.base import db
from app.data.moment import now
from app.engine import jobs, modules, schedule
from app.engine.access import SYSTEM, bind
from app.engine.work import wake

log = logging.getLogger(__name__)
SWEEP = 60.0  # seconds


class Caretaker(threading.Thread):
    """Every few seconds: what is due by the clock, what has lost its worker, what nobody was told of."""

    def __init__(self, site: Any, *, pause: float = 5.0) -> None:
        super().__init__(name=type(self).__name__.lower(), daemon=True)
        self.site, self.pause, self.bell, self.stopping = site, pause, threading.Event(), False
        self._swept = time.monotonic()

    def stop(self) -> None:
        """End after the present job."""
        self.stopping = True
        self.bell.set()
        self.join(timeout=10)

    def run(self) -> None:
        """Look until stopped; a fault of the database is logged and tried again."""
        while not self.stopping:
            try:
                with self.site.app_context():
                    self.look()
            except Exception:
                log.exception("could not look for jobs")
            self.bell.wait(self.pause)
            self.bell.clear()

    def look(self) -> None:
        """Do one round."""
        bind(db.session(), SYSTEM)
        modules.refresh(db.session())
        schedule.queue_due()
        if time.monotonic() - self._swept > SWEEP:
            jobs.sweep()
            self._swept = time.monotonic()


class EmbeddedWorker(Caretaker):
    """Also runs the jobs itself, for a site of one process; woken by a commit."""

    def start(self) -> None:
        """Begin, and listen for new jobs; whatever seems to run at this moment has died with the process before."""
        with self.site.app_context():
            jobs.sweep(before=now())
        wake.append(lambda _number: self.bell.set())
        super().start()

    def look(self) -> None:
        """Do one round, and run what is due."""
        super().look()
        for number in jobs.due():
            jobs.run(number)
