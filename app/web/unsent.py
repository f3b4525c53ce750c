"""A form that could not be taken in comes back with all that was typed, to be sent again: without scripts, too."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import render_template, request
from werkzeug.exceptions import HTTPException

SECRET = ("password", "code", "csrf_token")


def again(sentence: str) -> str | None:
    """Return the page that offers to send the present form again; None when there is nothing to offer.

    Only what a page of this site sent is offered, or any site could have its own text put before a button of ours.
    """
    if request.method != "POST" or not _from_here():
        return None
    try:
        typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    except HTTPException:  # too large to read, which may be the very reason
        return None
    if not typed or any(mark in name for name, _value in typed for mark in SECRET):
        return None
    return render_template("unsent.html", sentence=sentence, typed=typed)


def _from_here() -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sender).netloc == request.host
