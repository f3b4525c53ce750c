"""Forms as a browser would send them: the names and values of every input of a page's main form."""

from __future__ import annotations

from typing import Any

import lxml.html


def form_of(text: str, action: str) -> dict[str, Any]:
    """Return what a browser sends for the form that posts to `action`, if nobody touches it."""
    page = lxml.html.document_fromstring(text.encode())
    form = next(form for form in page.iter("form") if form.get("action") == action)
    number = form.get("id")
    fields = [*form.iter(), *(field for field in page.iter() if number and field.get("form") == number)]
    sent: dict[str, Any] = {}
    for field in fields:
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "textarea":
            # A browser drops the line break after the tag and sends the others as CRLF.
            sent[name] = (field.text or "").removeprefix("\n").replace("\n", "\r\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value", "") if chosen else ""
        elif field.tag == "input" and (
            field.get("type") not in {"checkbox", "radio", "submit", "file"} or field.get("checked") is not None
        ):
            sent[name] = field.get("value", "on" if field.get("type") == "checkbox" else "")
    return sent
