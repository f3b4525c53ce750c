"""One question to a server outside, within a time limit and a size; or to the test authority, without a network."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request

from app.toolkit import _
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
        from modules.signing.models import authority  # the keys of the test authority are a matter of the site
        from modules.signing.outside.demo import TestServices

        return TestServices(authority()).answer(matter, question)
    request = urllib.request.Request(place.url, data=question or None)  # noqa: S310 - saved() admits http only
    if TYPES[matter]:
        request.add_header("Content-Type", TYPES[matter])
    try:
        with urllib.request.urlopen(request, timeout=place.seconds) as answer:  # noqa: S310 - as above
            content: bytes = answer.read(LARGEST + 1)
    except (OSError, urllib.error.URLError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(_("The service at %(address)s does not answer.", address=place.url))) from error
    if len(content) > LARGEST:
        raise NoAnswer(str(_("The service at %(address)s does not answer.", address=place.url)))
    return content
