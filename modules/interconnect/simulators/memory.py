"""What the simulated systems have received: a small database of their own, so that a restart keeps it.

A request that comes again under its key is not done twice: it gets the answer it got before.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS received (
    system TEXT, key TEXT, call TEXT, body BLOB, at REAL, ready_at REAL, times INTEGER, answer BLOB, PRIMARY KEY (system, key)
);
CREATE TABLE IF NOT EXISTS mood (system TEXT PRIMARY KEY, mood TEXT, seconds REAL);
"""


class Memory:
    """One file; every call is one transaction."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=NORMAL")
        self.base.executescript(TABLES)

    def once(self, system: str, key: str, call: str, body: bytes, wait: float, make: Callable[[], bytes]) -> bytes:
        """Return the answer to a request, made the first time; `wait`: seconds until its result is there."""
        with self.lock:
            found = self.base.execute("SELECT answer FROM received WHERE system=? AND key=?", (system, key)).fetchone()
            if found:
                self.base.execute("UPDATE received SET times=times+1 WHERE system=? AND key=?", (system, key))
                return bytes(found[0])
            answer, now = make(), time.time()
            row = (system, key, call, body, now, now + wait, answer)
            self.base.execute("INSERT INTO received VALUES (?,?,?,?,?,?,1,?)", row)
            return answer

    def ready(self, system: str, key: str) -> tuple[str, bytes] | None:
        """Return (call, body) of a request whose result is there."""
        with self.lock:
            return self.base.execute(
                "SELECT call, body FROM received WHERE system=? AND key=? AND ready_at<=?", (system, key, time.time())
            ).fetchone()

    def hurry(self, system: str) -> None:
        """Have all results of a system there now."""
        with self.lock:
            self.base.execute("UPDATE received SET ready_at=0 WHERE system=?", (system,))

    def keys(self, system: str) -> dict[str, int]:
        """Return what a system has received: how often each key came."""
        with self.lock:
            return dict(self.base.execute("SELECT key, times FROM received WHERE system=?", (system,)).fetchall())

    def mood(self, system: str) -> tuple[str, float]:
        """Return how a system behaves, and its seconds (0: as the mood has it)."""
        with self.lock:
            found = self.base.execute("SELECT mood, seconds FROM mood WHERE system=?", (system,)).fetchone()
        return (str(found[0]), float(found[1])) if found else ("well", 0.0)

    def set_mood(self, system: str, mood: str, seconds: float) -> None:
        """Have a system behave so from now on."""
        with self.lock:
            self.base.execute("INSERT OR REPLACE INTO mood VALUES (?,?,?)", (system, mood, seconds))
