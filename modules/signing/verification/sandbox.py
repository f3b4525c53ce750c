"""Files of strangers are examined in processes of their own, with little memory and little time; they are kept warm."""

from __future__ import annotations

import atexit
import io
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import Any

from modules.signing.verification.trust_store import Anchors
from modules.signing.verification.verdict import Finding, Integrity, Verdict

SECONDS = 4.0  # from the question to the answer
WAITING = 1.5  # of these, for others to be done
STARTING = 20.0  # a new process has to load its libraries first
MOST = 2  # processes
REST = 900.0  # seconds without a file, after which the processes end: the 60 MB that each holds are for others
ROOT = Path(__file__).resolve().parents[3]
HEAD = struct.Struct(">Q")
# Ctrl-C is for the server, which ends its processes. To look for garbage while libraries load finds nothing and costs a
# sixth of the time.
START = (
    "import gc, signal; signal.signal(signal.SIGINT, signal.SIG_IGN); gc.disable(); "
    "from modules.signing.verification import offline; offline.stay(); "
    "from modules.signing.verification.examining import serve; gc.freeze(); gc.enable(); serve()"
)
# What an answer is made of: a process that a file has taken over must not be able to say anything else.
WORDS = {
    "modules.signing.verification.verdict": {"Verdict", "SignatureVerdict", "Finding", "Integrity", "Trust"},
    "modules.signing.verification.shown": {"Shown"},
    "datetime": {"datetime", "timedelta", "timezone"},
}


class Examiner:
    """The processes; a file that takes too long or too much ends its own, while another one stands ready."""

    def __init__(self) -> None:
        self.free: list[Process] = []
        self.lock, self.room = Lock(), BoundedSemaphore(MOST)
        self.was_ready = False
        self.wanted = time.monotonic()
        self.clock: Timer | None = None

    def examine(self, pdf: bytes, anchors: Anchors, *, patient: bool = True) -> Verdict:
        """Return the verdict within five seconds, whatever the bytes are.

        `patient`: wait as long as a new process needs to load; who is not is told to come again, but for the first time.
        """
        until = time.monotonic() + SECONDS
        if not self.room.acquire(timeout=STARTING if patient else WAITING):
            return _none("busy")
        process = self._taken()
        try:
            started = time.monotonic()
            if not process.waited_for(started + STARTING if patient or not self.was_ready else until):
                return _none("busy")
            if patient or not self.was_ready:
                until = time.monotonic() + SECONDS
            self.was_ready = True
            return process.ask(pdf, anchors, until)
        except TimeoutError:
            return _none("too_slow")
        except (OSError, EOFError, pickle.UnpicklingError):
            return _none("damaged")
        finally:
            self._put_back(process)
            self.room.release()

    def warm(self, many: int = 1) -> None:
        """Start so many processes, so that the next files need not wait for them."""
        with self.lock:
            while len(self.free) < many:
                self.free.append(Process())
            self._wait_for_rest()

    def stop(self) -> None:
        """End the processes that wait for work."""
        with self.lock:
            while self.free:
                self.free.pop().end()

    def _taken(self) -> Process:
        """Take one that is ready, or else one that is loading, or a new one."""
        with self.lock:
            for process in [one for one in self.free if not one.alive]:
                self.free.remove(process)
                process.end()
            if self.free:
                chosen = next((one for one in self.free if one.is_ready), self.free[0])
                self.free.remove(chosen)
                return chosen
        return Process()

    def _put_back(self, process: Process) -> None:
        if not process.is_between_files:
            process.end()
            process = Process()  # it loads while nobody waits
        with self.lock:
            self._wait_for_rest()
            if len(self.free) < MOST:
                self.free.append(process)
                return
        process.end()

    def _wait_for_rest(self) -> None:
        """Count the time without a file from now on."""
        self.wanted = time.monotonic()
        if self.clock is None:
            self._wind(REST)

    def _wind(self, seconds: float) -> None:
        self.clock = Timer(seconds, self._look_at_clock)
        self.clock.daemon = True
        self.clock.start()

    def _look_at_clock(self) -> None:
        with self.lock:
            rest = self.wanted + REST - time.monotonic()
            if rest > 0:
                self._wind(rest)
                return
            self.clock, self.was_ready = None, False
        self.stop()


class Process:
    """One child: it says when it is ready, then takes file after file. What is written into it and read is bytes."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", START]
        self.child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own words
        self.source = self.child.stdout.fileno() if self.child.stdout else -1
        self.target = self.child.stdin.fileno() if self.child.stdin else -1
        os.set_blocking(self.target, False)
        self.is_ready, self.is_between_files = False, True

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.child.poll() is None

    def waited_for(self, until: float) -> bool:
        """Wait until it has loaded; False when it has not by then. EOFError: it does not come up."""
        try:
            if not self.is_ready:
                self._read(until)
                self.is_ready = True
        except TimeoutError:
            return False
        return True

    def ask(self, pdf: bytes, anchors: Anchors, until: float) -> Verdict:
        """Return what it says of a file. TimeoutError: it took too long; OSError, EOFError: it died of it."""
        self.is_between_files = False
        self._write(pickle.dumps(anchors), until)
        self._write(pdf, until)
        verdict = said(self._read(until))
        if verdict.integrity is Integrity.MODIFIED:
            try:  # the pictures come after the answer: it stands without them
                verdict = said(self._read(until))
            except (TimeoutError, OSError, EOFError):
                return verdict
        self.is_between_files = True
        return verdict

    def end(self) -> None:
        """End it, whatever it does."""
        self.child.kill()
        self.child.communicate()

    def _write(self, body: bytes, until: float) -> None:
        rest = memoryview(HEAD.pack(len(body)) + body)
        while rest:
            _r, ready, _x = select.select([], [self.target], [], max(0, until - time.monotonic()))
            if not ready:
                raise TimeoutError
            rest = rest[os.write(self.target, rest) :]

    def _read(self, until: float) -> bytes:
        body, wanted = b"", HEAD.size
        while len(body) < wanted:
            ready, _w, _x = select.select([self.source], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise TimeoutError
            part = os.read(self.source, min(2**20, wanted - len(body)))
            if not part:
                raise EOFError
            body += part
            if wanted == HEAD.size and len(body) == HEAD.size:
                wanted += HEAD.unpack(body)[0]
        return body[HEAD.size :]


class _Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name not in WORDS.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def said(body: bytes) -> Verdict:
    """Read an answer. UnpicklingError: it holds something else than a verdict is made of."""
    verdict = _Answers(io.BytesIO(body)).load()
    if isinstance(verdict, Verdict):
        return verdict
    raise pickle.UnpicklingError(type(verdict).__name__)


def _none(code: str) -> Verdict:
    return Verdict(Integrity.UNVERIFIABLE, findings=(Finding(code),))


EXAMINER = Examiner()
atexit.register(EXAMINER.stop)
