"""One question to a server outside, within a time limit and a size; or to the test authority, without a network."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from queue import Empty, Queue
from typing import Any

from app.toolkit import _
from modules.signing.authority import authority
from modules.signing.outside.addresses import DEMO, Matter, Place

LARGEST = 8 * 2**20  # bytes; the longest list of revoked certificates that we take
TYPES = {
    Matter.TIME: "application/timestamp-query",
    Matter.STATUS: "application/ocsp-request",
    Matter.REVOKED: "",
}


class NoAnswer(ValueError):
    """Nobody answered in time, or not what was asked."""


def call(place: Place, matter: Matter, question: bytes = b"") -> bytes:
    """Return the DER answer of a service; NoAnswer with a sentence when there is none."""
    if place.url == DEMO:
        from modules.signing.outside.demo import TestServices  # only a demo answers itself; others need not load it

        return TestServices(authority()).answer(matter, question)
    request = urllib.request.Request(place.url, data=question or None)  # noqa: S310 - saved() admits http only
    if TYPES[matter]:
        request.add_header("Content-Type", TYPES[matter])
    try:
        return fetched(request, place.seconds, LARGEST)
    except (OSError, urllib.error.URLError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(_("The service at %(address)s does not answer.", address=place.url))) from error


def fetched(request: urllib.request.Request, seconds: float, largest: int, *, follow: bool = True) -> bytes:
    """Return the whole answer of a server. OSError: none within so many seconds, or a longer one.

    `follow`: to another address that the server names; where secrets go along, it must not.
    """
    opener = urllib.request.build_opener() if follow else urllib.request.build_opener(_Stay())
    told: Queue[bytes | Exception] = Queue()

    def ask() -> None:
        try:
            with opener.open(request, timeout=seconds) as answer:
                told.put(answer.read(largest + 1))
        except Exception as error:  # noqa: BLE001 - raised below, where somebody waits for it
            told.put(error)

    # A time limit of the socket begins anew with every byte: whoever sends one now and then would hold us for ever.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = told.get(timeout=seconds)
    except Empty:
        raise TimeoutError(request.host) from None
    if isinstance(found, Exception):
        raise found
    if len(found) > largest:
        raise OSError(request.host)
    return found


class _Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else."""

    def redirect_request(self, *_words: Any, **_more: Any) -> None:
        return None
