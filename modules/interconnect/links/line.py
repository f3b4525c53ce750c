"""One call over HTTP, within a time and a size, on a connection of its own, and to no other address than it was told.

No line is used twice: a system that answers two times would else give its second answer to the next question.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from functools import cache
from threading import Timer
from urllib.parse import urlsplit

from modules.interconnect.links.places import may_reach
from modules.interconnect.ports.port import Reply, Silent, Wire

LARGEST = 32 * 2**20  # bytes of an answer: a certificate of birth comes as a PDF


def say(base: str, wire: Wire, seconds: float) -> Reply:
    """Send a call to an address and return the whole answer. Silent: none within so many seconds, or only a part."""
    if not base:
        raise Silent("no address")
    line = _line(base, seconds)
    # A time limit of a socket begins anew with every byte: whoever sends one now and then would hold us for ever.
    clock = Timer(seconds, _shut, [line])
    clock.daemon = True
    clock.start()
    try:
        return _exchange(line, f"{urlsplit(base).path}{wire.path}" or "/", wire)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Silent(
            type(error).__name__, reached=not isinstance(error, (ConnectionRefusedError, socket.gaierror))
        ) from error
    finally:
        clock.cancel()
        line.close()


def _line(base: str, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(base)
    if parts.scheme == "https":
        return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=seconds, context=_trust())
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)


def _exchange(line: http.client.HTTPConnection, path: str, wire: Wire) -> Reply:
    line.connect()
    if not may_reach(line.sock.getpeername()[0]):
        raise OSError("an address that may not be called")
    headers = {**wire.headers, "Connection": "close", "User-Agent": "motcua"}
    line.request(wire.method, path, body=wire.body or None, headers={k: _plain(v) for k, v in headers.items()})
    with line.getresponse() as answer:
        body = answer.read(LARGEST + 1)
        if len(body) > LARGEST or (answer.length or 0) > 0:
            raise OSError("too long, or not whole")
        return Reply(answer.status, body, dict(answer.getheaders()))


def _plain(value: str) -> str:
    """A header never begins a new line, whatever somebody typed into a purpose or an account."""
    return value.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace").decode("latin-1")


def _shut(line: http.client.HTTPConnection) -> None:
    held = line.sock
    if held is not None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
