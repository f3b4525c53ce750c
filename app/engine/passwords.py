"""Passwords and second factors: argon2id, throttling, lock-out, TOTP."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.moment import now
from app.data.people import User
from app.data.state import SignIn
from app.data.text import _

SHORTEST = 10
MOST_FAILURES = 5
LOCK = timedelta(minutes=15)
hasher = PasswordHasher()
# Verified when the user name is unknown, so that the answer takes as long as for a known one.
_DECOY = hasher.hash(secrets.token_hex(16))


def set_password(user: User, password: str) -> None:
    """Give a user a new password; ValueError when it is too short or the user's own name."""
    if len(password) < SHORTEST:
        raise ValueError(str(_("A password needs at least %(number)s characters.", number=SHORTEST)))
    if user.login.lower() in password.lower():
        raise ValueError(str(_("The password must not contain the user name.")))
    user.password_hash, user.must_change = hasher.hash(password), False


def check_password(user: User | None, password: str) -> bool:
    """Tell whether `password` is the user's; always takes the time of one check."""
    try:
        return (
            hasher.verify(user.password_hash if user and user.password_hash else _DECOY, password) and user is not None
        )
    except (VerificationError, InvalidHashError):
        return False


def enter(session: Session, login: str, password: str, code: str, device: str, address: str) -> tuple[User, SignIn]:
    """Sign a person in. ValueError carries the one sentence that does not tell which part was wrong."""
    user = session.scalar(select(User).where(User.login == login.strip().lower(), User.active))
    if user is not None and user.locked_until and user.locked_until > now():
        raise ValueError(
            str(
                _(
                    "Too many wrong tries. Try again after %(minutes)s minutes.",
                    minutes=int((user.locked_until - now()).total_seconds() // 60) + 1,
                )
            )
        )
    if not check_password(user, password):
        if user is not None:
            _count_failure(user)
        raise ValueError(str(_("Wrong user name or password.")))
    assert user is not None
    if user.totp_secret and not pyotp.TOTP(user.totp_secret).verify(code.strip(), valid_window=1):
        if code.strip():
            _count_failure(user)
            raise ValueError(str(_("The six-digit code is wrong or too old.")))
        raise LookupError("second factor")
    user.failures, user.locked_until = 0, None
    sign_in = SignIn(user_id=user.id, token=secrets.token_urlsafe(32), device=device[:200], address=address[:60])
    session.add(sign_in)
    return user, sign_in


def _count_failure(user: User) -> None:
    user.failures += 1
    if user.failures >= MOST_FAILURES:
        user.locked_until, user.failures = now() + LOCK, 0
