"""Where the simulator of this site runs: it writes its port into a file, under a lock that ends with it."""

from __future__ import annotations

import fcntl
from pathlib import Path

SCHEME = "simulator:"  # the scheme of an address that leads to it


def folder_of(data: Path) -> Path:
    """Where it keeps its memory."""
    return data / "simulators"


def base_of(data: Path) -> str:
    """Return its address; empty when none runs."""
    folder = folder_of(data)
    try:
        with (folder / "lock").open("r") as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        port = (folder / "port").read_text().strip() if (folder / "port").exists() else ""
        return f"http://127.0.0.1:{port}" if port else ""
    except OSError:
        return ""
    return ""
