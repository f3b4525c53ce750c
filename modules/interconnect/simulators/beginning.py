"""The simulator of a demo starts with its server and ends with it; a site in use has none."""

from __future__ import annotations

import atexit
import subprocess
import sys
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.toolkit import as_system
from modules.interconnect.links.connections import Connection
from modules.interconnect.simulators.whereabouts import SCHEME, folder_of

ROOT = Path(__file__).resolve().parents[3]
_running: list[subprocess.Popen[bytes]] = []


def begin() -> None:
    """Start it where demo connections lead to it. It holds a pipe of ours: when we end, however that be, so does it."""
    if not current_app.config["DEMO"]:
        return
    with as_system() as session:
        wanted = session.scalar(select(Connection.id).where(Connection.address.startswith(SCHEME)).limit(1))
    if wanted is not None:
        start(current_app.config["DATA_DIR"])


def start(data: Path, port: int = 0) -> subprocess.Popen[bytes]:
    """Start the process; another that runs for this site already makes it end at once."""
    command = [sys.executable, "-m", "modules.interconnect.simulators.server", str(folder_of(data)), str(port)]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    _running.append(child)
    return child


def stop() -> None:
    """End what this process has started."""
    while _running:
        child = _running.pop()
        if child.stdin:
            child.stdin.close()
        child.terminate()
        child.wait(10)


atexit.register(stop)
