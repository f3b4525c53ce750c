"""Asking the solver in a process of its own: its library is large, and whatever it does, it is over in time."""

from __future__ import annotations

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from modules.training.timetable.first_fit import FirstFit
from modules.training.timetable.question import Meeting, Question, answer_from_json

ROOT = Path(__file__).resolve().parents[3]
STARTING = 10  # seconds beside those of the search: libraries are loaded, the question is put


def better_and_better(question: Question) -> Iterator[tuple[int, list[Meeting]]]:
    """Return the first fit, then about once a second how many seconds have passed, with a better answer if there is one.

    A process that dies or is late only leaves wishes unfulfilled: the first fit has no clashes either.
    """
    yield 0, FirstFit(question).answer()
    command = [sys.executable, "-m", "modules.training.timetable.solving"]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    started = time.monotonic()
    try:
        if child.stdin is None or child.stdout is None:
            raise OSError("the solver has no pipes")
        child.stdin.write(question.to_json())
        child.stdin.close()
        while (spent := time.monotonic() - started) < question.seconds + STARTING:
            ready, _w, _x = select.select([child.stdout], [], [], 1)
            line = child.stdout.readline() if ready else ""
            if ready and not line:
                break
            yield int(spent), answer_from_json(line) if line else []
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
