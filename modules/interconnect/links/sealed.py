"""Secrets and personal content: sealed with the site's secret, in columns that no screen, sheet or trail shows."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from sqlalchemy import Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.toolkit import _, db


class Sealed(db.Model):  # type: ignore[name-defined]
    """The secrets of a connection ("connection:3") or of an official's account there ("account:7")."""

    __tablename__ = "interconnect_sealed"
    __untracked__ = True

    name: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)

    @classmethod
    def keep(cls, session: Session, name: str, words: dict[str, str]) -> None:
        """Add to what is kept under a name; an empty word leaves the one before."""
        row = session.get(cls, name)
        before = opened(row.words) if row else {}
        told = seal(before | {key: word for key, word in words.items() if word})
        if row is None:
            session.add(cls(name=name, words=told))
        else:
            row.words = told

    @classmethod
    def of(cls, session: Session, name: str) -> dict[str, str]:
        """Return what is kept under a name; ValueError when the site's secret has changed since."""
        found = session.scalar(select(cls.words).where(cls.name == name))
        return opened(found) if found else {}


def seal(content: Any) -> str:
    """Return JSON content so that only this site can read it."""
    return _box().encrypt(json.dumps(content, ensure_ascii=False).encode()).decode()


def opened(sealed: str | None) -> Any:
    """Return what was sealed, {} for nothing. ValueError: the site's secret has changed since."""
    if not sealed:
        return {}
    try:
        return json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise ValueError(str(_("The site's secret has changed; enter the secrets of the connection again."))) from error


def _box() -> Fernet:
    return _of(current_app.config["SECRET_KEY"])


@lru_cache(maxsize=4)
def _of(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(f"interconnect:{secret}".encode()).digest()))
