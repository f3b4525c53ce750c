"""The process in which strangers' files are examined: reads a file, answers, until its parent is gone. See `sandbox.py`."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from typing import Any, BinaryIO

import lxml.etree  # noqa: F401 - loaded before it says that it is ready, not within the time of the first file

from modules.signing.verification import check
from modules.signing.verification.sandbox import HEAD
from modules.signing.verification.verdict import Finding, Integrity, Verdict

MEMORY = 1536 * 2**20
ALONE = 10  # seconds for one file, should nobody be there any more to end this


def serve() -> None:
    """Take anchors and files from standard input; verdicts go to standard output, pictures in a second one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _send(target, None)
    while (held := _taken(source)) is not None:
        signal.alarm(ALONE)
        pdf = _taken(source) or b""
        verdict = _judged(pdf, pickle.loads(held))  # noqa: S301 - from our own parent
        _send(target, verdict)
        if verdict.integrity is Integrity.MODIFIED:
            _send(target, check.with_pictures(pdf, verdict))
        signal.alarm(0)


def _judged(pdf: bytes, anchors: Any) -> Verdict:
    try:
        return check.judged(pdf, anchors)
    except (MemoryError, RecursionError):
        return Verdict(Integrity.UNVERIFIABLE, findings=(Finding("damaged"),))


def _taken(source: BinaryIO) -> bytes | None:
    head = source.read(HEAD.size)
    return source.read(HEAD.unpack(head)[0]) if len(head) == HEAD.size else None


def _send(target: BinaryIO, answer: Verdict | None) -> None:
    body = pickle.dumps(answer)
    target.write(HEAD.pack(len(body)) + body)
    target.flush()
