"""Files of strangers are examined in a process of its own, with little memory and little time; it is kept warm."""

from __future__ import annotations

import atexit
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock

from modules.signing.verification.trust_store import Anchors
from modules.signing.verification.verdict import Finding, Integrity, Verdict

SECONDS = 5.0
STARTING = 20.0  # the first one has to load its libraries
MEMORY = 1536 * 2**20
ROOT = Path(__file__).resolve().parents[3]
HEAD = struct.Struct(">Q")


class Examiner:
    """One child process; a file that takes too long or too much ends it, and the next file gets a new one."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.lock = Lock()

    def examine(self, pdf: bytes, anchors: Anchors) -> Verdict:
        """Return the verdict within five seconds, whatever the bytes are."""
        with self.lock:
            fresh = self.child is None or self.child.poll() is not None
            answer = self._ask(pdf, anchors, fresh=fresh)
            if answer is None and not fresh:  # it died since the last file, or of this one; a new one will tell
                answer = self._ask(pdf, anchors, fresh=True)
            return answer or Verdict(Integrity.UNVERIFIABLE, findings=(Finding("damaged"),))

    def _ask(self, pdf: bytes, anchors: Anchors, *, fresh: bool) -> Verdict | None:
        try:
            child = self._start() if fresh or self.child is None else self.child
            _write(child, pickle.dumps((anchors, pdf)))
            answer: Verdict = pickle.loads(_read(child, SECONDS + (STARTING if fresh else 0)))  # noqa: S301 - from our own child
        except TimeoutError:
            self.stop()
            return Verdict(Integrity.UNVERIFIABLE, findings=(Finding("too_slow"),))
        except (OSError, EOFError):
            self.stop()
            return None
        return answer

    def stop(self) -> None:
        """End the child."""
        if self.child is not None:
            self.child.kill()
            self.child.communicate()
            self.child = None

    def _start(self) -> subprocess.Popen[bytes]:
        self.stop()
        command = [sys.executable, "-m", "modules.signing.verification.sandbox"]
        self.child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own words
        return self.child


def _write(child: subprocess.Popen[bytes], body: bytes) -> None:
    if child.stdin is not None:
        child.stdin.write(HEAD.pack(len(body)) + body)
        child.stdin.flush()


def _read(child: subprocess.Popen[bytes], seconds: float) -> bytes:
    until, body, wanted = time.monotonic() + seconds, b"", HEAD.size
    source = child.stdout.fileno() if child.stdout else -1
    while len(body) < wanted:
        ready, _w, _x = select.select([source], [], [], max(0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(source, 2**20)
        if not part:
            raise EOFError
        body += part
        if wanted == HEAD.size and len(body) >= HEAD.size:
            wanted = HEAD.size + HEAD.unpack(body[: HEAD.size])[0]
    return body[HEAD.size :]


def _serve() -> None:
    """What the child does: read a file, answer, until the parent is gone."""
    import resource

    from modules.signing.verification.check import examine

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, answer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    while head := source.read(HEAD.size):
        anchors, pdf = pickle.loads(source.read(HEAD.unpack(head)[0]))  # noqa: S301 - from our own parent
        try:
            verdict = examine(pdf, anchors)
        except (MemoryError, RecursionError):
            verdict = Verdict(Integrity.UNVERIFIABLE, findings=(Finding("damaged"),))
        body = pickle.dumps(verdict)
        answer.write(HEAD.pack(len(body)) + body)
        answer.flush()


EXAMINER = Examiner()
atexit.register(EXAMINER.stop)

if __name__ == "__main__":
    _serve()
