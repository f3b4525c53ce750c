"""What calls of programs have in common: the version that was seen, the call sent twice, the marks between pages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.data.row_id import LARGEST
from app.data.text import _
from app.data.token import KeptAnswer
from app.engine import tokens
from app.engine.work import work

Made = tuple[dict[str, Any], int]


def match_version(record: Any) -> None:
    """412 when the caller has not seen this version, 428 when it does not say what it has seen."""
    seen = request.headers.get("If-Match", "")
    if not seen:
        abort(428)
    if seen.strip('W/"') != str(record.version):
        abort(412)


def tagged(body: dict[str, Any], code: int) -> Response:
    """Answer with a record and its version."""
    answer = jsonify(body)
    answer.status_code = code
    answer.headers["ETag"] = f'"{body["version"]}"'
    return answer


def once(act: Callable[[Session], Made]) -> ResponseReturnValue:
    """Do what a call asks for, or give the answer it got before: the key is kept with what it did, in one commit."""
    key = request.headers.get("Idempotency-Key", "")[:200]
    digest = hashlib.sha256(f"{request.path}\n".encode() + request.get_data()).hexdigest()
    with work(g.principal) as session:
        kept = tokens.kept_answer(session, g.token, key) if key else None
        if kept is not None and kept.digest != digest:
            raise ValueError(str(_("This Idempotency-Key was used for another call.")))
        body, code = (kept.body, kept.code) if kept else act(session)
        if key and kept is None:
            session.add(KeptAnswer(token_id=g.token.id, key=key, digest=digest, code=code, body=body))
    return tagged(body, code)


def cursor_of(row: int | None) -> str | None:
    """Return the mark of a page that ended with a row."""
    return base64.urlsafe_b64encode(str(row).encode()).decode() if row else None


def row_of(cursor: str) -> int | None:
    """Return the row that a mark stands for; ValueError when it is not one of ours."""
    if not cursor:
        return None
    try:
        return min(int(base64.urlsafe_b64decode(cursor.encode())), LARGEST)
    except ValueError as error:
        raise ValueError(str(_("The cursor is not one of ours."))) from error
