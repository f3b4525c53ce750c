"""The code on the screen: it changes every few seconds, so that a photograph of it sent elsewhere is soon worth nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.toolkit import _, clock, hash_of_secret
from modules.training.timetable.lessons import Held, Lesson

EVERY = 15  # seconds for which a code stands on the screen
OLD = 3  # codes that still open the door: who scanned one has that long to load the page
PASS = timedelta(minutes=20)  # how long an opened page may go on trying without a connection
EARLY, AFTER = timedelta(minutes=30), timedelta(minutes=30)  # around a lesson in which one may check in


def code_of(lesson: Lesson, at: datetime | None = None) -> str:
    """Return the code of a lesson at a moment."""
    return _code(lesson.id, int((at or clock.now()).timestamp()) // EVERY)


def pass_for(lesson: Lesson, code: str, device: str) -> str:
    """Return a pass for the telephone that has opened a page by a fresh code; on another one it is worth nothing.

    ValueError: the code is old or wrong, or too early.
    """
    require_open(lesson)
    now = int(clock.now().timestamp()) // EVERY
    if not any(hmac.compare_digest(_code(lesson.id, now - age), code) for age in range(OLD)):
        raise ValueError(str(_("This code is no longer valid. Scan the one that stands on the screen now.")))
    return str(_signer().dumps([lesson.id, clock.now().timestamp(), hash_of_secret(device)]))


def scanned_at(lesson: Lesson, given: str, device: str) -> datetime:
    """Return when the code behind a pass was scanned, by our clock. ValueError: no such pass, another telephone's, too old."""
    stale = str(_("This code is no longer valid. Scan the one that stands on the screen now."))
    try:
        number, moment, owner = _signer().loads(given)
    except (BadSignature, ValueError) as error:
        raise ValueError(stale) from error
    at = datetime.fromtimestamp(moment, clock.ZONE)
    if number != lesson.id or owner != hash_of_secret(device) or clock.now() - at > PASS:
        raise ValueError(stale)
    return at


def require_open(lesson: Lesson) -> None:
    """ValueError unless the lesson is about to be held, being held or just over."""
    if lesson.became is Held.CANCELLED or lesson.starts_at is None or lesson.ends_at is None:
        raise ValueError(str(_("This lesson is cancelled.")))
    if clock.now() < lesson.starts_at - EARLY:
        raise ValueError(str(_("Check-in opens thirty minutes before the lesson.")))
    if clock.now() > lesson.ends_at + AFTER:
        raise ValueError(str(_("The lesson is over; ask the trainer to note you on the list.")))


def _code(number: int, window: int) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    mark = hmac.new(key, f"training.check-in:{number}:{window}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mark[:10]).decode().lower()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="training.check-in")
