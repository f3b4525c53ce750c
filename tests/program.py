"""A program that calls the API with a token, as tests see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.data.clock import today
from app.data.people import User
from app.engine import tokens
from app.engine.access import SYSTEM
from app.engine.work import work


class Program:
    """Calls on behalf of a demo account, within `scopes`."""

    def __init__(self, site: Flask, login: str, scopes: Iterable[str]) -> None:
        with site.app_context(), work(SYSTEM) as session:
            owner = session.scalars(select(User).where(User.login == login)).one()
            secret = tokens.make(session, owner, "test", scopes, today() + timedelta(days=1), today())
        self.client = site.test_client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.headers)

    def post(self, path: str, body: Any, more: dict[str, str] | None = None) -> Any:
        return self._send("POST", path, body, more)

    def patch(self, path: str, body: Any, more: dict[str, str] | None = None) -> Any:
        return self._send("PATCH", path, body, more)

    def delete(self, path: str, more: dict[str, str] | None = None) -> Any:
        return self.client.delete(path, headers={**self.headers, **(more or {})})

    def _send(self, method: str, path: str, body: Any, more: dict[str, str] | None) -> Any:
        headers = {**self.headers, **(more or {})}
        if isinstance(body, str):
            return self.client.open(path, method=method, data=body, content_type="application/json", headers=headers)
        return self.client.open(path, method=method, json=body, headers=headers)
