"""Telling the running simulator how to behave, from a screen, the shell or a test."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.toolkit import Choice, _
from modules.interconnect.simulators.whereabouts import SCHEME, base_of

SECONDS = 5


class Mood(Choice):
    """How a simulated system behaves."""

    WELL = "well", _("Answers at once"), "green"
    SLOW = "slow", _("Answers after seconds"), "amber"
    DOWN = "down", _("Does not answer"), "rose"
    WRONG = "wrong", _("Answers with rubbish"), "rose"
    HALF = "half", _("Answers by half"), "rose"
    LATE = "late", _("Has results late"), "violet"
    TWICE = "twice", _("Answers two times"), "amber"


def mood_of(address: str) -> Mood | None:
    """Return how the system at a `simulator:` address behaves; None when no simulator runs."""
    try:
        return Mood.typed(tell(address).get("mood"))
    except ValueError:
        return None


def set_mood(address: str, mood: Mood, seconds: float = 0) -> None:
    """Have it behave so; `seconds`: how slow or late, below 0 for one that hangs up. ValueError: no simulator runs."""
    tell(address, mood=mood.value, seconds=seconds)


def tell(address: str, **words: Any) -> dict[str, Any]:
    """Tell the simulator something of one system, and return what it says. ValueError: none runs."""
    base = base_of(current_app.config["DATA_DIR"])
    if not base:
        raise ValueError(str(_("The simulator does not run.")))
    line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=SECONDS)
    try:
        system = address.removeprefix(SCHEME).strip("/")
        line.request("POST" if words else "GET", f"/control/{system}?keys", body=json.dumps(words) if words else None)
        found: dict[str, Any] = json.loads(line.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ValueError(str(_("The simulator does not run."))) from error
    finally:
        line.close()
    return found
