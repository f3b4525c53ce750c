"""Phiếu kết quả kiểm tra: what the page has said about a file, as PDF or JSON.

The server keeps nothing of a checked file: the page carries the answer itself, with our mark that it is our own words.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import Response, current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app.toolkit import _, hand_out, render_pdf
from modules.certified_copies.check.answer import FileAnswer

LASTS = 3600  # seconds an answer may be fetched as a file
LARGEST = 200_000  # letters


def sealed(answer: FileAnswer, now: datetime) -> str:
    """Return an answer as text that only we can have written."""
    return _writer().dumps(answer.to_json() | {"tone": answer.tone, "checked_at": now.isoformat()})


def sent(text: str, kind: str) -> Response:
    """Return a sealed answer as a file. ValueError when it is too old or not ours."""
    try:
        said: dict[str, Any] = _writer().loads(text[:LARGEST], max_age=LASTS)
    except BadData as error:
        raise ValueError(str(_("This answer has expired; check the file once more."))) from error
    name = f"kiem-tra-{said['sha256'][:12]}"
    if kind == "json":
        body = json.dumps(said, ensure_ascii=False, indent=1).encode()
        return hand_out(body, f"{name}.json", save=True)
    words = {"said": said, "checked_at": datetime.fromisoformat(said["checked_at"])}
    content = render_pdf("certified_copies/verdict_print.html", words)
    return hand_out(content, f"{name}.pdf", save=True)


def _writer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="certified_copies.check")
