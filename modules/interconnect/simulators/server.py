"""The process with all simulated systems, each under a path of its own; only this machine can reach it.

It ends with whoever started it: when the pipe at its standard input closes, for whatever reason, so does it.
`/control/<system>` tells and changes how a system behaves (GET, POST {mood, seconds}), and what it has received (`keys`).
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from modules.interconnect.simulators import branches, civil_status, moods, population, subscriber, xroad
from modules.interconnect.simulators.heard import Heard, Said
from modules.interconnect.simulators.memory import Memory

SYSTEMS: dict[str, Callable[[Heard], Said]] = {
    "population": population.answer,
    "civil_status": civil_status.answer,
    "portal": branches.answer,
    "residence": branches.answer,
    "health_insurance": branches.answer,
    "identity_card": branches.answer,
    "funeral_support": branches.answer,
    "xroad": xroad.answer,
    "webhook": subscriber.answer,
}
LARGEST = 32 * 2**20  # bytes


class Door(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Simulators

    def do_POST(self) -> None:
        """Answer in the mood of the system."""
        _root, _slash, rest = self.path.partition("/")
        system, _slash, path = rest.partition("/")
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        if system == "control":
            return self._control(path.partition("?")[0], body)
        if system not in SYSTEMS:
            return self._say(Said(b"{}", 404))
        mood, seconds = self.server.memory.mood(system)
        if mood == "down":
            return self._hang_up() if seconds < 0 else self._say(Said(b"", 503))
        if mood == "slow":
            time.sleep(seconds or moods.SLOW)
        heads = {name.lower(): value for name, value in self.headers.items()}
        wait = (seconds or moods.LATE) if mood == "late" else 0.0
        heard = Heard(system, f"/{path}", body, heads, self.server.memory, wait, mood == "twice", self.command)
        try:
            said = SYSTEMS[system](heard)
        except (KeyError, ValueError, TypeError, AttributeError):
            said = Said(b'{"status": 0, "message": "unreadable"}', 400)
        if mood == "wrong":
            said = Said(moods.RUBBISH)
        self._say(said, half=mood == "half")
        if mood == "twice":
            self._say(said)
        return None

    do_GET = do_POST  # noqa: N815 - as above

    def _control(self, system: str, body: bytes) -> None:
        memory = self.server.memory
        if system not in SYSTEMS:
            return self._say(Said(b"{}", 404))
        if body:
            told = json.loads(body)
            if told.get("hurry"):
                memory.hurry(system)
            if told.get("mood") in moods.MOODS:
                memory.set_mood(system, told["mood"], float(told.get("seconds") or 0))
        mood, seconds = memory.mood(system)
        shown: dict[str, Any] = {"system": system, "mood": mood, "seconds": seconds}
        if "keys" in self.path:
            shown["keys"] = memory.keys(system)
        return self._say(Said(json.dumps(shown).encode()))

    def _say(self, said: Said, *, half: bool = False) -> None:
        self.send_response(said.status)
        for name, value in {"Content-Type": said.kind, "Content-Length": str(len(said.body)), **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said.body[: len(said.body) // 2] if half else said.body)
        if half:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *_words: object) -> None:
        """Says nothing: the terminal belongs to the server."""


class Simulators(ThreadingHTTPServer):
    """All of them, with one memory."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), Door)
        self.memory = Memory(folder / "memory.sqlite")

    def handle_error(self, *_words: object) -> None:
        """Says nothing of callers that hang up: they do so when one is slow or answers two times."""


def serve(folder: Path, port: int = 0, *, until_stdin_closes: bool = False) -> bool:
    """Run until told to end; False when one runs for this folder already. The port stands in `folder/port`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        if not _alone(lock):
            return False
        server = Simulators(folder, port)
        mark = folder / "port"
        (folder / "port.new").write_text(str(server.server_address[1]))
        (folder / "port.new").replace(mark)
        if until_stdin_closes:
            threading.Thread(target=_wait_for_end, daemon=True).start()
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            pass
        finally:
            mark.unlink(missing_ok=True)
            server.server_close()
    return True


def _alone(lock: Any) -> bool:
    """Whether no other simulator has this folder; whoever merely looks whether one runs holds the lock for a moment."""
    for _turn in range(20):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
        else:
            return True
    return False


def _wait_for_end() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """As a program of its own: `python -m modules.interconnect.simulators.server FOLDER [PORT]`."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("port", type=int, nargs="?", default=0)
    told = words.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this one
    sys.exit(0 if serve(told.folder, told.port, until_stdin_closes=True) else 3)


if __name__ == "__main__":
    main()
