"""Tokens: made once and shown once, found by their hash, narrowed to their scopes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.data.moment import now
from app.data.people import User
from app.data.secret import hash_of_secret
from app.data.text import Text, _
from app.data.token import KeptAnswer, Token, TokenUse
from app.engine.access import Principal, principal_of
from app.engine.registry import registry

MARK = "mc_"  # so that a token found in a file or a log is known for what it is
LONGEST = 366  # days
KEPT = timedelta(hours=24)  # how long an answer can be asked for again
PERSONAL = "personal:read"


def scopes(who: Principal) -> dict[str, Text]:
    """Return every scope that a token of this person may have, with its words."""
    found: dict[str, Text] = {}
    for module in registry.modules.values():
        if any(who.may("read", resource) for resource in module.resources):
            found[f"{module.name}:read"] = _("%(module)s: read", module=module.title)
            found[f"{module.name}:write"] = _("%(module)s: write", module=module.title)
    return found | {PERSONAL: _("See personal numbers unmasked (each reading is written down)")}


def make(session: Session, user: User, name: str, chosen: Iterable[str], expires_on: date, today: date) -> str:
    """Make a token and return it: the only time it can be seen. ValueError: no name, no scope, a wrong day."""
    picked = sorted(set(chosen) & set(scopes(principal_of(session, user, today))))
    if not name.strip():
        raise ValueError(str(_("Say what the token is for.")))
    if not picked:
        raise ValueError(str(_("Choose at least one scope.")))
    if not today < expires_on <= today + timedelta(days=LONGEST):
        raise ValueError(str(_("A token ends within %(days)s days.", days=LONGEST)))
    secret = MARK + secrets.token_urlsafe(32)
    row = Token(
        user_id=user.id, name=name.strip()[:80], token_hash=hash_of_secret(secret), scopes=picked, expires_on=expires_on
    )
    session.add(row)
    return secret


def find(session: Session, secret: str, today: date) -> tuple[Token, User] | None:
    """Return a token that is still good, with its active owner."""
    statement = select(Token, User).join(User, User.id == Token.user_id)
    good = (Token.revoked_at.is_(None), Token.expires_on >= today, User.active)
    row = session.execute(statement.where(Token.token_hash == hash_of_secret(secret), *good)).first()
    return (row.Token, row.User) if row else None


def principal(session: Session, token: Token, user: User, today: date) -> Principal:
    """Return what the owner may do, narrowed to the token's scopes."""
    return replace(principal_of(session, user, today), scopes=frozenset(token.scopes), admin=False)


def of_user(session: Session, user: User) -> list[tuple[Token, TokenUse | None]]:
    """Return a person's tokens that are not revoked, the newest first, with their last use."""
    statement = select(Token, TokenUse).outerjoin(TokenUse, TokenUse.token_id == Token.id)
    rows = session.execute(statement.where(Token.user_id == user.id, Token.revoked_at.is_(None)).order_by(-Token.id))
    return [(row[0], row[1]) for row in rows]


def revoke(session: Session, user: User, number: int) -> None:
    """End one of a person's tokens; LookupError when there is none of that number."""
    row = session.scalar(select(Token).where(Token.id == number, Token.user_id == user.id))
    if row is None:
        raise LookupError(number)
    row.revoked_at = now()


def mark_used(session: Session, token: Token) -> None:
    """Remember that a token is in use; at most one write an hour."""
    seen = session.get(TokenUse, token.id)
    if seen is None:
        session.add(TokenUse(token_id=token.id))
    elif now() - seen.at > timedelta(hours=1):
        seen.at = now()


def kept_answer(session: Session, token: Token, key: str) -> KeptAnswer | None:
    """Return the answer a call with this key got within the last 24 hours."""
    old = delete(KeptAnswer).where(KeptAnswer.token_id == token.id, KeptAnswer.at < now() - KEPT)
    session.execute(old)
    return session.scalar(select(KeptAnswer).where(KeptAnswer.token_id == token.id, KeptAnswer.key == key))
