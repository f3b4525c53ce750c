"""Refusals for programs: problem details (RFC 9457), with the sentence a person would read."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request


def wanted() -> bool:
    """Whether the present request comes from a program."""
    return request.path.startswith("/api/v1/")


def problem(code: int, title: str, detail: str = "", errors: list[tuple[str, str]] | None = None) -> Response:
    """Return a refusal; `errors` are (field, sentence) of a form."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": code}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = [{"field": name, "sentence": sentence} for name, sentence in errors]
    answer = jsonify(body)
    answer.status_code, answer.mimetype = code, "application/problem+json"
    if code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
